// SPDX-License-Identifier: Apache-2.0
#include "tests/support/database_server.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>

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

DatabaseServer::DatabaseServer(std::vector<std::string> command, const fs::path& template_data)
    : log_(folder_.path() / "server.log"),
      command_(std::move(command)),
      port_(free_port()),
      exceptions_(std::uncaught_exceptions()) {
  fs::copy(template_data, folder_.path() / "data", fs::copy_options::recursive);
  fs::remove(folder_.path() / "data" / "auto.cnf");  // MySQL's: each server is one of its own
  command_.push_back("--datadir=" + (folder_.path() / "data").string());
  // A server that starts removes the temporary tables of all servers with the same folder for them.
  const fs::path temporary = folder_.path() / "tmp";
  fs::create_directory(temporary);
  command_.push_back("--tmpdir=" + temporary.string());
  command_.push_back("--port=" + std::to_string(port_));
  start();
}

DatabaseServer::~DatabaseServer() {
  if (std::uncaught_exceptions() > exceptions_) {
    std::fprintf(stderr, "--- %s\n%s\n", log_.c_str(), last_lines(log_, 30).c_str());
  }
  if (!process_) return;
  process_->signal(SIGCONT);
  process_->signal(SIGTERM);
  process_->wait_for(10s);
}

void DatabaseServer::start() {
  process_.emplace(command_, log_);
  wait_until_ready();
}

void DatabaseServer::wait_until_ready() {
  const auto limit = std::chrono::steady_clock::now() + kStartTimeout;
  while (!greets(port_)) {
    if (!process_->running() || std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("the server did not start: " + last_lines(log_, 30));
    }
    process_->wait_for(20ms);  // the pause between two attempts ends early if the server dies
  }
}

void DatabaseServer::stop() {
  process_->signal(SIGTERM);
  if (!process_->wait_for(30s)) throw std::runtime_error("the server did not stop in time");
}

void DatabaseServer::kill() {
  process_->signal(SIGKILL);
  process_->wait_for(10s);
}

void DatabaseServer::pause() {
  process_->pause();
}
void DatabaseServer::resume() {
  process_->signal(SIGCONT);
}

fs::path template_data_folder(const std::string& name,
                              const std::function<void(const fs::path&)>& make) {
  const fs::path folder = fs::path(SLUICE_BUILD_DIR) / "test-servers" / name;
  fs::create_directories(folder.parent_path());
  const int lock = open((folder.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  flock(lock, LOCK_EX);
  try {
    if (!fs::exists(folder)) {
      const fs::path unfinished = folder.string() + ".unfinished";
      fs::remove_all(unfinished);
      fs::create_directories(unfinished);
      make(unfinished);
      fs::rename(unfinished, folder);
    }
  } catch (...) {
    close(lock);
    throw;
  }
  close(lock);
  return folder;
}

}  // namespace sluice::test
