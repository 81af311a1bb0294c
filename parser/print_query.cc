// SPDX-License-Identifier: Apache-2.0
// Queries and tables as SQL.
#include "parser/ast_names.h"
#include "parser/sql_printer.h"

namespace sluice::parser {

using namespace ast;

void SqlPrinter::in_parentheses(const QueryExpression& node) {
  out_ += " (";
  query(node);
  out_ += ')';
}

void SqlPrinter::with(const WithClause* clause) {
  if (clause == nullptr) return;
  word(clause->recursive ? "WITH RECURSIVE" : "WITH");
  list(clause->tables, [this](const CommonTable& item) {
    name(item.name);
    if (!item.columns.empty()) names(item.columns);
    word("AS");
    in_parentheses(*item.query);
    tokens(item.cycle);
  });
}

void SqlPrinter::query(const QueryExpression& node) {
  with(node.with);
  body(*node.body);
  order("ORDER BY", node.order_by);
  limit(node.limit);
  tokens(node.rows_examined);
  tokens(node.procedure);
  tokens(node.locking_range);
  tokens(node.into);
}

// Set operations stand side by side as they were written: parentheses would be nodes of their own.
void SqlPrinter::body(const QueryBody& node) {
  switch (node.kind) {
    case QueryBodyKind::select:
      return select(as<SelectBody>(node));
    case QueryBodyKind::set_operation: {
      const auto& set = as<SetOperation>(node);
      body(*set.left);
      word(spelling(set.op));
      if (set.all) word("ALL");
      return body(*set.right);
    }
    case QueryBodyKind::parenthesized:
      return in_parentheses(*as<ParenthesizedQuery>(node).query);
    case QueryBodyKind::values:
      word("VALUES");
      return list(as<ValuesBody>(node).rows, [this, &node](const List<const Expr*>& row) {
        // MySQL says ROW, MariaDB does not; the first row tells who speaks.
        const bool row_word =
            parsed_.tokens.tokens[node.range.begin + 1].kind != TokenKind::left_paren;
        out_ += row_word ? " ROW(" : " (";
        // VALUES (column) may be a function.
        const bool column = !row_word && row.size() == 1 && row[0]->kind == ExprKind::column;
        if (column) out_ += '(';
        exprs(row);
        out_ += column ? "))" : ")";
      });
    case QueryBodyKind::table:
      word("TABLE");
      return name(as<TableBody>(node).name);
  }
}

void SqlPrinter::select(const SelectBody& node) {
  tokens({node.range.begin, node.items[0].range.begin});  // with hints and options
  items(node.items);
  if (node.from != nullptr) from(*node.from);
  if (node.where != nullptr) {
    word("WHERE");
    expr(*node.where);
  }
  order("GROUP BY", node.group_by);
  if (node.with_rollup && !node.rollup_call) {
    tokens({node.group_by_range.end - 2, node.group_by_range.end});
  }
  if (node.having != nullptr) {
    word("HAVING");
    expr(*node.having);
  }
  if (node.windows.empty()) return;
  word("WINDOW");
  list(node.windows, [this](const NamedWindow& window) {
    name(window.name);
    word("AS");
    this->window(*window.spec);
  });
}

void SqlPrinter::items(List<SelectItem> items) {
  list(items, [this](const SelectItem& item) {
    expr(*item.expr);
    if (item.alias.empty()) return;
    word("AS");
    name(item.alias);
  });
}

void SqlPrinter::order(std::string_view keywords, List<OrderItem> items) {
  if (items.empty()) return;
  word(keywords);
  list(items, [this](const OrderItem& item) {
    expr(*item.expr);
    if (item.descending) word("DESC");
  });
}

void SqlPrinter::limit(const Limit* clause) {
  if (clause == nullptr) return;
  if (clause->fetch) return tokens(clause->range);
  word("LIMIT");
  if (clause->offset == nullptr) return expr(*clause->count);
  // In the order of the text, which numbers the parameters.
  const bool count_first = clause->count->range.begin < clause->offset->range.begin;
  expr(count_first ? *clause->count : *clause->offset);
  word(count_first ? "OFFSET" : ",");
  expr(count_first ? *clause->offset : *clause->count);
}

// ------------------------------------------------------------------------------------------ tables

void SqlPrinter::from(const TableRef& node) {
  word("FROM");
  if (const auto* several = try_as<TableRefList>(&node)) {
    return list(several->items, [this](const TableRef* item) { table(*item); });
  }
  table(node);
}

void SqlPrinter::table(const TableRef& node) {
  switch (node.kind) {
    case TableRefKind::base:
      return base_table(as<BaseTable>(node));
    case TableRefKind::derived:
      return derived_table(as<DerivedTable>(node));
    case TableRefKind::join:
      return join(as<Join>(node));
    case TableRefKind::list:
      out_ += " (";
      list(as<TableRefList>(node).items, [this](const TableRef* item) { table(*item); });
      out_ += ')';
      return;
    case TableRefKind::function:
      return tokens(node.range);
  }
}

// Joins group from the left; a join on the right needs parentheses.
void SqlPrinter::join(const Join& node) {
  table(*node.left);
  if (node.natural) word("NATURAL");
  word(spelling(node.join));
  const bool nested = node.right->kind == TableRefKind::join;
  if (nested) out_ += " (";
  table(*node.right);
  if (nested) out_ += ')';
  if (node.on != nullptr) {
    word("ON");
    expr(*node.on);
  } else if (!node.using_columns.empty()) {
    word("USING");
    names(node.using_columns);
  }
}

void SqlPrinter::base_table(const BaseTable& node) {
  name(node.name);
  // MySQL's DELETE has the partitions behind the alias.
  const bool alias_first = !node.alias.empty() && node.partitions.begin > node.alias.token;
  if (!alias_first) tokens(node.partitions);
  tokens(node.temporal);
  if (!node.alias.empty()) {
    word("AS");
    name(node.alias);
  }
  if (alias_first) tokens(node.partitions);
  tokens(node.index_hints);
}

void SqlPrinter::derived_table(const DerivedTable& node) {
  if (node.lateral) word("LATERAL");
  in_parentheses(*node.query);
  if (!node.alias.empty()) {
    word("AS");
    name(node.alias);
  }
  if (!node.columns.empty()) names(node.columns);
}

}  // namespace sluice::parser
