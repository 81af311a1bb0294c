// SPDX-License-Identifier: Apache-2.0
// What planning one statement works on: the text with its edits, the bound names, the plan that
// grows. Each statement kind's planner binds, decides, edits and then calls finish().
#pragma once

#include "router/planner.h"
#include "router/planning/binder.h"
#include "router/planning/refusal.h"
#include "router/planning/route_decision.h"
#include "router/rewrite/splice.h"

namespace sluice::router {

struct StatementContext {
  StatementContext(const parser::ParsedStatement& parsed_statement, const SessionView& session_view,
                   const MetadataSnapshot& snapshot);

  const parser::ParsedStatement& parsed;
  const SessionView& session;
  MetadataSnapshot metadata;
  SourceText source;
  Splicer splicer;
  Bound bound;
  Binder binder;
  RouteBuilder routes;
  Plan plan;
  RoutedPlan routed;

  // Edits that every unit needs: actual names, removed qualifiers, the session's values, and the
  // original names of result columns whose text changed.
  void edit_names();

  // Takes over the route and says which group each table reference belongs to.
  void adopt(RouteDecision decision);

  // Makes `routed` the plan's body; `single` is cut here. `plan.database` is that of the tables, or
  // the session's default.
  void finish();

  // Table reference `index` of the plan, for tables that are not in Bound (CREATE TABLE).
  void add_binding(const Table* table, std::string_view logic_name, std::int16_t group);
};

// LIMIT as operands; nullopt: not literals or parameters, or a FETCH form.
std::optional<LimitPlan> limit_plan(const ast::Limit& limit, const SourceText& source);

}  // namespace sluice::router
