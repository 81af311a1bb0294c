// SPDX-License-Identifier: Apache-2.0
#include "tests/support/mariadb_server.h"

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include "tests/support/free_port.h"
#include "tests/support/raw_socket.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kStartTimeout = 60s;

// What must be equal for the template and for each server started from it, and what makes both
// quick.
std::vector<std::string> common_arguments(const fs::path& data) {
  std::vector<std::string> arguments = {"--no-defaults", "--datadir=" + data.string(),
                                        "--innodb-log-file-size=8M",
                                        "--innodb-buffer-pool-size=32M", "--innodb-doublewrite=0"};
  if (geteuid() == 0) arguments.push_back("--user=root");
  return arguments;
}

void make_template(const fs::path& folder) {
  const fs::path unfinished = folder.string() + ".unfinished";
  const fs::path log = folder.string() + ".log";
  fs::remove_all(unfinished);
  fs::create_directories(unfinished);
  std::vector<std::string> command = {"mariadb-install-db"};
  for (const std::string& argument : common_arguments(unfinished)) command.push_back(argument);
  command.push_back("--auth-root-authentication-method=normal");
  command.push_back("--skip-test-db");
  command.push_back("--innodb-flush-log-at-trx-commit=0");
  if (run_command(command, log, 120s) != 0) {
    throw std::runtime_error("mariadb-install-db failed: " + last_lines(log, 20));
  }
  fs::rename(unfinished, folder);
}

// Made once per build folder; the lock is for test binaries that run at the same time.
fs::path template_folder() {
  const fs::path folder = fs::path(SLUICE_BUILD_DIR) / "test-servers" / "mariadb";
  fs::create_directories(folder.parent_path());
  const int lock = open((folder.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  flock(lock, LOCK_EX);
  try {
    if (!fs::exists(folder)) make_template(folder);
  } catch (...) {
    close(lock);
    throw;
  }
  close(lock);
  return folder;
}

// Whether a server greets at this port: a greeting begins with protocol version 10, an error with
// 0xff.
bool greets(std::uint16_t port) {
  try {
    RawSocket socket = RawSocket::connect(port);
    socket.set_timeout(5s);
    const std::optional<RawPacket> packet = read_packet(socket);
    return packet && !packet->payload.empty() && packet->payload[0] == std::byte{10};
  } catch (const SocketError&) {
    return false;
  }
}

}  // namespace

MariaDbServer::MariaDbServer(std::vector<std::string> arguments)
    : log_(folder_.path() / "server.log"),
      arguments_(std::move(arguments)),
      port_(free_port()),
      exceptions_(std::uncaught_exceptions()) {
  fs::copy(template_folder(), folder_.path() / "data", fs::copy_options::recursive);
  start();
}

MariaDbServer::~MariaDbServer() {
  if (std::uncaught_exceptions() > exceptions_) {
    std::fprintf(stderr, "--- %s\n%s\n", log_.c_str(), last_lines(log_, 30).c_str());
  }
  if (!process_) return;
  process_->signal(SIGCONT);
  process_->signal(SIGTERM);
  process_->wait_for(10s);
}

void MariaDbServer::start() {
  std::vector<std::string> command = {"mariadbd"};
  for (const std::string& argument : common_arguments(folder_.path() / "data")) {
    command.push_back(argument);
  }
  for (const char* argument :
       {"--bind-address=127.0.0.1", "--skip-name-resolve", "--socket=s.sock", "--pid-file=pid",
        "--innodb-flush-log-at-trx-commit=2", "--innodb-fast-shutdown=2", "--debug-no-sync",
        "--performance-schema=off", "--max-connections=300", "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_general_ci", "--skip-log-bin",
        "--loose-innodb-use-native-aio=0"}) {
    command.push_back(argument);
  }
  command.push_back("--port=" + std::to_string(port_));
  for (const std::string& argument : arguments_) command.push_back(argument);
  process_.emplace(command, log_);
  wait_until_ready();
}

void MariaDbServer::wait_until_ready() {
  const auto limit = std::chrono::steady_clock::now() + kStartTimeout;
  while (!greets(port_)) {
    if (!process_->running() || std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("mariadbd did not start: " + last_lines(log_, 30));
    }
    process_->wait_for(20ms);  // the pause between two attempts ends early if the server dies
  }
}

void MariaDbServer::stop() {
  process_->signal(SIGTERM);
  if (!process_->wait_for(30s)) throw std::runtime_error("mariadbd did not stop in time");
}

void MariaDbServer::kill() {
  process_->signal(SIGKILL);
  process_->wait_for(10s);
}

void MariaDbServer::pause() {
  process_->pause();
}
void MariaDbServer::resume() {
  process_->signal(SIGCONT);
}

}  // namespace sluice::test
