// SPDX-License-Identifier: Apache-2.0
// INSERT and REPLACE: binding, and tables that are not sharded.
#include <algorithm>

#include "router/planning/insert_planner.h"
#include "router/planning/plan_staged.h"

namespace sluice::router {
Result<void> InsertPlanner::run() {
  Result<void> done = bind();
  if (done && !is_direct()) done = collect_columns();
  if (done && !is_direct()) done = check_widths();
  if (!done) return done;
  done = route();
  if (!done && !may_be_staged(done.error())) return done;
  if (context_.session.staged == nullptr && (!done || may_be_refused())) {
    const Result<void> adopted = adopt_staged(context_, plan_staged(done), done);
    if (!adopted) return adopted;
    done = {};
  }
  if (!done || context_.routed.always_staged) return done;
  context_.edit_names();
  cut_rows();
  return {};
}

bool InsertPlanner::is_direct() const {
  const Hints* const hints = context_.session.hints;
  return hints != nullptr && !hints->data_source.empty();
}

Result<void> InsertPlanner::route() {
  context_.routed.statement_class = StatementClass::write;
  if (!statement_.returning.empty()) context_.routed.returns_rows = true;
  if (statement_.query != nullptr) return plan_query_form();
  switch (target().kind()) {
    case TableKind::sharded:
      return plan_rows();
    case TableKind::broadcast:
      return plan_broadcast();
    case TableKind::single:
    case TableKind::system:
      return plan_single();
  }
  return {};
}

Result<void> InsertPlanner::bind() {
  Binder& binder = context_.binder;
  block_ = binder.open_block(BlockKind::statement, kNone);
  const Result<int> table =
      binder.table(statement_.table, nullptr, block_, binder.root_scope(block_));
  if (!table) return table.error();
  context_.bound.tables[0].takes_no_alias = true;
  Result<void> done;
  for (const ast::InsertRow& row : statement_.rows) {
    for (const ast::Expr* value : row.values) {
      if (done && !is_simple(*value)) done = binder.expression(value, block_);
    }
  }
  if (done && statement_.query != nullptr) {
    first_query_block_ = context_.bound.blocks.size();
    done = binder.query(*statement_.query, BlockKind::statement, kNone);
  }
  for (const ast::List<ast::Assignment>& list : {statement_.assignments, statement_.on_duplicate}) {
    for (const ast::Assignment& assignment : list) {
      if (done) done = binder.expression(assignment.column, block_);
      if (done) done = binder.expression(assignment.value, block_);
    }
  }
  if (done) done = binder.select_items(statement_.returning_items, block_);
  return done;
}

bool InsertPlanner::is_simple(const ast::Expr& expr) {
  return expr.kind == ast::ExprKind::literal || expr.kind == ast::ExprKind::parameter;
}

Result<void> InsertPlanner::collect_columns() {
  if (!statement_.assignments.empty()) {
    for (const ast::Assignment& each : statement_.assignments) {
      columns_.push_back(to_lower(each.column->column.text));
    }
    return {};
  }
  if (statement_.has_columns) {
    for (const ast::Identifier& each : statement_.columns) {
      columns_.push_back(to_lower(each.text));
    }
    return {};
  }
  const TableSchema* schema = target().schema();
  if (schema == nullptr) {
    const DatabaseMetadata& database = *context_.bound.database;
    if (!database.loaded) {
      return make_error(ErrorId::schema_not_loaded, {database.name, database.load_error});
    }
    return make_error(ErrorId::unknown_table, {database.name, target().rule().name});
  }
  for (const ColumnSchema& column : schema->columns) {
    if (!column.invisible) columns_.push_back(column.lower_name);
  }
  return {};
}

Result<void> InsertPlanner::check_widths() const {
  for (std::size_t row = 0; row < statement_.rows.size(); ++row) {
    const std::size_t width = statement_.rows[row].values.size();
    const bool defaults = width == 0 && !statement_.has_columns;  // VALUES ()
    if (width != columns_.size() && !defaults) {
      return make_error(ErrorId::column_count, {std::to_string(row + 1)});
    }
  }
  return {};
}

std::optional<std::uint32_t> InsertPlanner::position_of(std::string_view lower_name) const {
  const bool defaults =
      !statement_.has_columns && !statement_.rows.empty() && statement_.rows.front().values.empty();
  if (defaults) return std::nullopt;
  const auto at = std::find(columns_.begin(), columns_.end(), lower_name);
  if (at == columns_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(at - columns_.begin());
}

// --------------------------------------------------------------------------- broadcast and single

Result<void> InsertPlanner::plan_broadcast() {
  const Result<void> checked = check_broadcast_write(context_.bound, "INSERT");
  if (!checked) return checked;
  if (!statement_.returning.empty()) {
    return refuse("INSERT into a broadcast table with RETURNING", table_list(context_.bound));
  }
  for (const BoundTable& table : context_.bound.tables) {
    context_.add_binding(table.table, table.name->table.text, -1);
  }
  route_to_every_source(context_, *target().table);
  InsertPlan insert;
  insert.rule = target().table->rule;
  Result<void> done = find_counter(insert);
  if (!done || insert.counter_value.kind == InsertPlan::Source::Kind::none) return done;
  if (statement_.query != nullptr) return counter_error(insert.counter_column);
  done = add_rows(insert);
  if (done) context_.routed.insert = std::move(insert);
  return done;
}

Result<void> InsertPlanner::plan_single() {
  auto decision = decide_route(context_.bound, context_.routes, kNone);
  if (!decision) return decision.error();
  context_.adopt(std::move(*decision));
  if (context_.routed.route.kind == RouteKind::sharded) {
    context_.routed.scatter_error =
        refuse_scatter(statement_.query != nullptr ? "INSERT .. SELECT" : "a subquery in INSERT",
                       table_list(context_.bound, TableKind::sharded));
    context_.routed.route.split_error = context_.routed.scatter_error;
  }
  return {};
}

Result<void> plan_insert(StatementContext& context, const ast::InsertStatement& statement) {
  return InsertPlanner(context, statement).run();
}

}  // namespace sluice::router
