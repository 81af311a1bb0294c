// SPDX-License-Identifier: Apache-2.0
#include "frontend/cli/explain.h"

#include <cstdio>

#include "common/telemetry/log.h"
#include "config/load.h"
#include "frontend/metadata_service.h"
#include "parser/parse.h"
#include "router/plan_text.h"
#include "router/planner.h"

namespace sluice::frontend {
namespace {

int fail(const Error& error) {
  std::fprintf(stderr, "%u (%.*s): %s\n", error.number(), static_cast<int>(error.sqlstate().size()),
               error.sqlstate().data(), error.message().c_str());
  return 1;
}

int explain(const ExplainOptions& options, const router::MetadataSnapshot& metadata) {
  const parser::LexOptions lex;
  const std::string database =
      options.database.empty() ? metadata->databases.begin()->first : options.database;
  parser::Normalized normalized;
  std::string storage;
  Result<std::string_view> sql = parser::normalize_statement(options.sql, lex, normalized, storage);
  if (!sql) return fail(sql.error());
  const router::SessionView session_view{
      .database = database, .lex = lex, .staged = nullptr, .temporary = nullptr, .hints = nullptr};
  Result<router::PlanPtr> plan = router::plan_sql(*sql, session_view, metadata);
  std::string rewritten;
  if (plan && (*plan)->rewritten() != nullptr) {
    plan = router::follow_rewrites(*plan, session_view, metadata, rewritten, normalized);
    sql = std::string_view(rewritten);
  }
  if (!plan) return fail(plan.error());
  const Result<std::optional<router::Hints>> hints = router::read_hints(*sql);
  const router::StatementValues values{.sql = *sql,
                                       .normalized = &normalized,
                                       .lex = &lex,
                                       .parameters = {},
                                       .hints = *hints ? &**hints : nullptr,
                                       .utf8 = true};
  router::Resolution resolution;
  if (const router::RoutedPlan* routed = (*plan)->routed()) {
    Result<void> resolved =
        router::resolve(*routed, values, std::chrono::system_clock::now(), resolution);
    if (!resolved) return fail(resolved.error());
  }
  router::SessionValues session;
  session.database = database;
  std::fputs(router::plan_text(**plan, resolution, values, session).c_str(), stdout);
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
