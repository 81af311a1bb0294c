// SPDX-License-Identifier: Apache-2.0
#include "tests/support/child_process.h"

#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temp_dir.h"

namespace sluice::test {
namespace {

// Runs between fork() and exec() in a process that may have had threads: system calls only.
[[noreturn]] void become(char* const* arguments, int log, int failed, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == parent) {  // else the parent died before the line above took effect
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execvp(arguments[0], arguments);
  }
  const int reason = errno;
  [[maybe_unused]] const ssize_t written = write(failed, &reason, sizeof reason);
  _exit(127);
}

// The line "name:  123 kB" of /proc/<pid>/status, in bytes.
std::uint64_t status_bytes(pid_t pid, std::string_view name) {
  std::istringstream lines(read_text("/proc/" + std::to_string(pid) + "/status"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name)) return std::stoull(line.substr(name.size())) * 1024;
  }
  return 0;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command,
                           const std::filesystem::path& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int log_file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  int failed[2];
  if (log_file < 0 || pipe2(failed, O_CLOEXEC) != 0) {
    throw std::runtime_error("cannot open " + log.string());
  }
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) become(arguments.data(), log_file, failed[1], parent);
  close(log_file);
  close(failed[1]);
  int reason = 0;
  const bool did_not_start = read(failed[0], &reason, sizeof reason) == sizeof reason;
  close(failed[0]);
  if (pid_ < 0 || did_not_start) {
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    throw std::runtime_error("cannot start " + command[0] + ": " + strerror(reason));
  }
}

ChildProcess::~ChildProcess() {
  if (status_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void ChildProcess::signal(int number) const {
  if (!status_) kill(pid_, number);
}

void ChildProcess::pause() const {
  signal(SIGSTOP);
  siginfo_t ignored{};
  waitid(P_PID, static_cast<id_t>(pid_), &ignored, WSTOPPED | WEXITED | WNOWAIT);
}

std::optional<int> ChildProcess::wait_for(std::chrono::milliseconds timeout) {
  if (status_) return status_;
  // By number: the C library's header for it is not meant for C++ in Debian 12.
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  pollfd event{handle, POLLIN, 0};
  const int ready = poll(&event, 1, static_cast<int>(timeout.count()));
  close(handle);
  if (ready <= 0) return std::nullopt;
  int raw = 0;
  waitpid(pid_, &raw, 0);
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  return status_;
}

std::uint64_t ChildProcess::resident_bytes() const {
  return status_bytes(pid_, "VmRSS:");
}
std::uint64_t ChildProcess::peak_resident_bytes() const {
  return status_bytes(pid_, "VmHWM:");
}

std::chrono::microseconds ChildProcess::cpu_time() const {
  const std::string stat = read_text("/proc/" + std::to_string(pid_) + "/stat");
  const std::size_t behind_name = stat.rfind(')');
  if (behind_name == std::string::npos) return {};
  std::istringstream fields(stat.substr(behind_name + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;  // man 5 proc: utime is field 14
  std::uint64_t user = 0;
  std::uint64_t system = 0;
  fields >> user >> system;
  return std::chrono::microseconds((user + system) * 1'000'000 /
                                   static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK)));
}

int run_command(const std::vector<std::string>& command, const std::filesystem::path& log,
                std::chrono::milliseconds timeout) {
  ChildProcess child(command, log);
  const std::optional<int> status = child.wait_for(timeout);
  if (!status) throw std::runtime_error(command[0] + " did not end in time");
  return *status;
}

}  // namespace sluice::test
