// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/preview_statement.h"

#include "executor/choose_servers.h"
#include "frontend/statement/plan_source.h"
#include "router/plan_text.h"

namespace sluice::frontend {
namespace {

constexpr std::uint32_t kSqlCharacters = 16 * 1024;

// A statement's plan with the values in its text.
struct Preview {
  std::string rewritten;  // what is run instead
  parser::Normalized normalized;
  router::StatementValues values;
  std::optional<router::Hints> hints;
  router::PlanPtr plan;
  router::Resolution resolution;
};

Result<void> prepare(const Session& session, const std::string& sql, const router::Hints* outer,
                     Preview& out) {
  Result<void> scanned = parser::normalize(sql, session.lex, out.normalized);
  if (!scanned) return scanned;
  out.values = {.sql = sql,
                .normalized = &out.normalized,
                .lex = &session.lex,
                .parameters = {},
                .hints = outer,
                .utf8 = session.utf8};
  Result<std::optional<router::Hints>> hints = router::read_hints(sql);
  if (!hints) return hints.error();
  out.hints = std::move(*hints);
  if (out.hints) out.values.hints = &*out.hints;
  Result<router::PlanPtr> plan = make_plan(session, sql, session.lex, session.state.database);
  if (plan && (*plan)->rewritten() != nullptr) {
    plan = follow_rewrites(session, std::move(*plan), session.lex, session.state.database,
                           out.rewritten, out.normalized);
    out.values.sql = out.rewritten;
  }
  if (!plan) return plan.error();
  out.plan = std::move(*plan);
  if (out.plan->parameter_count > 0) {
    return make_error(ErrorId::wrong_arguments, {"PREVIEW: give values instead of ?"});
  }
  const router::RoutedPlan* const routed = out.plan->routed();
  if (routed == nullptr) return {};
  return router::resolve(*routed, out.values, std::chrono::system_clock::now(), out.resolution);
}

// One row per unit; behind them, for EXPLAIN ROUTE, what is done with their rows.
void add_rows(const Preview& preview, const Session& session, bool explain_route, ResultSet& rows) {
  const auto units =
      router::unit_texts(*preview.plan, preview.resolution, preview.values, session.state.values());
  const std::string route = router::route_line(*preview.plan);
  if (units.empty())
    rows.add(explain_route ? ResultSet::Row{route, "(gateway)", preview.normalized.text}
                           : ResultSet::Row{"(gateway)", preview.normalized.text});
  for (const router::UnitText& unit : units) {
    rows.add(explain_route ? ResultSet::Row{route, unit.data_source, unit.sql}
                           : ResultSet::Row{unit.data_source, unit.sql});
  }
  if (!explain_route || preview.resolution.units.size() < 2) return;
  for (const std::string& step : router::merge_steps(*preview.plan->routed())) {
    rows.add({"merge", "(gateway)", step});
  }
}

}  // namespace

ResultSet preview_columns(const router::PreviewPlan& plan) {
  if (!plan.explain_route) {  // as ShardingSphere names them
    return ResultSet({{"data_source_name"}, {"actual_sql", ResultSet::Type::text, kSqlCharacters}});
  }
  return ResultSet(
      {{"route"}, {"data_source"}, {"statement", ResultSet::Type::text, kSqlCharacters}});
}

Task<Result<void>> run_preview(Session& session, const router::PreviewPlan& plan,
                               const Execution& execution) {
  Preview preview;
  Result<void> prepared = prepare(session, plan.sql, execution.values.hints, preview);
  if (!prepared) co_return prepared.error();
  if (const router::RoutedPlan* const routed = preview.plan->routed()) {
    Result<backend::DatabasePools*> pools = pools_for(session, *preview.plan);
    if (!pools) co_return pools.error();
    const router::Hints* const hints = preview.values.hints;
    executor::choose_servers(*routed, hints != nullptr && hints->primary_only, session.state,
                             **pools, preview.resolution);
  }
  ResultSet rows = preview_columns(plan);
  add_rows(preview, session, plan.explain_route, rows);
  const auto status =
      static_cast<wire::StatusFlags>(session.state.status() | execution.more_results);
  Result<void> sent = co_await rows.send(session.client, execution.row_format(), status);
  co_return sent;
}

}  // namespace sluice::frontend
