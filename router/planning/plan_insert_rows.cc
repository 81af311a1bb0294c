// SPDX-License-Identifier: Apache-2.0
// The rows of an INSERT into a sharded table: what decides each row's node, and the generated keys.
#include <algorithm>

#include "router/planning/insert_planner.h"
#include "router/planning/operands.h"
#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

using Source = InsertPlan::Source;

bool is_default(const ast::Expr& expr) {
  const auto* value = ast::try_as<ast::DefaultValue>(&expr);
  return value != nullptr && value->column == nullptr;
}

const ast::ColumnRef* argument_of_values(const ast::Expr& expr) {
  const auto* call = ast::try_as<ast::FunctionCall>(&expr);
  if (call == nullptr || call->args.size() != 1) return nullptr;
  const std::string name = to_lower(call->name.text);
  return name == "values" || name == "value" ? ast::try_as<ast::ColumnRef>(call->args[0]) : nullptr;
}

}  // namespace

Result<void> InsertPlanner::plan_rows() {
  const TableRule& rule = target().rule();
  const bool hinted = rule.database_strategy.by_hint || rule.table_strategy.by_hint;
  if (!hinted && !values_decide_node(rule)) {
    return refuse("INSERT without sharding strategies that leave one node", rule.name);
  }
  for (const BoundTable& table : context_.bound.tables) {
    if (&table != &target() && table.kind() != TableKind::broadcast) {
      return refuse("a subquery over tables that are not broadcast in INSERT",
                    table_list(context_.bound));
    }
  }
  InsertPlan& insert = context_.routed.insert.emplace();
  insert.rule = target().table->rule;
  insert.on_duplicate = on_duplicate();
  insert.all_nodes = NodeSet::all(rule.nodes.size());
  Result<void> done = find_sources(insert);
  if (done) done = check_on_duplicate();
  if (done) done = add_rows(insert);
  if (!done) return done;

  StatementRoute& route = context_.routed.route;
  route.kind = RouteKind::insert_rows;
  for (const BoundTable& table : context_.bound.tables) {
    context_.add_binding(table.table, table.name->table.text, &table == &target() ? 0 : -1);
  }
  refuse_scattered_rows();
  return {};
}

OnDuplicate InsertPlanner::on_duplicate() const {
  if (statement_.replace) return OnDuplicate::replace;
  if (!statement_.on_duplicate.empty()) return OnDuplicate::update;
  return statement_.ignore ? OnDuplicate::ignore : OnDuplicate::fail;
}

void InsertPlanner::refuse_scattered_rows() {
  const std::string table = target().rule().name;
  if (!statement_.returning.empty()) {
    context_.routed.scatter_error = refuse_scatter("RETURNING", table);
  } else if (context_.bound.facts.sets_insert_id) {
    context_.routed.scatter_error = refuse_scatter("LAST_INSERT_ID() with an argument", table);
  }
}

Result<void> InsertPlanner::find_sources(InsertPlan& insert) {
  const TableRule& rule = target().rule();
  const std::string key = to_lower(rule.key_column);
  if (rule.key_generator) {
    const auto position = position_of(key);
    insert.key_value =
        position ? Source{Source::Kind::position, *position} : Source{Source::Kind::generated, 0};
    const ColumnSchema* column =
        target().schema() == nullptr ? nullptr : target().schema()->find(key);
    insert.zero_is_null = column != nullptr && column->auto_increment;
    if (!position && !statement_.has_columns && statement_.assignments.empty()) {
      return make_error(ErrorId::sharding_key_missing, {rule.name, rule.key_column});
    }
  }
  for (const KeyRef ref : rule.keys()) {
    const std::string& column = rule.key(ref).name;
    if (const auto position = position_of(column)) {
      insert.keys.push_back({ref, {Source::Kind::position, *position}});
    } else if (rule.key_generator && column == key) {
      insert.keys.push_back({ref, {Source::Kind::generated, 0}});
    } else {
      return make_error(ErrorId::sharding_key_missing, {rule.name, column});
    }
  }
  return rule.nodes.size() > 1 ? find_counter(insert) : Result<void>();
}

