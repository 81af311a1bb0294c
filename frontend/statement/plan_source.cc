// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/plan_source.h"

#include <algorithm>

#include "parser/parse.h"
#include "router/planner.h"

namespace sluice::frontend {

namespace {

router::SessionView view_of(const Session& session, const parser::LexOptions& lex,
                            std::string_view database) {
  return {.database = database,
          .lex = lex,
          .staged = nullptr,
          .temporary = &session.state.temporary,
          .hints = nullptr};
}

}  // namespace

Result<router::PlanPtr> make_plan(const Session& session, std::string_view sql,
                                  const parser::LexOptions& lex, std::string_view database) {
  return router::plan_sql(sql, view_of(session, lex, database), session.services.metadata);
}

Result<router::PlanPtr> follow_rewrites(const Session& session, router::PlanPtr plan,
                                        const parser::LexOptions& lex, std::string_view database,
                                        std::string& text, parser::Normalized& normalized) {
  if (plan->rewritten() == nullptr) return plan;
  const Result<void> allowed = check_access(session, plan->rewritten()->database);
  if (!allowed) return allowed.error();
  return router::follow_rewrites(std::move(plan), view_of(session, lex, database),
                                 session.services.metadata, text, normalized);
}

Result<router::PlanPtr> plan_for_text(Session& session, const router::StatementValues& values) {
  WorkerServices& services = session.services;
  const std::string& database = session.state.database;
  const bool hinted = values.hints != nullptr && values.hints->shape_plans();
  if (!session.state.temporary.empty() || hinted) {  // plans may name what others do not see
    services.counters.plan_cache_misses.add();
    return make_plan(session, values.sql, session.lex, database);
  }
  router::PlanPtr cached = services.plans.find(values, database, services.metadata->version);
  if (cached) {
    services.counters.plan_cache_hits.add();
    return cached;
  }
  services.counters.plan_cache_misses.add();
  Result<router::PlanPtr> plan = make_plan(session, values.sql, session.lex, database);
  if (plan) services.plans.insert(values, database, *plan);
  return plan;
}

Error unexpected_statement(std::string_view sql, std::size_t at, bool mariadb) {
  constexpr std::size_t kShown = 80;
  const auto lines = std::count(sql.begin(), sql.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return make_error(ErrorId::syntax_error, {mariadb ? "MariaDB" : "MySQL", sql.substr(at, kShown),
                                            std::to_string(lines + 1)});
}

Result<void> take_hints(Session& session, router::StatementValues& values) {
  Result<std::optional<router::Hints>> hints = router::read_hints(values.sql);
  if (!hints) return hints.error();
  session.hints = std::move(*hints);
  values.hints = session.hints ? &*session.hints : nullptr;
  return {};
}

}  // namespace sluice::frontend
