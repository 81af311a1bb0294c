// SPDX-License-Identifier: Apache-2.0
// Queries: SELECT, VALUES, TABLE and their set operations.
#include <algorithm>

#include "parser/ast_builder.h"
#include "parser/kind_sets.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

namespace {

SetOp set_op_of(const SqlToken* token) {
  switch (token->type) {
    case Kind::kw_except:
      return SetOp::except_op;
    case Kind::kw_intersect:
      return SetOp::intersect_op;
    default:
      return SetOp::union_op;
  }
}

// Order by precedence: INTERSECT before the others.
bool binds_tighter(SetOp op) {
  return op == SetOp::intersect_op;
}

}  // namespace

const QueryExpression* AstBuilder::query(Grammar::QueryExpressionContext* context) {
  const Recursion guard(*this);
  auto* node = out_.arena->make<QueryExpression>();
  node->range = range(context);
  if (context->with != nullptr) node->with = with(first_of(context->with), context->with->tables);

  early_into_ = {};
  node->body = body(context);
  node->into = early_into_;
  early_into_ = {};
  for (std::size_t i = 0; i + 1 < context->terms.size(); ++i) {
    if (context->terms[i]->into == nullptr) continue;
    if (out_.options.mariadb) fail(first_of(context->terms[i]->into) - 1);
    only_mysql(first_of(context->terms[i]->into));
    unrouted_ = "INTO before a set operation";
  }
  node->order_by = order(context->order);
  if (!context->order.empty()) {
    node->order_by_range = range(first_of(context->order[0]) - 2, last_of(context->order.back()));
  }
  if (context->limit != nullptr) node->limit = limit(context->limit, &node->rows_examined);
  if (!context->procedures.empty()) {
    Grammar::ProcedureClauseContext* procedure = context->procedures[0];
    only_mariadb(first_of(procedure));
    check_created_name(first_of(procedure->procedure));
    expressions(procedure->items);
    node->procedure = range(procedure);
    check_procedure(context, !node->into.empty());
  }
  for (const Grammar::LockingClauseContext* lock : context->locks) {
    // Only FOR UPDATE and LOCK IN SHARE MODE may WAIT for seconds.
    const bool share = (first_of(lock) + 1)->type == Kind::kw_share;
    if (first_of(lock)->type == Kind::kw_for && share) only_mysql(first_of(lock) + 1);
    if (first_of(lock)->type == Kind::kw_lock && lock->wait != nullptr) {
      only_mariadb(first_of(lock->wait));
    }
    const bool waits = lock->wait != nullptr && lock->wait->seconds != nullptr;
    if (share && waits) fail(first_of(lock->wait));
    if (waits) only_mariadb(first_of(lock->wait));
    if ((first_of(lock) + 2)->type == Kind::kw_of) only_mysql(first_of(lock) + 2);
  }
  if (context->locks.size() > 1) only_mysql(first_of(context->locks[1]));
  if (!context->locks.empty()) {
    const bool update = (first_of(context->locks[0]) + 1)->type == Kind::kw_update;
    node->locking = update ? Locking::for_update : Locking::for_share;
    node->locking_range = range(first_of(context->locks[0]), last_of(context->locks.back()));
  }
  if (!context->into.empty()) {
    const SqlToken* into = first_of(context->into.back()) - 1;
    // MySQL has one behind the items, and another one at the end.
    const SqlToken* first_into = first_of(context->into[0]) - 1;
    const Grammar::QueryTermContext* term = context->terms[0];
    const bool twice = context->into.size() == 2 && node->into.empty() &&
                       context->terms.size() == 1 && !term->items.empty() &&
                       first_into == last_of(term->items.back()) + 1;
    const bool several = context->into.size() > 1 || !node->into.empty();
    if (several && out_.options.mariadb) fail(into);
    if (context->into.size() > 1 && !twice) fail(into);
    if (several) {
      only_mysql(into);
      unrouted_ = "INTO twice";
    }
    for (const Grammar::LockingClauseContext* lock : context->locks) {
      if (first_of(lock) > into && first_of(context->locks[0]) < into) fail(first_of(lock));
    }
    node->into = range(first_of(context->into[0]) - 1, last_of(context->into[0]));
  }

  raise(node, node->body);
  raise_order(node, node->order_by);
  if (node->with != nullptr) {
    for (const CommonTable& table : node->with->tables) raise(node, table.query);
  }
  return node;
}

