// SPDX-License-Identifier: Apache-2.0
// A program started by a test: its output goes to a log file, it is killed when its object goes and
// when the test process dies for whatever reason (PR_SET_PDEATHSIG).
// Thread rule: the thread that starts a child must outlive it, because Linux ties the death signal
// to the thread; use the test's main thread. Errors: std::runtime_error.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace sluice::test {

class ChildProcess {
 public:
  // command[0] is searched in PATH. The log is appended to.
  ChildProcess(const std::vector<std::string>& command, const std::filesystem::path& log);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  bool running() { return !wait_for(std::chrono::milliseconds(0)).has_value(); }
  void signal(int number) const;
  // SIGSTOP; returns once every thread has stopped.
  void pause() const;
  // The exit status (128 + signal number if a signal ended it), or nothing if it still runs.
  std::optional<int> wait_for(std::chrono::milliseconds timeout);

  // From /proc; 0 once the process has gone.
  std::uint64_t resident_bytes() const;
  std::uint64_t peak_resident_bytes() const;
  std::chrono::microseconds cpu_time() const;  // user and system

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
};

// Runs a command to its end and returns its exit status.
int run_command(const std::vector<std::string>& command, const std::filesystem::path& log,
                std::chrono::milliseconds timeout);

}  // namespace sluice::test
