// SPDX-License-Identifier: Apache-2.0
#include "frontend/cli/serve.h"

#include <csignal>
#include <cstdio>

#include "common/telemetry/log.h"
#include "config/load.h"
#include "frontend/gateway.h"

namespace sluice::frontend {
namespace {

log::Level to_level(config::LogLevel level) {
  switch (level) {
    case config::LogLevel::debug:
      return log::Level::debug;
    case config::LogLevel::info:
      return log::Level::info;
    case config::LogLevel::warning:
      return log::Level::warning;
    case config::LogLevel::error:
      return log::Level::error;
  }
  return log::Level::info;
}

}  // namespace

int run_serve(const std::filesystem::path& config_directory) {
  const config::LoadResult loaded = config::load(config_directory);
  for (const config::Problem& problem : loaded.problems) {
    std::fprintf(stderr, "%s\n", problem.to_string().c_str());
  }
  if (!loaded.config) return 1;
  std::signal(SIGPIPE, SIG_IGN);
  const config::SluiceSettings& settings = loaded.config->global.sluice;
  log::start_log(to_level(settings.log_level), settings.log_format == config::LogFormat::json);
  int status = 0;
  {
    Result<std::unique_ptr<Gateway>> gateway = Gateway::create(loaded.config);
    if (gateway) {
      (*gateway)->run();
    } else {
      log::error("gateway", "cannot start", {{"error", gateway.error().message()}});
      status = 1;
    }
  }
  log::stop_log();
  return status;
}

}  // namespace sluice::frontend
