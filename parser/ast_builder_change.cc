// SPDX-License-Identifier: Apache-2.0
// INSERT, REPLACE, UPDATE, DELETE.
#include <algorithm>

#include "parser/ast_builder.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

List<Assignment> AstBuilder::assignments(const std::vector<Grammar::AssignmentContext*>& contexts) {
  const auto list = out_.arena->make_array<Assignment>(contexts.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i].column = column(contexts[i]->column);
    list[i].value = expression(contexts[i]->value, {.plain_default = true});
    list[i].range = range(contexts[i]);
  }
  return list;
}

List<InsertRow> AstBuilder::insert_rows(const std::vector<Grammar::ValuesRowContext*>& contexts) {
  const auto list = out_.arena->make_array<InsertRow>(contexts.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto& values = contexts[i]->values;
    const auto row = out_.arena->make_array<const Expr*>(values.size());
    for (std::size_t k = 0; k < row.size(); ++k) {
      row[k] = expression(values[k], {.plain_default = true});
    }
    const bool row_word = first_of(contexts[i])->type == Kind::row_function;
    if (row_word) only_mysql(first_of(contexts[i]));
    if (row_word != (first_of(contexts[0])->type == Kind::row_function))
      fail(first_of(contexts[i]));
    list[i].values = row;
    list[i].range = range(contexts[i]);
  }
  return list;
}

const Statement* AstBuilder::insert(Grammar::InsertStatementContext* context) {
  auto* node = make_statement<InsertStatement>(context, StatementKind::insert);
  node->replace = first_of(context)->type == Kind::kw_replace;
  for (const SqlToken* at = first_of(context) + 1; at != first_of(context->table); ++at) {
    if (at->type == Kind::kw_ignore) node->ignore = true;
    if (at->type != Kind::kw_ignore && at->type != Kind::kw_into) node->delayed_or_priority = true;
    if (node->replace && (at->type == Kind::kw_ignore || at->type == Kind::kw_high_priority)) {
      fail(at);
    }
  }
  node->table = table_name(context->table);
  check_created_name(last_of(context->table));
  if (context->close != nullptr && !context->assignments.empty()) {
    fail(first_of(context->assignments[0]) - 1);
  }
  if (context->partitions != nullptr) {
    node->partitions = range(first_of(context->partitions) - 2, last_of(context->partitions) + 1);
  }
  if (context->close != nullptr) {
    node->has_columns = true;
    node->columns_end = static_cast<const SqlToken*>(context->close)->index;
    const auto columns = out_.arena->make_array<Identifier>(context->columns.size());
    std::transform(context->columns.begin(), context->columns.end(), columns.begin(),
                   [this](Grammar::ColumnNameContext* name) { return column(name)->column; });
    node->columns = columns;
  }
  node->rows = insert_rows(context->rows);
  if (!context->order.empty()) {
    const SqlToken* order_by = first_of(context->order[0]) - 2;
    if (!out_.options.mariadb) fail(order_by);
    only_mariadb(order_by);
    order(context->order);
    unrouted_ = "ORDER BY behind the rows of an INSERT";
  }
  if (context->limit != nullptr) {
    if (!out_.options.mariadb) fail(first_of(context->limit));
    only_mariadb(first_of(context->limit));
    limit(context->limit, nullptr);
    unrouted_ = "LIMIT behind the rows of an INSERT";
  }
  node->assignments = assignments(context->assignments);
  if (context->query != nullptr) node->query = query(context->query);
  if (context->alias != nullptr) {
    only_mysql(first_of(context->alias));
    node->row_alias = identifier(context->alias->alias);
    node->row_alias_columns = identifiers(context->alias->columns);
  }
  if (node->replace && context->alias != nullptr) fail(first_of(context->alias));
  if (node->replace && !context->duplicate.empty()) fail(first_of(context->duplicate[0]) - 4);
  on_duplicate_ = true;
  node->on_duplicate = assignments(context->duplicate);
  on_duplicate_ = false;
  if (context->returning != nullptr) {
    only_mariadb(first_of(context->returning));
    node->returning = range(context->returning);
    node->returning_items = select_items(context->returning->items);
  }
  return node;
}

const Statement* AstBuilder::change(Grammar::ChangeStatementContext* context) {
  const WithClause* tables = nullptr;
  if (context->with != nullptr) only_mysql(first_of(context));
  if (context->with != nullptr) tables = with(first_of(context), context->with);
  Statement* node = nullptr;
  if (context->update != nullptr) {
    node = update(context->update, tables);
  } else {
    node = erase(context->erase, tables);
  }
  node->range = range(context);
  return node;
}

