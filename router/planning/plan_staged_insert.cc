// SPDX-License-Identifier: Apache-2.0
// INSERT that no shard can do alone: rows that a SELECT finds elsewhere, and values that decide a
// row's node but are not in the statement. A server computes them first, then they are inserted as
// literals.
#include <algorithm>

#include "parser/visitor.h"
#include "router/planning/insert_planner.h"
#include "router/planning/operands.h"
#include "router/planning/plan_staged.h"

namespace sluice::router {
namespace {

bool holds_subquery(const ast::Expr& expr) {
  bool found = false;
  parser::for_each_expr(expr, parser::Subqueries::skip, [&](const ast::Expr& each) {
    found = found || each.kind == ast::ExprKind::subquery || each.kind == ast::ExprKind::exists ||
            each.kind == ast::ExprKind::in_query || each.kind == ast::ExprKind::quantified;
  });
  return found;
}

}  // namespace

bool InsertPlanner::may_be_staged(const Error& error) const {
  switch (error.id()) {
    case ErrorId::unsupported:
    case ErrorId::scatter_unsupported:
    case ErrorId::not_colocated:
    case ErrorId::sharding_key_expression:
    case ErrorId::auto_increment_sharded:
    case ErrorId::auto_increment_broadcast:
      return true;
    case ErrorId::sharding_key_missing:
      return statement_.query != nullptr;
    default:
      return false;
  }
}

bool InsertPlanner::may_be_refused() const {
  const RoutedPlan& routed = context_.routed;
  const StatementRoute& route = routed.route;
  return routed.scatter_error || route.tables.size() > 1 || route.pinned_to_source ||
         !route.must_equal.empty() || (statement_.query != nullptr && route.split_error);
}

Result<std::shared_ptr<const StagedWrite>> InsertPlanner::plan_staged(const Result<void>& failed) {
  const Error error = !failed ? failed.error()
                              : context_.routed.scatter_error.value_or(refuse(
                                    "INSERT over several shards", table_list(context_.bound)));
  if (!statement_.returning.empty() || context_.bound.facts.sets_insert_id ||
      !context_.bound.facts.seeded_random.empty()) {
    return error;
  }
  StagedWrite plan;
  plan.table = table_list(context_.bound);
  plan.on_duplicate = on_duplicate();
  plan.ignore = statement_.ignore;
  const Result<void> done =
      statement_.query != nullptr ? stage_rows(plan, error) : stage_values(plan, error);
  if (!done) return done.error();
  return std::make_shared<const StagedWrite>(std::move(plan));
}

// ------------------------------------------------------------------------------------------- rows

Result<void> InsertPlanner::stage_rows(StagedWrite& plan, const Error& error) {
  Result<void> done = check_staged_keys();
  if (done) done = check_staged_update();
  if (!done) return done;
  if (!statement_.row_alias.empty()) return error;
  plan.kind = StagedWrite::Kind::rows;
  const TableSchema* schema = target().schema();
  std::string head = statement_.replace ? "REPLACE INTO " : "INSERT ";
  if (!statement_.replace) head += statement_.ignore ? "IGNORE INTO " : "INTO ";
  head += context_.source.text(statement_.table.range);
  if (!statement_.partitions.empty())
    head += " " + std::string(context_.source.text(statement_.partitions));
  const char* between = " (";
  for (const std::string& name : columns_) {
    const ColumnSchema* column = schema == nullptr ? nullptr : schema->find(name);
    if (schema != nullptr && column == nullptr) {
      return make_error(ErrorId::unknown_column, {name, "field list"});
    }
    plan.columns.push_back(column == nullptr ? std::nullopt : std::optional(*column));
    head += between + quote_name(column == nullptr ? name : column->name);
    between = ", ";
  }
  plan.head.ops = {text_op(head + ") VALUES ")};
  const ast::QueryExpression& query = *statement_.query;
  const Splicer splicer = locking_text(context_);
  plan.read.ops = splicer.ops(query.range);
  const auto* select = ast::try_as<ast::SelectBody>(query.body);
  if (select != nullptr && select->from != nullptr && query.locking == ast::Locking::none) {
    plan.read.ops.push_back(text_op(" LOCK IN SHARE MODE"));
  }
  if (statement_.on_duplicate.empty()) return {};
  plan.tail.ops = {text_op(" ON DUPLICATE KEY UPDATE ")};
  append_ops(plan.tail.ops, splicer.ops({statement_.on_duplicate.front().range.begin,
                                         statement_.on_duplicate.back().range.end}));
  return {};
}

Result<void> InsertPlanner::check_staged_keys() const {
  const TableRule& rule = target().rule();
  if (rule.kind != TableKind::sharded) return {};
  if (!rule.database_strategy.by_hint && !rule.table_strategy.by_hint &&
      !values_decide_node(rule)) {
    return refuse("INSERT without sharding strategies that leave one node", rule.name);
  }
  for (const KeyRef ref : rule.keys()) {
    const std::string& column = rule.key(ref).name;
    const bool generated = rule.key_generator && column == to_lower(rule.key_column);
    if (!position_of(column) && !generated) {
      return make_error(ErrorId::sharding_key_missing, {rule.name, column});
    }
  }
  return {};
}

// Behind ON DUPLICATE KEY UPDATE only the target's own columns are known once the rows are
// literals.
Result<void> InsertPlanner::check_staged_update() const {
  const Result<void> keys = check_on_duplicate();
  if (!keys) return keys;
  bool own = true;
  for (const ast::Assignment& assignment : statement_.on_duplicate) {
    parser::for_each_expr(*assignment.value, parser::Subqueries::enter, [&](const ast::Expr& each) {
      if (each.kind != ast::ExprKind::column) return;
      const BoundColumn* column = context_.bound.column(&each);
      own = own && column != nullptr && column->table == 0 &&
            (!ast::as<ast::ColumnRef>(each).table.empty() || !is_selected_name(column->name));
    });
  }
  if (own) return {};
  return refuse("ON DUPLICATE KEY UPDATE with columns of the SELECT over several shards",
                target().rule().name);
}

// A name without table that the SELECT's tables have, too, is ambiguous; only VALUES() may use it.
bool InsertPlanner::is_selected_name(const std::string& lower_name) const {
  const std::vector<BoundTable>& tables = context_.bound.tables;
  return std::any_of(tables.begin() + 1, tables.end(), [&](const BoundTable& table) {
    return table.schema() == nullptr || table.schema()->find(lower_name) != nullptr;
  });
}

// ----------------------------------------------------------------------------------------- values

Result<void> InsertPlanner::stage_values(StagedWrite& plan, const Error& error) {
  if (statement_.rows.empty() && statement_.assignments.empty()) return error;
  plan.kind = StagedWrite::Kind::evaluated;
  std::vector<std::pair<const ast::Expr*, std::size_t>> holes;
  for (const ast::InsertRow& row : statement_.rows) {
    for (std::size_t i = 0; i < row.values.size(); ++i) holes.emplace_back(row.values[i], i);
  }
  for (std::size_t i = 0; i < statement_.assignments.size(); ++i) {
    holes.emplace_back(statement_.assignments[i].value, i);
  }
  std::erase_if(holes, [this](const auto& hole) { return !is_hole(*hole.first, hole.second); });
  if (holes.empty()) return error;
  const bool computable = std::all_of(
      holes.begin(), holes.end(), [this](const auto& hole) { return is_computable(*hole.first); });
  if (!computable) return error;
  if (reads_itself()) return make_error(ErrorId::update_table_used, {target().exposed});
  const TableSchema* schema = target().schema();
  const Splicer splicer = locking_text(context_);
  std::uint32_t from = 0;
  const char* between = "SELECT (";
  for (const auto& [expr, position] : holes) {
    plan.read.ops.push_back(text_op(between));
    between = "), (";
    append_ops(plan.read.ops, splicer.ops(expr->range));
    plan.pieces.emplace_back().ops = splicer.ops({from, expr->range.begin});
    from = expr->range.end;
    const ColumnSchema* column = schema == nullptr ? nullptr : schema->find(columns_[position]);
    plan.columns.push_back(column == nullptr ? std::nullopt : std::optional(*column));
  }
  plan.read.ops.push_back(text_op(")"));
  plan.pieces.emplace_back().ops = splicer.ops({from, statement_.range.end});
  return {};
}

// What must be known before the rows are placed: values that place them, and what only other
// shards know.
bool InsertPlanner::is_hole(const ast::Expr& expr, std::size_t position) const {
  if (is_simple(expr) || expr.kind == ast::ExprKind::default_value) return false;
  if (operand_of(expr, context_.source)) return false;
  const TableRule& rule = target().rule();
  if (rule.kind == TableKind::broadcast || holds_subquery(expr)) return true;
  if (rule.kind != TableKind::sharded) return false;
  const std::string& name = columns_[position];
  if (rule.is_sharding_column(name) || name == to_lower(rule.key_column)) return true;
  const ColumnSchema* column =
      target().schema() == nullptr ? nullptr : target().schema()->find(name);
  return column != nullptr && column->auto_increment;
}

// The target in a subquery, but for derived tables.
bool InsertPlanner::reads_itself() const {
  const Bound& bound = context_.bound;
  return std::any_of(bound.tables.begin() + 1, bound.tables.end(), [&](const BoundTable& table) {
    return table.table == target().table &&
           bound.blocks[static_cast<std::size_t>(table.block)].kind != BlockKind::derived;
  });
}

// Without the row that it is part of.
bool InsertPlanner::is_computable(const ast::Expr& expr) const {
  bool computable = true;
  parser::for_each_expr(expr, parser::Subqueries::skip, [&](const ast::Expr& each) {
    computable = computable && each.kind != ast::ExprKind::column &&
                 each.kind != ast::ExprKind::default_value;
  });
  parser::for_each_expr(expr, parser::Subqueries::enter, [&](const ast::Expr& each) {
    if (each.kind != ast::ExprKind::column) return;
    const BoundColumn* column = context_.bound.column(&each);
    computable = computable && (column == nullptr || column->table != 0);
  });
  return computable;
}

}  // namespace sluice::router
