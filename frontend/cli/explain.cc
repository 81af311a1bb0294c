// SPDX-License-Identifier: Apache-2.0
#include "frontend/cli/explain.h"

#include <cstdio>

#include "common/telemetry/log.h"
#include "config/load.h"
#include "frontend/metadata_service.h"
#include "frontend/statement/planned_text.h"
#include "router/plan_text.h"

namespace sluice::frontend {
namespace {

int fail(const Error& error) {
  std::fprintf(stderr, "%u (%.*s): %s\n", error.number(), static_cast<int>(error.sqlstate().size()),
               error.sqlstate().data(), error.message().c_str());
  return 1;
}

int explain(const ExplainOptions& options, const router::MetadataSnapshot& metadata) {
  const std::string database =
      options.database.empty() ? metadata->databases.begin()->first : options.database;
  Result<std::unique_ptr<PlannedText>> planned =
      plan_text_of(options.sql, parser::LexOptions(), database, metadata);
  if (!planned) return fail(planned.error());
  const PlannedText& text = **planned;
  std::fputs(router::plan_text(*text.plan, text.resolution, text.values, text.session).c_str(),
             stdout);
  return 0;
}

}  // namespace

int run_explain(const ExplainOptions& options) {
  const config::LoadResult loaded = config::load(options.directory);
  for (const config::Problem& problem : loaded.problems) {
    std::fprintf(stderr, "%s\n", problem.to_string().c_str());
  }
  if (!loaded.config) return 1;
  log::start_log(log::Level::error, false);
  Result<std::unique_ptr<MetadataService>> service = MetadataService::create(loaded.config);
  if (!service) return fail(service.error());
  (*service)->start([](const router::MetadataSnapshot&) {}, MetadataService::DueTables::leave);
  (*service)->wait_for_first_load(std::chrono::seconds(10));
  const router::MetadataSnapshot metadata = (*service)->current();
  for (const auto& [name, database] : metadata->databases) {
    if (database->loaded) continue;
    std::fprintf(stderr, "note: the schema of %s is not complete: %s\n", name.c_str(),
                 database->load_error.c_str());
  }
  const int status = explain(options, metadata);
  (*service)->stop();
  log::stop_log();
  return status;
}

}  // namespace sluice::frontend
