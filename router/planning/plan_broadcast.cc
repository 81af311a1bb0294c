// SPDX-License-Identifier: Apache-2.0
// Writes to broadcast tables run on every data source and must leave the same rows on each.
#include <algorithm>

#include "router/planning/plan_statement.h"

namespace sluice::router {

Result<void> check_broadcast_write(const Bound& bound, std::string_view verb) {
  const std::string tables = table_list(bound);
  const auto what = [&verb](const std::string& problem) {
    return std::string(verb) + " of a broadcast table with " + problem;
  };
  const bool others = std::any_of(bound.tables.begin(), bound.tables.end(), [](const auto& table) {
    return table.kind() != TableKind::broadcast;
  });
  if (others) return refuse(what("tables that are not on every data source"), tables);
  const StatementFacts& facts = bound.facts;
  if (!facts.random_function.empty()) return refuse(what(facts.random_function + "()"), tables);
  if (!facts.unknown_function.empty()) {
    return refuse(what("the function " + facts.unknown_function + "()"), tables);
  }
  const bool limited =
      std::any_of(bound.blocks.begin(), bound.blocks.end(),
                  [](const Block& block) { return block.limited && !block.names.empty(); });
  if (limited) return refuse(what("LIMIT in a query"), tables);
  return {};
}

void route_to_every_source(StatementContext& context, const Table& table) {
  StatementRoute& route = context.routed.route;
  route = {};
  route.kind = RouteKind::every_source;
  route.tables.emplace_back().rule = table.rule;
  context.routed.sum_affected_rows = false;
  context.routed.scatter_error.reset();
}

}  // namespace sluice::router
