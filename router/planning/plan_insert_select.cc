// SPDX-License-Identifier: Apache-2.0
// INSERT .. SELECT runs where both the rows read and the rows written are: one node of each table,
// on one data source. What the select list puts into the target's sharding columns is taken for a
// condition on the target, so that conditions of the SELECT find the target's node, too.

#include "router/planning/insert_planner.h"
#include "router/planning/operands.h"
#include "router/resolve_nodes.h"

namespace sluice::router {

Result<void> InsertPlanner::plan_query_form() {
  if (context_.bound.facts.sets_insert_id) {
    return refuse_session("LAST_INSERT_ID() with an argument in SELECT");
  }
  switch (target().kind()) {
    case TableKind::sharded:
      return plan_sharded_query();
    case TableKind::broadcast:
      return plan_broadcast();
    case TableKind::single:
    case TableKind::system:
      return plan_single();
  }
  return {};
}

Result<void> InsertPlanner::plan_sharded_query() {
  const Result<void> duplicates = check_on_duplicate();
  if (!duplicates) return duplicates;
  const auto* select = ast::try_as<ast::SelectBody>(statement_.query->body);
  const Result<void> counters = check_selected_counters(select);
  if (!counters) return counters;

  Bound& bound = context_.bound;
  const int query_block = bound.block_of(select);
  if (query_block != kNone) {
    const int scope = target().scope;
    bound.scopes[static_cast<std::size_t>(scope)].parent =
        bound.blocks[static_cast<std::size_t>(query_block)].root_scope;
    for (const KeyRef ref : target().rule().keys()) {
      const BoundColumn key = context_.routes.key_column(0, ref);
      const auto position = position_of(key.name);
      if (!position)
        return make_error(ErrorId::sharding_key_missing, {target().rule().name, key.name});
      std::optional<BoundColumn> column;
      const ast::Expr* value = selected(*select, *position, column);
      equate(value, column, key, scope);
    }
  }
  auto decision = decide_route(bound, context_.routes, kNone);
  if (!decision) return decision.error();
  decision->scatter_error = refuse_scatter("INSERT .. SELECT", table_list(bound));
  decision->route.split_error = decision->scatter_error;
  context_.adopt(std::move(*decision));
  return {};
}

// Keys cannot be made up for rows that the gateway does not see.
Result<void> InsertPlanner::check_selected_counters(const ast::SelectBody* select) const {
  const TableRule& rule = target().rule();
  const TableSchema* schema = target().schema();
  const std::string key = to_lower(rule.key_column);
  if (rule.key_generator && !position_of(key)) {
    return refuse("INSERT .. SELECT without the generated key " + rule.key_column, rule.name);
  }
  if (schema == nullptr || rule.nodes.size() == 1) return {};
  for (const ColumnSchema& column : schema->columns) {
    if (!column.auto_increment) continue;
    const auto position = position_of(column.lower_name);
    if (!position || select == nullptr) return counter_error(column.name);
    // Only another such column is known to hold neither NULL nor 0.
    std::optional<BoundColumn> source;
    selected(*select, *position, source);
    const ColumnSchema* from = source ? context_.bound.schema_of(*source) : nullptr;
    if (from == nullptr || !from->auto_increment) return counter_error(column.name);
  }
  return {};
}

// What the select list gives at a position: an expression, or a column behind `*`. Null and nothing
// if that cannot be told.
const ast::Expr* InsertPlanner::selected(const ast::SelectBody& select, std::uint32_t position,
                                         std::optional<BoundColumn>& column) const {
  const Bound& bound = context_.bound;
  const Block& block = bound.blocks[static_cast<std::size_t>(bound.block_of(&select))];
  std::uint32_t at = 0;
  for (const ast::SelectItem& item : select.items) {
    const auto* star = ast::try_as<ast::Star>(item.expr);
    if (star == nullptr) {
      if (at++ != position) continue;
      if (const BoundColumn* found = bound.column(item.expr)) column = *found;
      return item.expr;
    }
    if (block.merges_columns) return nullptr;
    for (const FromName& name : block.names) {
      if (!star->table.empty() && name.exposed != star->table.text) continue;
      if (name.table == kNone) return nullptr;
      const TableSchema* schema = bound.tables[static_cast<std::size_t>(name.table)].schema();
      if (schema == nullptr) return nullptr;
      for (const ColumnSchema& each : schema->columns) {
        if (!each.invisible && at++ == position) column = BoundColumn{name.table, each.lower_name};
      }
    }
    if (column) return nullptr;
  }
  return nullptr;
}

void InsertPlanner::equate(const ast::Expr* value, const std::optional<BoundColumn>& column,
                           const BoundColumn& key, int scope) {
  Bound& bound = context_.bound;
  if (column) {
    bound.equalities.push_back({key, *column, scope});
    return;
  }
  if (value == nullptr || !operand_of(*value, context_.source)) return;
  ast::ColumnRef& made = made_columns_.emplace_back();
  made.kind = ast::ExprKind::column;
  bound.columns.emplace(&made, key);
  ast::Binary& equal = made_conditions_.emplace_back();
  equal.kind = ast::ExprKind::binary;
  equal.op = ast::BinaryOp::equal;
  equal.left = &made;
  equal.right = value;
  bound.conjuncts.push_back({&equal, scope});
}

}  // namespace sluice::router
