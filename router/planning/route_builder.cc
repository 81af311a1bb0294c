// SPDX-License-Identifier: Apache-2.0
#include "router/planning/route_builder.h"

#include <algorithm>

#include "router/planning/operands.h"
#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

constexpr Level kLevels[] = {Level::database, Level::table};

bool contains(const std::vector<BoundColumn>& columns, const BoundColumn& column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

void add_step(TableRoute& route, RouteStep::Op op) {
  route.steps.push_back({op});
}

// Drops what was added since; a half-built condition proves nothing.
struct Rollback {
  explicit Rollback(TableRoute& route)
      : route(route), leaves(route.leaves.size()), steps(route.steps.size()) {}
  void operator()() {
    route.leaves.resize(leaves);
    route.steps.resize(steps);
  }
  TableRoute& route;
  std::size_t leaves;
  std::size_t steps;
};

}  // namespace

bool values_decide_node(const TableRule& rule) {
  const Strategy& database = rule.database_strategy;
  const Strategy& table = rule.table_strategy;
  const auto single = [](const NodeSet& nodes) { return nodes.size() <= 1; };
  if (!database.narrows() && !table.narrows()) return rule.nodes.size() == 1;
  if (!table.narrows()) {
    return std::all_of(database.target_nodes.begin(), database.target_nodes.end(), single);
  }
  if (!database.narrows()) {
    return std::all_of(table.target_nodes.begin(), table.target_nodes.end(), single);
  }
  for (const NodeSet& one : database.target_nodes) {
    for (const NodeSet& other : table.target_nodes) {
      NodeSet both = one;
      both.intersect(other);
      if (both.size() > 1) return false;
    }
  }
  return true;
}

bool RouteBuilder::narrows(int table, Level level) const {
  return strategy_of(bound_.tables[static_cast<std::size_t>(table)].rule(), level).narrows();
}

BoundColumn RouteBuilder::key_column(int table, Level level) const {
  return {table, strategy_of(bound_.tables[static_cast<std::size_t>(table)].rule(), level).column};
}

KeyDomain RouteBuilder::domain_of_column(const BoundColumn& column) const {
  const TableRule& rule = bound_.tables[static_cast<std::size_t>(column.table)].rule();
  for (const Level level : kLevels) {
    const Strategy& strategy = strategy_of(rule, level);
    if (strategy.narrows() && strategy.column == column.name) return strategy.domain;
  }
  const ColumnSchema* schema = bound_.schema_of(column);
  if (schema == nullptr) return {};
  return domain_of(*schema, metadata_.collation(schema->collation), false);
}

std::vector<BoundColumn> RouteBuilder::linked(const BoundColumn& column,
                                              const std::vector<bool>& scopes) const {
  std::vector<BoundColumn> found{column};
  for (std::size_t next = 0; next < found.size(); ++next) {
    const BoundColumn from = found[next];
    for (const Equality& equality : bound_.equalities) {
      if (!scopes[static_cast<std::size_t>(equality.scope)]) continue;
      const bool from_left = equality.left == from;
      if (!from_left && equality.right != from) continue;
      const BoundColumn& to = from_left ? equality.right : equality.left;
      if (contains(found, to)) continue;
      if (domain_of_column(from).comparable_with(domain_of_column(to))) found.push_back(to);
    }
  }
  return found;
}

TableRoute RouteBuilder::route_of(int table) const {
  const BoundTable& bound = bound_.tables[static_cast<std::size_t>(table)];
  TableRoute route;
  route.rule = bound.table->rule;
  narrow(table, bound_.with_ancestors(bound.scope), route);
  return route;
}

void RouteBuilder::narrow(int table, const std::vector<bool>& scopes, TableRoute& route) const {
  Targets targets;
  for (const Level level : kLevels) {
    if (!narrows(table, level)) continue;
    targets.of[static_cast<std::size_t>(level)] = linked(key_column(table, level), scopes);
  }
  for (const Conjunct& conjunct : bound_.conjuncts) {
    if (!scopes[static_cast<std::size_t>(conjunct.scope)]) continue;
    const bool first = route.steps.empty();
    if (add_condition(*conjunct.expr, targets, route) && !first) {
      add_step(route, RouteStep::Op::intersect);
    }
  }
}

std::vector<Operand> RouteBuilder::constants(const BoundColumn& column,
                                             const std::vector<bool>& scopes) const {
  const std::vector<BoundColumn> same = linked(column, scopes);
  for (const Conjunct& conjunct : bound_.conjuncts) {
    const auto* binary = ast::try_as<ast::Binary>(conjunct.expr);
    if (!scopes[static_cast<std::size_t>(conjunct.scope)] || binary == nullptr ||
        binary->op != ast::BinaryOp::equal) {
      continue;
    }
    for (const auto& [side, other] :
         {std::pair(binary->left, binary->right), std::pair(binary->right, binary->left)}) {
      const BoundColumn* bound = bound_.column(side);
      if (bound == nullptr || !contains(same, *bound)) continue;
      if (const auto operand = operand_of(*other, source_)) return {*operand};
    }
  }
  return {};
}

// True if the condition narrows; its program is then at the end of the route's.
bool RouteBuilder::add_condition(const ast::Expr& expr, const Targets& targets,
                                 TableRoute& route) const {
  if (const auto* binary = ast::try_as<ast::Binary>(&expr)) {
    switch (binary->op) {
      case ast::BinaryOp::logical_and:
      case ast::BinaryOp::logical_or:
        return add_chain(*binary, targets, route);
      case ast::BinaryOp::equal:
      case ast::BinaryOp::null_safe_equal: {
        const bool null_safe = binary->op == ast::BinaryOp::null_safe_equal;
        if (const auto value = operand_of(*binary->right, source_)) {
          return add_leaf(*binary->left, {*value}, null_safe, targets, route);
        }
        if (const auto value = operand_of(*binary->left, source_)) {
          return add_leaf(*binary->right, {*value}, null_safe, targets, route);
        }
        return false;
      }
      default:
        return false;
    }
  }
  const auto* list = ast::try_as<ast::InList>(&expr);
  if (list == nullptr || list->negated) return false;
  auto values = operands_of(*list, source_);
  return values && add_leaf(*list->operand, std::move(*values), false, targets, route);
}

// The parser keeps trees shallow, so that chains may be descended.
bool RouteBuilder::add_chain(const ast::Binary& chain, const Targets& targets,
                             TableRoute& route) const {
  const bool all = chain.op == ast::BinaryOp::logical_and;
  Rollback rollback(route);
  const bool left = add_condition(*chain.left, targets, route);
  if (!left && !all) return false;
  const bool right = add_condition(*chain.right, targets, route);
  if (left && right) {
    add_step(route, all ? RouteStep::Op::intersect : RouteStep::Op::unite);
    return true;
  }
  if (all) return left || right;
  rollback();
  return false;
}

bool RouteBuilder::add_leaf(const ast::Expr& column, std::vector<Operand> values, bool null_safe,
                            const Targets& targets, TableRoute& route) const {
  const BoundColumn* bound = bound_.column(&column);
  if (bound == nullptr || route.leaves.size() + 2 > UINT16_MAX) return false;
  bool any = false;
  for (const Level level : kLevels) {
    if (!contains(targets.of[static_cast<std::size_t>(level)], *bound)) continue;
    route.steps.push_back({RouteStep::Op::leaf, static_cast<std::uint16_t>(route.leaves.size())});
    route.leaves.push_back({level, values, null_safe});
    if (any) add_step(route, RouteStep::Op::intersect);
    any = true;
  }
  return any;
}

}  // namespace sluice::router
