// SPDX-License-Identifier: Apache-2.0
#include "tests/component/embedded_gateway.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "common/telemetry/log.h"
#include "config/load.h"

namespace sluice::test {
namespace {

// Tests break things on purpose, which would fill the output with warnings.
log::Level log_level() {
  return std::getenv("SLUICE_TEST_LOG") != nullptr ? log::Level::debug : log::Level::error;
}

}  // namespace

EmbeddedGateway::EmbeddedGateway(const std::map<std::string, std::string>& files)
    : ports_(free_test_ports()) {
  std::signal(SIGPIPE, SIG_IGN);
  for (const auto& [name, content] : files) {
    folder_.write(name, with_test_ports(name, content, ports_));
  }
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
