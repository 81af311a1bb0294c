// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/planned_text.h"

#include <chrono>

#include "router/planner.h"

namespace sluice::frontend {

Result<std::unique_ptr<PlannedText>> plan_text_of(std::string sql, const parser::LexOptions& lex,
                                                  const std::string& database,
                                                  const router::MetadataSnapshot& metadata) {
  auto out = std::make_unique<PlannedText>();
  out->sql = std::move(sql);
  out->lex = lex;
  Result<std::string_view> text =
      parser::normalize_statement(out->sql, out->lex, out->normalized, out->storage);
  if (!text) return text.error();
  if (out->normalized.empty) return make_error(ErrorId::empty_query);
  Result<std::optional<router::Hints>> hints = router::read_hints(*text);
  if (!hints) return hints.error();
  out->hints = std::move(*hints);
  const router::Hints* const hinted = out->hints ? &*out->hints : nullptr;
  const router::SessionView view{.database = database,
                                 .lex = out->lex,
                                 .staged = nullptr,
                                 .temporary = nullptr,
                                 .hints = nullptr};
  Result<router::PlanPtr> plan = router::plan_sql(*text, view, metadata);
  if (plan && (*plan)->rewritten() != nullptr) {
    plan = router::follow_rewrites(*plan, view, metadata, out->rewritten, out->normalized);
    text = std::string_view(out->rewritten);
  }
  if (!plan) return plan.error();
  out->plan = std::move(*plan);
  out->values = {.sql = *text,
                 .normalized = &out->normalized,
                 .lex = &out->lex,
                 .parameters = {},
                 .hints = hinted,
                 .utf8 = true};
  out->session.database = database;
  if (out->plan->parameter_count > 0) {
    return make_error(ErrorId::wrong_arguments, {"EXPLAIN ROUTE: give values instead of ?"});
  }
  if (const router::RoutedPlan* const routed = out->plan->routed()) {
    Result<void> resolved =
        router::resolve(*routed, out->values, std::chrono::system_clock::now(), out->resolution);
    if (!resolved) return resolved.error();
  }
  return out;
}

}  // namespace sluice::frontend
