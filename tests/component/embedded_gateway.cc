// SPDX-License-Identifier: Apache-2.0
#include "tests/component/embedded_gateway.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "common/telemetry/log.h"
#include "config/load.h"
#include "tests/support/free_port.h"

namespace sluice::test {
namespace {

std::string with_port(std::string content, std::uint16_t port) {
  constexpr std::string_view kPlaceholder = "{port}";
  for (std::size_t at = 0; (at = content.find(kPlaceholder, at)) != std::string::npos;) {
    content.replace(at, kPlaceholder.size(), std::to_string(port));
  }
  return content;
}

// Tests break things on purpose, which would fill the output with warnings.
log::Level log_level() {
  return std::getenv("SLUICE_TEST_LOG") != nullptr ? log::Level::debug : log::Level::error;
}

}  // namespace

EmbeddedGateway::EmbeddedGateway(const std::map<std::string, std::string>& files)
    : port_(free_port()) {
  std::signal(SIGPIPE, SIG_IGN);
  for (const auto& [name, content] : files) folder_.write(name, with_port(content, port_));
  const config::LoadResult loaded = config::load(folder_.path());
  if (!loaded.config) {
    std::string problems = "configuration:";
    for (const config::Problem& problem : loaded.problems) problems += "\n" + problem.to_string();
    throw std::runtime_error(problems);
  }
  log::start_log(log_level(), false);
  Result<std::unique_ptr<frontend::Gateway>> gateway = frontend::Gateway::create(loaded.config);
  if (!gateway) {
    log::stop_log();
    throw std::runtime_error("start: " + gateway.error().message());
  }
  gateway_ = std::move(*gateway);
  gateway_->start();
}

EmbeddedGateway::~EmbeddedGateway() {
  gateway_.reset();
  log::stop_log();
}

}  // namespace sluice::test
