// SPDX-License-Identifier: Apache-2.0
#include "tests/support/gateway_process.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include <signal.h>
#include <stdlib.h>

#include "tests/support/free_port.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartTimeout = 30s;  // a sanitizer build on a busy machine

}  // namespace

GatewayProcess::GatewayProcess(std::map<std::string, std::string> files)
    : log_(folder_.path() / "gateway.log"),
      ports_(free_test_ports()),
      exceptions_(std::uncaught_exceptions()) {
  for (auto& [name, content] : files) write_config(name, std::move(content));
  start();
}

GatewayProcess::~GatewayProcess() {
  if (std::uncaught_exceptions() > exceptions_) {
    std::fprintf(stderr, "--- %s\n%s\n", log_.c_str(), last_lines(log_, 30).c_str());
  }
  if (!process_) return;
  process_->signal(SIGCONT);
  process_->signal(SIGTERM);
  process_->wait_for(5s);
}

void GatewayProcess::write_config(const std::string& file, std::string content) {
  folder_.write(file, with_test_ports(file, std::move(content), ports_));
}

void GatewayProcess::start() {
  process_.emplace(std::vector<std::string>{binary(), "serve", "--config", folder_.path().string()},
                   log_);
  wait_until_ready();
}

void GatewayProcess::wait_until_ready() {
  const auto limit = std::chrono::steady_clock::now() + kStartTimeout;
  while (!accepts_connections(ports_.client)) {
    if (!process_->running() || std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("the gateway did not start: " + last_lines(log_, 30));
    }
    process_->wait_for(20ms);  // the pause between two attempts ends early if the gateway dies
  }
}

int GatewayProcess::stop(std::chrono::milliseconds timeout) {
  process_->signal(SIGTERM);
  const std::optional<int> status = process_->wait_for(timeout);
  if (!status) throw std::runtime_error("the gateway did not stop in time");
  return *status;
}

std::string GatewayProcess::binary() {
  const char* other = getenv("SLUICE_BINARY");
  return other != nullptr ? other : std::string(SLUICE_BUILD_DIR) + "/sluice";
}

CommandOutput run_sluice(const std::vector<std::string>& arguments,
                         std::chrono::milliseconds timeout) {
  const TempDir folder;
  const std::filesystem::path log = folder.path() / "output";
  std::vector<std::string> command = {GatewayProcess::binary()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const int status = run_command(command, log, timeout);
  return {status, read_text(log)};
}

}  // namespace sluice::test
