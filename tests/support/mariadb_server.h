// SPDX-License-Identifier: Apache-2.0
// A MariaDB server of the system's package, as a child process with a data folder of its own.
// The first use of a build folder makes a template data folder there; each server starts from a
// copy. Root has no password over TCP from 127.0.0.1. Committed data survives kill(), as the redo
// log is written (not flushed) at commit. Errors: std::runtime_error with the end of the server's
// log. Thread rule: as ChildProcess.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

namespace sluice::test {

class MariaDbServer {
 public:
  // `arguments` go behind the defaults, e.g. "--max-connections=10". Returns when clients can log
  // in.
  explicit MariaDbServer(std::vector<std::string> arguments = {});
  // SIGTERM, then SIGKILL; on a failing test (an exception is passing) shows the end of the log.
  ~MariaDbServer();

  std::uint16_t port() const { return port_; }
  const std::filesystem::path& log() const { return log_; }
  ChildProcess& process() { return *process_; }

  void stop();    // SIGTERM, waits for the end
  void kill();    // SIGKILL, waits for the end
  void start();   // after stop() or kill(): same data, same port
  void pause();   // SIGSTOP
  void resume();  // SIGCONT

 private:
  void wait_until_ready();

  TempDir folder_;
  std::filesystem::path log_;
  std::vector<std::string> arguments_;
  std::uint16_t port_;
  int exceptions_;
  std::optional<ChildProcess> process_;
};

}  // namespace sluice::test
