// SPDX-License-Identifier: Apache-2.0
// A database server as a child process with a data folder of its own: what MariaDbServer and
// MySqlServer share. Each server starts from a copy of a template folder. Root has no password over
// TCP from 127.0.0.1. Committed data survives kill(), as the redo log is written (not flushed) at
// commit. Errors: std::runtime_error with the end of the server's log. Thread rule: as
// ChildProcess.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

namespace sluice::test {

class DatabaseServer {
 public:
  DatabaseServer(const DatabaseServer&) = delete;
  DatabaseServer& operator=(const DatabaseServer&) = delete;
  // SIGTERM, then SIGKILL; on a failing test (an exception is passing) shows the end of the log.
  ~DatabaseServer();

  std::uint16_t port() const { return port_; }
  const std::filesystem::path& log() const { return log_; }
  ChildProcess& process() { return *process_; }

  void stop();    // SIGTERM, waits for the end
  void kill();    // SIGKILL, waits for the end
  void start();   // after stop() or kill(): same data, same port
  void pause();   // SIGSTOP
  void resume();  // SIGCONT

 protected:
  // `command`: the program and its options, without data folder and port; `template_data` is
  // copied. Returns when clients can log in.
  DatabaseServer(std::vector<std::string> command, const std::filesystem::path& template_data);

 private:
  void wait_until_ready();

  TempDir folder_;
  std::filesystem::path log_;
  std::vector<std::string> command_;
  std::uint16_t port_;
  int exceptions_;
  std::optional<ChildProcess> process_;
};

// The template data folder `name` of this build folder. It is made once: `make` fills the folder
// that it is given. A lock keeps test binaries that run at the same time apart.
std::filesystem::path template_data_folder(
    const std::string& name, const std::function<void(const std::filesystem::path&)>& make);

}  // namespace sluice::test