// An AUTO_INCREMENT column that the key generator does not fill must be filled by the statement.
Result<void> InsertPlanner::find_counter(InsertPlan& insert) {
  const TableSchema* schema = target().schema();
  if (schema == nullptr) return {};
  for (const ColumnSchema& column : schema->columns) {
    if (!column.auto_increment || column.lower_name == to_lower(target().rule().key_column)) {
      continue;
    }
    const auto position = position_of(column.lower_name);
    if (!position) return counter_error(column.name);
    insert.counter_value = {Source::Kind::position, *position};
    insert.counter_column = column.name;
  }
  return {};
}

Error InsertPlanner::counter_error(std::string_view column) const {
  const TableRule& rule = target().rule();
  return make_error(rule.kind == TableKind::broadcast ? ErrorId::auto_increment_broadcast
                                                      : ErrorId::auto_increment_sharded,
                    {column, rule.name});
}

// ON DUPLICATE KEY UPDATE finds its row on the new row's node, so a sharding column may only take
// the new row's value or keep its own.
Result<void> InsertPlanner::check_on_duplicate() const {
  const TableRule& rule = target().rule();
  for (const ast::Assignment& each : statement_.on_duplicate) {
    const std::string name = to_lower(each.column->column.text);
    if (!rule.is_sharding_column(name) || rule.nodes.size() == 1) continue;
    const ast::ColumnRef* same = argument_of_values(*each.value);
    if (same == nullptr) same = ast::try_as<ast::ColumnRef>(each.value);
    if (same == nullptr || to_lower(same->column.text) != name || !is_own(*same)) {
      return make_error(ErrorId::sharding_key_update, {name, rule.name});
    }
  }
  return {};
}

// A column of the table or of the row alias.
bool InsertPlanner::is_own(const ast::ColumnRef& column) const {
  const std::string_view qualifier = column.table.text;
  if (!statement_.row_alias_columns.empty()) return qualifier == target().exposed;
  return qualifier.empty() || qualifier == target().exposed ||
         (!statement_.row_alias.empty() && qualifier == statement_.row_alias.text);
}

Result<void> InsertPlanner::add_rows(InsertPlan& insert) {
  if (!statement_.assignments.empty()) return add_set_form(insert);
  const std::uint32_t first = statement_.rows.front().range.begin;
  if (!statement_.rows.front().values.empty() && context_.source.is_folded(first)) {
    insert.folded = true;
    insert.rows_mark = context_.source.mark(first);
  } else {
    for (const ast::InsertRow& row : statement_.rows) {
      const Result<void> added = add_row(row, insert);
      if (!added) return added;
    }
  }
  if (insert.key_value.kind == Source::Kind::generated) {
    std::string name = quote_name(insert.rule->key_column);
    if (!columns_.empty()) name.insert(0, ", ");
    context_.splicer.insert(statement_.columns_end, {text_op(std::move(name))});
  }
  return {};
}

Result<Operand> InsertPlanner::routing_operand(const ast::Expr& value,
                                               std::string_view column) const {
  const auto operand = operand_of(value, context_.source);
  if (operand) return *operand;
  return make_error(ErrorId::sharding_key_expression, {target().rule().name, column});
}

// A column that a server fills if it gets NULL: DEFAULT asks for that, too; an expression might.
Result<Operand> InsertPlanner::counter_operand(const ast::Expr& value,
                                               std::string_view column) const {
  if (is_default(value)) return Operand{};
  const auto operand = operand_of(value, context_.source);
  if (operand) return *operand;
  return counter_error(column);
}

Result<Operand> InsertPlanner::key_operand(const ast::Expr& value, const InsertPlan& insert) const {
  const std::string key = to_lower(insert.rule->key_column);
  if (is_default(value)) return Operand{};
  const auto operand = operand_of(value, context_.source);
  if (operand) return *operand;
  if (insert.zero_is_null) return counter_error(insert.rule->key_column);
  return integer_operand(1);
}