// One PROCEDURE, and no INTO beside it.
void AstBuilder::check_procedure(Grammar::QueryExpressionContext* context, bool into_early) {
  const SqlToken* procedure = first_of(context->procedures[0]);
  if (context->procedures.size() > 1) fail(first_of(context->procedures[1]));
  if (into_early) fail(procedure);
  if (!context->into.empty()) fail(std::max(procedure, first_of(context->into[0]) - 1));
}

const WithClause* AstBuilder::with(const SqlToken* begin, Grammar::CommonTablesContext* context) {
  auto* node = out_.arena->make<WithClause>();
  node->recursive = (begin + 1)->type == Kind::kw_recursive;
  const auto tables = out_.arena->make_array<CommonTable>(context->items.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Grammar::CommonTableContext* item = context->items[i];
    tables[i].name = identifier(item->table);
    tables[i].columns = identifiers(item->columns);
    tables[i].query = query(item->query);
    if (item->cycle != nullptr && !node->recursive) fail(first_of(item->cycle));
    if (item->cycle != nullptr) only_mariadb(first_of(item->cycle));
    if (item->cycle != nullptr) tables[i].cycle = range(item->cycle);
  }
  node->tables = tables;
  node->range = range(begin, last_of(context));
  return node;
}

// ----------------------------------------------------------------------------------- set
// operations

// Runs of INTERSECT first, then UNION and EXCEPT from the left.
const QueryBody* AstBuilder::body(Grammar::QueryExpressionContext* context) {
  const auto& operators = context->operators;
  std::vector<const QueryBody*> terms;
  std::vector<Grammar::SetOperatorContext*> looser;
  for (std::size_t i = 0; i < context->terms.size();) {
    std::size_t end = i;
    while (end < operators.size() && binds_tighter(set_op_of(first_of(operators[end])))) ++end;
    std::vector<const QueryBody*> run;
    for (std::size_t k = i; k <= end; ++k) run.push_back(term(context->terms[k]));
    terms.push_back(combine(run, std::span(operators).subspan(i, end - i)));
    if (end < operators.size()) looser.push_back(operators[end]);
    i = end + 1;
  }
  return combine(terms, looser);
}

// From the left; a run of one associative operator becomes a balanced tree, for it may be long.
const QueryBody* AstBuilder::combine(std::span<const QueryBody* const> terms,
                                     std::span<Grammar::SetOperatorContext* const> operators) {
  const QueryBody* left = terms[0];
  const auto all_of = [](Grammar::SetOperatorContext* op) {
    return last_of(op)->type == Kind::kw_all;
  };
  for (std::size_t i = 0; i < operators.size();) {
    const SetOp op = set_op_of(first_of(operators[i]));
    const bool all = all_of(operators[i]);
    std::size_t end = i + 1;
    while (op != SetOp::except_op && end < operators.size() &&
           set_op_of(first_of(operators[end])) == op && all_of(operators[end]) == all) {
      ++end;
    }
    std::vector<const QueryBody*> run{left};
    run.insert(run.end(), terms.begin() + static_cast<std::ptrdiff_t>(i) + 1,
               terms.begin() + static_cast<std::ptrdiff_t>(end) + 1);
    left = balanced(op, all, run);
    i = end;
  }
  return left;
}

const QueryBody* AstBuilder::balanced(SetOp op, bool all, std::span<const QueryBody* const> terms) {
  if (terms.size() == 1) return terms[0];
  const std::size_t middle = (terms.size() + 1) / 2;
  return set_operation(op, all, balanced(op, all, terms.first(middle)),
                       balanced(op, all, terms.subspan(middle)));
}

const QueryBody* AstBuilder::set_operation(SetOp op, bool all, const QueryBody* left,
                                           const QueryBody* right) {
  auto* node = out_.arena->make<SetOperation>();
  node->kind = SetOperation::kKind;
  node->range = {left->range.begin, right->range.end};
  node->op = op;
  node->all = all;
  node->left = left;
  node->right = right;
  raise(node, left);
  raise(node, right);
  return node;
}

