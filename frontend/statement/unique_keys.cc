// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/unique_keys.h"

#include <algorithm>
#include <map>

#include "common/telemetry/log.h"
#include "frontend/statement/inner_statement.h"
#include "frontend/statement/ok_taker.h"

namespace sluice::frontend {
namespace {

constexpr std::uint16_t kUnknownError = 1105;

// The columns of each unique key, in lower case.
using UniqueKeys = std::map<std::string, std::vector<std::string>>;

Task<Result<UniqueKeys>> unique_keys(Session& session, std::string_view database,
                                     std::string_view table) {
  const Execution outer;
  InnerStatements statements(session, outer);
  UniqueKeys keys;
  const router::StagedPart part;
  const InnerSql sql(
      "SELECT INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = " +
      quote_text(database) + " AND TABLE_NAME = " + quote_text(table) + " AND NON_UNIQUE = 0");
  const InnerStatements::OnRow on_row = [&keys](auto, auto, std::span<const wire::Cell> cells) {
    if (cells.size() == 2 && !cells[0].is_null && !cells[1].is_null) {
      keys[std::string(cells[0].text())].push_back(router::to_lower(cells[1].text()));
    }
    return Result<void>();
  };
  Result<void> read = co_await statements.read(sql, part, on_row);
  if (!read) co_return read.error();
  co_return keys;
}

bool holds_sharding_columns(const router::TableRule& rule, const std::vector<std::string>& key) {
  const std::vector<router::KeyRef> refs = rule.keys();
  return std::all_of(refs.begin(), refs.end(), [&](router::KeyRef ref) {
    return std::find(key.begin(), key.end(), rule.key(ref).name) != key.end();
  });
}

Task<std::vector<executor::Diagnostic>> loose_unique_keys(Session& session,
                                                          const router::PlanPtr& plan) {
  std::vector<executor::Diagnostic> found;
  const router::TableRule& rule = *plan->routed()->route.tables.front().rule;
  const std::string database(plan->database == nullptr ? session.state.database
                                                       : plan->database->name);
  const std::vector<executor::Diagnostic> kept = session.state.diagnostics;
  Result<UniqueKeys> keys = co_await unique_keys(session, database, rule.name);
  session.state.diagnostics = kept;
  if (!keys) co_return found;
  for (const auto& [name, columns] : *keys) {
    if (holds_sharding_columns(rule, columns)) continue;
    log::warning("schema", "a unique key does not hold the sharding columns",
                 {{"database", database}, {"table", rule.name}, {"key", name}});
    found.push_back({"Warning", kUnknownError,
                     "Key '" + name + "' of sharded table '" + rule.name +
                         "' does not hold every sharding column: each shard enforces it for its "
                         "own rows only"});
  }
  co_return found;
}

}  // namespace

bool may_add_unique_keys(const router::Plan& plan) {
  const router::RoutedPlan* const routed = plan.routed();
  if (routed == nullptr || routed->route.kind != router::RouteKind::every_node) return false;
  return routed->reload_schema && plan.verb == std::string_view("CREATE") &&
         routed->route.tables.front().rule->nodes.size() > 1;
}

Task<Result<void>> run_reporting_keys(Session& session, const router::PlanPtr& plan,
                                      const Execution& execution) {
  OkTaker taker;
  executor::ClientWriter writer(taker, session.services.counters);
  writer.set_capabilities(executor::AnswerReader::kCapabilities);
  Execution inner = execution;
  inner.out = &writer;
  inner.more_results = 0;
  Result<void> done = co_await run_routed_plan(session, plan, inner);
  if (done) done = co_await writer.flush();
  if (!done) co_return done;
  std::vector<executor::Diagnostic> loose = co_await loose_unique_keys(session, plan);
  wire::OkPacket ok;
  ok.affected_rows = taker.answer.affected_rows;
  ok.info = taker.answer.info;
  ok.warnings = static_cast<std::uint16_t>(taker.answer.warnings + loose.size());
  ok.status = static_cast<wire::StatusFlags>(session.state.status() | execution.more_results);
  for (executor::Diagnostic& each : loose) session.state.diagnostics.push_back(std::move(each));
  (execution.out == nullptr ? session.client : *execution.out).ok(ok);
  co_return Result<void>();
}

}  // namespace sluice::frontend
