// SPDX-License-Identifier: Apache-2.0
// The gateway of this build (`sluice serve`) as a child process, with a configuration folder that
// the test writes. Errors: std::runtime_error with the end of the gateway's log. Thread rule: as
// ChildProcess.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/gateway_files.h"
#include "tests/support/temp_dir.h"

namespace sluice::test {

class GatewayProcess {
 public:
  // File name -> content, e.g. {"global.yaml", ..}. Ports are filled in as
  // tests/support/gateway_files.h says. The path of
  // another binary may be given in the environment variable SLUICE_BINARY. Returns once the port
  // accepts connections.
  explicit GatewayProcess(std::map<std::string, std::string> files);
  // SIGTERM, then SIGKILL; on a failing test (an exception is passing) shows the end of the log.
  ~GatewayProcess();

  std::uint16_t port() const { return ports_.client; }
  std::uint16_t http_port() const { return ports_.http; }
  std::uint16_t admin_port() const { return ports_.admin; }
  const std::filesystem::path& config_folder() const { return folder_.path(); }
  const std::filesystem::path& log() const { return log_; }
  // Signals, memory and CPU time.
  ChildProcess& process() { return *process_; }

  void write_config(const std::string& file, std::string content);
  void start();  // again, on the same port, after the process has ended
  // SIGTERM; the exit status. Not ending in time is an error.
  int stop(std::chrono::milliseconds timeout = std::chrono::seconds(30));

  static std::string binary();

 private:
  void wait_until_ready();

  TempDir folder_;
  std::filesystem::path log_;
  TestPorts ports_;
  int exceptions_;
  std::optional<ChildProcess> process_;
};

// Runs the binary with arguments to its end (`sluice check ..`): exit status and output.
struct CommandOutput {
  int status;
  std::string output;
};
CommandOutput run_sluice(const std::vector<std::string>& arguments,
                         std::chrono::milliseconds timeout = std::chrono::seconds(30));

}  // namespace sluice::test