// ----------------------------------------------------------------------------------------------
// terms

const QueryBody* AstBuilder::term(Grammar::QueryTermContext* context) {
  switch (first_of(context)->type) {
    case Kind::kw_select:
      return select(context);
    case Kind::query_paren: {
      auto* node = make<ParenthesizedQuery>(first_of(context), last_of(context));
      const TokenRange outer_into = early_into_;
      node->query = query(context->query);
      early_into_ = outer_into;
      if (!node->query->into.empty()) only_mysql(last_of(context));
      raise(node, node->query);
      return node;
    }
    case Kind::values_query:
      return values_body(context);
    default: {
      only_mysql(first_of(context));
      auto* node = make<TableBody>(first_of(context), last_of(context));
      node->name = table_name(context->table);
      return node;
    }
  }
}

namespace {

SelectOptions options_of(const std::vector<Grammar::SelectOptionContext*>& contexts) {
  SelectOptions options;
  for (const Grammar::SelectOptionContext* option : contexts) {
    switch (static_cast<const SqlToken*>(option->start)->type) {
      case Kind::kw_distinct:
      case Kind::kw_distinctrow:
      case Kind::kw_unique:
        options.distinct = true;
        break;
      case Kind::kw_sql_calc_found_rows:
        options.calc_found_rows = true;
        break;
      case Kind::kw_all:
        break;
      default:
        options.other = true;
    }
  }
  return options;
}

}  // namespace

// GROUP BY ROLLUP (a, b): to MySQL the only place of such a call, to MariaDB a function's like any.
bool AstBuilder::calls_rollup(const std::vector<Grammar::OrderItemContext*>& groups) const {
  if (out_.options.mariadb || groups.size() != 1) return false;
  const SqlToken* word = first_of(groups[0]);
  return (is_word(word, "ROLLUP") || is_word(word, "CUBE")) && (word + 1)->type == Kind::left_paren;
}

const QueryBody* AstBuilder::select(Grammar::QueryTermContext* context) {
  auto* node = make<SelectBody>(first_of(context), last_of(context));
  node->options = options_of(context->options);
  for (const Grammar::SelectOptionContext* option : context->options) {
    const Kind kind = first_of(option)->type;
    if (kind == Kind::kw_unique || kind == Kind::kw_sql_cache) only_mariadb(first_of(option));
  }
  node->items = select_items(context->items);
  node->items_end = (last_of(context->items.back()) + 1)->index;
  if (context->from != nullptr) node->from = tables(context->from);
  if (context->where != nullptr) node->where = expression(context->where);
  node->rollup_call = calls_rollup(context->groups);
  if (node->rollup_call) group_call_ = first_of(context->groups[0]);
  node->group_by = order(context->groups);
  group_call_ = nullptr;
  for (const Grammar::OrderItemContext* item : context->groups) {
    if (one_of(last_of(item)->type, Kind::kw_asc, Kind::kw_desc)) only_mariadb(last_of(item));
  }
  if (!context->groups.empty()) {
    node->with_rollup = context->rollup != nullptr;
    if (node->with_rollup) {
      const auto* rollup = static_cast<const SqlToken*>(context->rollup);
      if (is_word(rollup + 1, "CUBE")) only_mariadb(rollup);
    }
    const SqlToken* last = last_of(context->groups.back()) + (node->with_rollup ? 2 : 0);
    node->group_by_range = range(first_of(context->groups[0]) - 2, last);
    node->with_rollup |= node->rollup_call;
  }
  if (context->having != nullptr) {
    node->having = expression(context->having);
    node->having_range = range(first_of(context->having) - 1, last_of(context->having));
  }
  if (context->qualify != nullptr) {
    expression(context->qualify);
    unrouted_ = "QUALIFY";
  }
  const auto windows = out_.arena->make_array<NamedWindow>(context->windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    windows[i] = {identifier(context->windows[i]->window), window(context->windows[i]->spec)};
    raise(node, windows[i].spec->partition_by);
    raise_order(node, windows[i].spec->order_by);
  }
  node->windows = windows;
  // To MariaDB WINDOW is an alias where an item of the list may have one.
  const Grammar::SelectItemContext* last_item = context->items.back();
  const bool may_be_alias = context->from == nullptr && last_item->value != nullptr &&
                            last_of(last_item) == last_of(last_item->value);
  if (!context->windows.empty() && may_be_alias) only_mysql(first_of(context->windows[0]) - 1);
  // Noted last, so that no subquery has reset it.
  if (context->into != nullptr) {
    early_into_ = range(first_of(context->into) - 1, last_of(context->into));
  }
  for (const SelectItem& item : node->items) raise(node, item.expr);
  raise(node, node->from);
  raise(node, node->where);
  raise_order(node, node->group_by);
  raise(node, node->having);
  return node;
}