Result<void> InsertPlanner::fill_operands(const std::vector<const ast::Expr*>& values,
                                          const InsertPlan& insert, InsertPlan::Row& row) const {
  const auto fill = [&](const Source& source, Operand& out, auto make) -> Result<void> {
    if (source.kind != Source::Kind::position) return {};
    const Result<Operand> operand = make(*values[source.position]);
    if (!operand) return operand.error();
    out = *operand;
    return {};
  };
  const auto key = [&](const InsertPlan::KeySource& each, Operand& out) {
    const bool is_key = insert.key_value.kind == Source::Kind::position &&
                        insert.key_value.position == each.source.position;
    return fill(each.source, out, [&](const ast::Expr& value) -> Result<Operand> {
      if (is_key && is_default(value)) return Operand{};
      return routing_operand(value, insert.rule->key(each.key).name);
    });
  };
  Result<void> done;
  row.keys.resize(insert.keys.size());
  for (std::size_t i = 0; i < insert.keys.size() && done; ++i) {
    done = key(insert.keys[i], row.keys[i]);
  }
  if (done) {
    done = fill(insert.key_value, row.key_value,
                [&](const ast::Expr& value) { return key_operand(value, insert); });
  }
  if (done) {
    done = fill(insert.counter_value, row.counter_value, [&](const ast::Expr& value) {
      return counter_operand(value, insert.counter_column);
    });
  }
  return done;
}

SqlOp InsertPlanner::key_op(const ast::Expr* own_value) const {
  SqlOp op = plain_op(SqlOp::Kind::generated_key);
  if (own_value != nullptr) {
    op.from = context_.source.before(own_value->range.begin);
    op.to = context_.source.behind(own_value->range.end - 1);
    op.parameters = context_.source.parameters(own_value->range);
  }
  return op;
}

Result<void> InsertPlanner::add_row(const ast::InsertRow& row, InsertPlan& insert) {
  const std::vector<const ast::Expr*> values(row.values.begin(), row.values.end());
  InsertPlan::Row& planned = insert.rows.emplace_back();
  const Result<void> filled = fill_operands(values, insert, planned);
  if (!filled) return filled;
  rows_.push_back(&row);
  return {};
}

// INSERT .. SET a = 1, b = 2: one row, written as the statement has it.
Result<void> InsertPlanner::add_set_form(InsertPlan& insert) {
  std::vector<const ast::Expr*> values;
  for (const ast::Assignment& each : statement_.assignments) values.push_back(each.value);
  const Result<void> filled = fill_operands(values, insert, insert.rows.emplace_back());
  if (!filled) return filled;
  if (insert.key_value.kind == Source::Kind::position) {
    const ast::Expr& value = *values[insert.key_value.position];
    context_.splicer.replace(value.range, {key_op(&value)});
  } else if (insert.key_value.kind == Source::Kind::generated) {
    context_.splicer.insert(
        statement_.assignments.back().range.end,
        {text_op(", " + quote_name(insert.rule->key_column) + " = "), key_op(nullptr)});
  }
  return {};
}

// Once all names are edited: rows as pieces of their own.
void InsertPlanner::cut_rows() {
  if (!context_.routed.insert || context_.routed.route.kind != RouteKind::insert_rows ||
      !statement_.assignments.empty()) {
    return;
  }
  InsertPlan& insert = *context_.routed.insert;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const ast::InsertRow& row = *rows_[i];
    Splicer splicer = context_.splicer;
    if (insert.key_value.kind == Source::Kind::position) {
      const ast::Expr* value = row.values[insert.key_value.position];
      splicer.replace(value->range, {key_op(value)});
    } else if (insert.key_value.kind == Source::Kind::generated) {
      SqlOps key;
      if (!row.values.empty()) key.push_back(text_op(", "));
      key.push_back(key_op(nullptr));
      splicer.insert(row.range.end - 1, std::move(key));
    }
    insert.rows[i].ops = splicer.ops(row.range);
  }
  Splicer splicer = context_.splicer;
  splicer.replace({statement_.rows.front().range.begin, statement_.rows.back().range.end},
                  {plain_op(SqlOp::Kind::rows)});
  if (insert.key_value.kind == Source::Kind::none) {
    context_.routed.scattered = splicer.whole();
  } else {
    context_.splicer = std::move(splicer);
  }
}

}  // namespace sluice::router