// A number of rows, and nothing to skip.
const Limit* AstBuilder::rows_limit(Grammar::LimitClauseContext* context) {
  if (context == nullptr) return nullptr;
  if (context->values.size() > 1) fail(last_of(context->values[0]) + 1);
  if (first_of(context)->type != Kind::kw_limit) fail(first_of(context));
  return limit(context, nullptr);
}

Statement* AstBuilder::update(Grammar::UpdateStatementContext* context, const WithClause* with) {
  auto* node = make_statement<UpdateStatement>(context, StatementKind::update);
  node->with = with;
  const SqlToken* behind = first_of(context) + 1;
  node->ignore = behind->type == Kind::kw_ignore || (behind + 1)->type == Kind::kw_ignore;
  node->tables = tables(context->tables);
  node->assignments = assignments(context->assignments);
  if (context->where != nullptr) node->where = expression(context->where);
  node->order_by = order(context->order);
  node->limit = rows_limit(context->limit);
  return node;
}

namespace {

// `t.*` in the list of what is deleted from.
bool has_star(const Grammar::DeleteTargetContext* target) {
  return static_cast<const SqlToken*>(target->stop)->type == Kind::star;
}

}  // namespace

Statement* AstBuilder::erase(Grammar::DeleteStatementContext* context, const WithClause* with) {
  auto* node = make_statement<DeleteStatement>(context, StatementKind::delete_from);
  node->with = with;
  for (const SqlToken* at = first_of(context); at != first_of(context->targets[0]); ++at) {
    if (at->type == Kind::kw_ignore) node->ignore = true;
  }
  node->multi_table = context->tables != nullptr;
  // MariaDB's DELETE HISTORY FROM t.
  const SqlToken* word = first_of(context) + 1;
  if (is_word(word, "HISTORY") && (word + 1)->type == Kind::kw_from) only_mysql(word);
  if (node->multi_table) {
    const auto targets = out_.arena->make_array<TableName>(context->targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const SqlToken* first = first_of(context->targets[i]);
      const SqlToken* last = last_of(context->targets[i]);
      if (first->type == Kind::dot) fail(first);
      if (has_star(context->targets[i])) last -= 2;
      targets[i].table = identifier(last);
      if (last != first) targets[i].schema = identifier(first);
      targets[i].range = range(first, last);
    }
    node->targets = targets;
    node->from = tables(context->tables);
    if (!context->order.empty()) fail(first_of(context->order[0]) - 2);
    if (context->limit != nullptr) fail(first_of(context->limit));
    if (context->returning != nullptr) fail(first_of(context->returning));
  } else {
    node->from = delete_table(context);
  }
  if (context->where != nullptr) node->where = expression(context->where);
  node->order_by = order(context->order);
  node->limit = rows_limit(context->limit);
  if (context->returning != nullptr) {
    only_mariadb(first_of(context->returning));
    node->returning = range(context->returning);
    node->returning_items = select_items(context->returning->items);
  }
  return node;
}

// The one table of DELETE FROM t [PARTITION (..)] [FOR PORTION OF ..] [AS alias].
const TableRef* AstBuilder::delete_table(Grammar::DeleteStatementContext* context) {
  Grammar::DeleteTargetContext* target = context->targets[0];
  if (context->targets.size() > 1) fail(last_of(context->targets.back()) + 1);
  if (has_star(target)) fail(last_of(target) + 1);
  const SqlToken* first = first_of(target);
  const SqlToken* last = last_of(target);
  auto* node = out_.arena->make<BaseTable>();
  node->kind = BaseTable::kKind;
  node->name.table = identifier(last);
  if (first->type == Kind::dot) only_mariadb(first);
  if (last - first == 2) node->name.schema = identifier(first);
  node->name.range = range(first, last);
  if (context->partitions != nullptr) {
    last = last_of(context->partitions) + 1;
    node->partitions = range(first_of(context->partitions) - 2, last);
  }
  if (context->temporal != nullptr) {
    check_period(context->temporal);
    last = last_of(context->temporal);
    node->temporal = range(context->temporal);
  }
  if (context->alias != nullptr) {
    last = std::max(last, last_of(context->alias));
    node->alias = identifier(context->alias);
    only_mysql(first_of(context->alias));
  }
  node->range = range(first, last);
  return node;
}

}  // namespace sluice::parser
