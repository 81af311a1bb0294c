// SPDX-License-Identifier: Apache-2.0
#include "router/planning/route_builder.h"

#include <algorithm>

#include "router/planning/operands.h"

namespace sluice::router {
namespace {

bool contains(const std::vector<BoundColumn>& columns, const BoundColumn& column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

void add_step(TableRoute& route, RouteStep::Op op) {
  route.steps.push_back({op});
}

void add_leaf(RouteLeaf leaf, TableRoute& route) {
  add_step(route, RouteStep::Op::leaf);
  route.steps.back().leaf = static_cast<std::uint16_t>(route.leaves.size());
  route.leaves.push_back(std::move(leaf));
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

void flatten(const ast::Expr& expr, ast::BinaryOp op, std::vector<const ast::Expr*>& out) {
  const auto* binary = ast::try_as<ast::Binary>(&expr);
  if (binary == nullptr || binary->op != op) {
    out.push_back(&expr);
    return;
  }
  flatten(*binary->left, op, out);
  flatten(*binary->right, op, out);
}

BoundColumn RouteBuilder::key_column(int table, KeyRef key) const {
  return {table, bound_.tables[static_cast<std::size_t>(table)].rule().key(key).name};
}

KeyDomain RouteBuilder::domain_of_column(const BoundColumn& column) const {
  const TableRule& rule = bound_.tables[static_cast<std::size_t>(column.table)].rule();
  for (const KeyRef key : rule.keys()) {
    if (rule.key(key).name == column.name) return rule.key(key).domain;
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
  std::vector<Target> targets;
  for (const KeyRef key : bound_.tables[static_cast<std::size_t>(table)].rule().keys()) {
    targets.push_back({key, linked(key_column(table, key), scopes)});
  }
  Together together;
  for (const Conjunct& conjunct : bound_.conjuncts) {
    if (!scopes[static_cast<std::size_t>(conjunct.scope)]) continue;
    flatten(*conjunct.expr, ast::BinaryOp::logical_and, together.conditions);
  }
  Program program{targets, route};
  const bool first = route.steps.empty();
  if (add_all(together, program) && !first) add_step(route, RouteStep::Op::intersect);
  add_hints(program);
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
      const BoundColumn* bound = bound_.origin(side);
      if (bound == nullptr || !contains(same, *bound)) continue;
      if (const auto operand = operand_of(*other, source_)) return {*operand};
    }
  }
  return {};
}

bool RouteBuilder::add_all(const Together& together, Program& program) const {
  bool any = false;
  const auto count = [&](bool added) {
    if (added && any) add_step(program.route, RouteStep::Op::intersect);
    any = any || added;
  };
  for (const ast::Expr* condition : together.conditions) {
    count(add_condition(*condition, together, program));
  }
  const TableRule& rule = *program.route.rule;
  for (const Target& target : program.targets) {
    if (rule.strategy(target.key.level).columns.size() == 1) {
      count(add_range(target, together, program));
    }
  }
  for (const Level level : {Level::database, Level::table}) {
    if (rule.strategy(level).columns.size() > 1) count(add_columns(level, together, program));
  }
  return any;
}

bool RouteBuilder::add_condition(const ast::Expr& expr, const Together& together,
                                 Program& program) const {
  const auto* binary = ast::try_as<ast::Binary>(&expr);
  if (binary != nullptr && binary->op == ast::BinaryOp::logical_or) {
    return add_either(*binary, together, program);
  }
  bool any = false;
  for (const Given& given : givens_of(expr)) {
    if (!add_given(given, program)) continue;
    if (any) add_step(program.route, RouteStep::Op::intersect);
    any = true;
  }
  return any;
}

bool RouteBuilder::add_either(const ast::Binary& either, const Together& around,
                              Program& program) const {
  std::vector<const ast::Expr*> arms;
  flatten(either, ast::BinaryOp::logical_or, arms);
  Rollback rollback(program.route);
  for (const ast::Expr* arm : arms) {
    Together together;
    together.around = &around;
    flatten(*arm, ast::BinaryOp::logical_and, together.conditions);
    if (!add_all(together, program)) {
      rollback();
      return false;
    }
    if (arm != arms.front()) add_step(program.route, RouteStep::Op::unite);
  }
  return true;
}

bool RouteBuilder::is_target(const ast::Expr& expr, const Target& target) const {
  const BoundColumn* bound = bound_.origin(&expr);
  return bound != nullptr && contains(target.columns, *bound);
}

// Strategies of several columns take their values together, in add_columns().
bool RouteBuilder::add_given(const Given& given, Program& program) const {
  TableRoute& route = program.route;
  if (route.leaves.size() + 2 > UINT16_MAX) return false;
  bool any = false;
  for (const Target& target : program.targets) {
    if (route.rule->strategy(target.key.level).columns.size() != 1 ||
        !is_target(*given.column, target)) {
      continue;
    }
    RouteLeaf leaf;
    leaf.level = target.key.level;
    leaf.values = given.values;
    leaf.null_safe = given.null_safe;
    add_leaf(std::move(leaf), route);
    if (any) add_step(route, RouteStep::Op::intersect);
    any = true;
  }
  return any;
}

void RouteBuilder::take_bounds(const ast::Expr& expr, const Target& target, RouteLeaf& leaf) const {
  const auto take = [&](const ast::Expr& value, bool is_low, bool open) {
    std::optional<RouteLeaf::Bound>& bound = is_low ? leaf.low : leaf.high;
    const auto operand = operand_of(value, source_);
    if (!bound && operand) bound = RouteLeaf::Bound{*operand, open};
  };
  if (const auto* between = ast::try_as<ast::Between>(&expr)) {
    if (between->negated || !is_target(*between->operand, target)) return;
    take(*between->low, true, false);
    take(*between->high, false, false);
    return;
  }
  const auto* binary = ast::try_as<ast::Binary>(&expr);
  if (binary == nullptr) return;
  const bool less = binary->op == ast::BinaryOp::less || binary->op == ast::BinaryOp::less_equal;
  const bool greater =
      binary->op == ast::BinaryOp::greater || binary->op == ast::BinaryOp::greater_equal;
  if (!less && !greater) return;
  const bool open = binary->op == ast::BinaryOp::less || binary->op == ast::BinaryOp::greater;
  if (is_target(*binary->left, target)) take(*binary->right, greater, open);
  if (is_target(*binary->right, target)) take(*binary->left, less, open);
}

// Only values that are numbered through have ranges; and an algorithm must either keep them
// together, or there must be few enough to be tried.
bool RouteBuilder::add_range(const Target& target, const Together& together,
                             Program& program) const {
  TableRoute& route = program.route;
  const Strategy& strategy = route.rule->strategy(target.key.level);
  const KeyDomain& domain = strategy.columns[0].domain;
  if (!domain.ordered() || route.leaves.size() + 2 > UINT16_MAX) return false;
  RouteLeaf leaf;
  leaf.kind = RouteLeaf::Kind::range;
  leaf.level = target.key.level;
  for (const ast::Expr* condition : together.conditions) take_bounds(*condition, target, leaf);
  const bool both = leaf.low && leaf.high && domain.kind == KeyDomain::Kind::integer;
  const bool sorted = strategy.algorithm->buckets_of({}).has_value();
  if (!both && !(sorted && (leaf.low || leaf.high))) return false;
  add_leaf(std::move(leaf), route);
  return true;
}

// Every column of the strategy must be given.
bool RouteBuilder::add_columns(Level level, const Together& together, Program& program) const {
  TableRoute& route = program.route;
  if (route.leaves.size() + 2 > UINT16_MAX) return false;
  RouteLeaf leaf;
  leaf.level = level;
  for (const Target& target : program.targets) {
    if (target.key.level != level) continue;
    std::optional<Given> found;
    for (const Together* at = &together; at != nullptr && !found; at = at->around) {
      for (const ast::Expr* condition : at->conditions) {
        for (Given& given : givens_of(*condition)) {
          if (!found && is_target(*given.column, target)) found = std::move(given);
        }
      }
    }
    if (!found) return false;
    leaf.null_safe = leaf.null_safe || found->null_safe;
    if (target.key.column == 0) {
      leaf.values = std::move(found->values);
    } else {
      leaf.further.push_back(std::move(found->values));
    }
  }
  add_leaf(std::move(leaf), route);
  return true;
}

void RouteBuilder::add_hints(Program& program) const {
  TableRoute& route = program.route;
  for (const Level level : {Level::database, Level::table}) {
    if (!route.rule->strategy(level).by_hint) continue;
    RouteLeaf leaf;
    leaf.kind = RouteLeaf::Kind::hint;
    leaf.level = level;
    const bool first = route.steps.empty();
    add_leaf(std::move(leaf), route);
    if (!first) add_step(route, RouteStep::Op::intersect);
  }
}

std::vector<RouteBuilder::Given> RouteBuilder::givens_of(const ast::Expr& expr) const {
  if (const auto* list = ast::try_as<ast::InList>(&expr)) {
    if (list->negated) return {};
    if (const auto* row = ast::try_as<ast::Row>(list->operand)) return givens_of_rows(*list, *row);
    auto values = operands_of(*list, source_);
    if (!values) return {};
    return {{list->operand, std::move(*values), false}};
  }
  const auto* binary = ast::try_as<ast::Binary>(&expr);
  if (binary == nullptr) return {};
  const bool null_safe = binary->op == ast::BinaryOp::null_safe_equal;
  if (!null_safe && binary->op != ast::BinaryOp::equal) return {};
  std::vector<Given> givens;
  const auto add = [&](const ast::Expr& left, const ast::Expr& right) {
    if (const auto value = operand_of(right, source_)) {
      givens.push_back({&left, {*value}, null_safe});
    } else if (const auto other = operand_of(left, source_)) {
      givens.push_back({&right, {*other}, null_safe});
    }
  };
  const auto* left = ast::try_as<ast::Row>(binary->left);
  const auto* right = ast::try_as<ast::Row>(binary->right);
  if (left == nullptr && right == nullptr) {
    add(*binary->left, *binary->right);
  } else if (left != nullptr && right != nullptr && left->items.size() == right->items.size()) {
    for (std::size_t i = 0; i < left->items.size(); ++i) add(*left->items[i], *right->items[i]);
  }
  return givens;
}

// (a, b) IN ((1, 2), (3, 4)): a is one of 1 and 3, b of 2 and 4. What is no value is not told.
std::vector<RouteBuilder::Given> RouteBuilder::givens_of_rows(const ast::InList& list,
                                                              const ast::Row& columns) const {
  std::vector<Given> givens;
  for (std::size_t i = 0; i < columns.items.size(); ++i) {
    Given given{columns.items[i], {}, false};
    for (const ast::Expr* item : list.items) {
      const auto* row = ast::try_as<ast::Row>(item);
      if (row == nullptr || row->items.size() != columns.items.size()) return {};
      if (const auto value = operand_of(*row->items[i], source_)) given.values.push_back(*value);
    }
    if (given.values.size() == list.items.size()) givens.push_back(std::move(given));
  }
  return givens;
}

}  // namespace sluice::router