List<SelectItem> AstBuilder::select_items(
    const std::vector<Grammar::SelectItemContext*>& contexts) {
  const auto list = out_.arena->make_array<SelectItem>(contexts.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    Grammar::SelectItemContext* item = contexts[i];
    list[i].range = range(item);
    if (item->value == nullptr) {
      // The star of all columns stands in front of everything else.
      if (i > 0) fail(first_of(item));
      list[i].expr = make<Star>(first_of(item), first_of(item));
      continue;
    }
    list[i].expr = expression(item->value, {.star = true});
    if (last_of(item) == last_of(item->value)) continue;
    if (list[i].expr->kind == ExprKind::star) fail(last_of(item->value) + 1);
    list[i].alias = identifier(last_of(item));
  }
  return list;
}

const QueryBody* AstBuilder::values_body(Grammar::QueryTermContext* context) {
  auto* node = make<ValuesBody>(first_of(context), last_of(context));
  const auto rows = out_.arena->make_array<List<const Expr*>>(context->rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto values = out_.arena->make_array<const Expr*>(context->rows[i]->values.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
      values[k] = expression(context->rows[i]->values[k], {.plain_default = true});
    }
    // ROW before every row or before none.
    const bool row_word = first_of(context->rows[i])->type == Kind::row_function;
    if (row_word != (first_of(context->rows[0])->type == Kind::row_function)) {
      fail(first_of(context->rows[i]));
    }
    rows[i] = values;
    raise(node, rows[i]);
    const SqlToken* row = first_of(context->rows[i]);
    row_word ? only_mysql(row) : only_mariadb(row);
  }
  node->rows = rows;
  return node;
}

// ----------------------------------------------------------------------------------------------
// LIMIT

const Expr* AstBuilder::limit_value(Grammar::LimitValueContext* context) {
  const SqlToken* token = first_of(context);
  if (token->type == Kind::integer) return literal(LiteralKind::integer, token, token);
  if (token->type == Kind::parameter) return parameter(token);
  return column(token, token);
}

// Null for LIMIT ROWS EXAMINED alone, which limits nothing that is returned.
const Limit* AstBuilder::limit(Grammar::LimitClauseContext* context, TokenRange* rows_examined) {
  const auto& values = context->values;
  const SqlToken* last = last_of(context);
  if (context->examined != nullptr) {
    only_mariadb(first_of(context->examined));
    if (rows_examined == nullptr) fail(first_of(context->examined));
    const bool alone = values.empty();
    *rows_examined = range(alone ? first_of(context) : first_of(context->examined), last);
    if (alone) return nullptr;
    last = first_of(context->examined) - 1;
  }
  auto* node = out_.arena->make<Limit>();
  node->range = range(first_of(context), last);
  if (first_of(context)->type != Kind::kw_limit) {
    only_mariadb(first_of(context));
    node->fetch = true;
    if (!values.empty()) node->offset = limit_value(values[0]);
    if (context->fetch != nullptr) {
      node->one_row = context->fetch->count == nullptr;
      node->with_ties = last->type == Kind::kw_ties;
      if (!node->one_row) node->count = limit_value(context->fetch->count);
    }
    return node;
  }
  node->count = limit_value(values[0]);
  if (values.size() == 1) return node;
  node->offset = limit_value(values[1]);
  if ((last_of(values[0]) + 1)->type == Kind::comma) std::swap(node->count, node->offset);
  return node;
}

}  // namespace sluice::parser
