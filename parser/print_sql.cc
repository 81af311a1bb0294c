// SPDX-License-Identifier: Apache-2.0
#include "parser/print_sql.h"

#include "parser/keyword_table.h"
#include "parser/kind_traits.h"
#include "parser/print_tokens.h"
#include "parser/sql_printer.h"

namespace sluice::parser {

using namespace ast;

// -------------------------------------------------------------------------------------------- text

// With a space before it where two things would become one.
void SqlPrinter::word(std::string_view text) {
  if (!out_.empty() && out_.back() != '(') out_ += ' ';
  out_ += text;
}

void SqlPrinter::tokens(TokenRange range) {
  if (!range.empty()) word(token_text(parsed_, range));
}

// A word behind a dot is a name, whatever it is elsewhere. A name may be empty, too.
void SqlPrinter::name(const Identifier& name) {
  if (name.empty() && name.token == 0) return;
  const auto& tokens = parsed_.tokens.tokens;
  const bool dotted = name.token > 0 && tokens[name.token - 1].kind == TokenKind::dot;
  const Token& token = tokens[name.token];
  const char* written = parsed_.sql.data() + token.offset;
  const char* end = parsed_.sql.data() + parsed_.sql.size();
  const bool digit = *written >= '0' && *written <= '9';
  const bool keyword = kKeywords.find(written, token.length, end) != TokenKind::identifier;
  if (dotted && (digit || keyword)) {
    return word('`' + std::string(name.text) + '`');
  }
  this->tokens({name.token, name.token + 1});
}

void SqlPrinter::name(const TableName& name) {
  tokens(name.range);
}

void SqlPrinter::names(List<Identifier> items) {
  out_ += " (";
  list(items, [this](const Identifier& item) { name(item); });
  out_ += ')';
}

// -------------------------------------------------------------------------------------- statements

// The statement's first word with the hints and options behind it; gives the token behind them.
std::uint32_t SqlPrinter::verb(std::uint32_t token) {
  std::uint32_t end = token + 1;
  const auto option = [](TokenKind kind) {
    return kKinds[kind].is_hint || kind == TokenKind::kw_low_priority ||
           kind == TokenKind::kw_high_priority || kind == TokenKind::kw_delayed ||
           kind == TokenKind::kw_quick || kind == TokenKind::kw_ignore ||
           kind == TokenKind::kw_into;
  };
  while (option(parsed_.tokens.tokens[end].kind)) ++end;
  tokens({token, end});
  return end;
}

void SqlPrinter::assignments(List<Assignment> items) {
  list(items, [this](const Assignment& item) {
    expr(*item.column);
    word("=");
    expr(*item.value);
  });
}

void SqlPrinter::returning(List<SelectItem> list) {
  if (list.empty()) return;
  word("RETURNING");
  items(list);
}

void SqlPrinter::insert(const InsertStatement& node) {
  tokens({node.range.begin, node.table.range.begin});
  name(node.table);
  tokens(node.partitions);
  if (node.has_columns) names(node.columns);
  if (node.query != nullptr) {
    query(*node.query);
  } else if (!node.assignments.empty()) {
    word("SET");
    assignments(node.assignments);
  } else {
    word("VALUES");
    list(node.rows, [this](const InsertRow& row) {
      const bool row_word = parsed_.tokens.tokens[row.range.begin].kind != TokenKind::left_paren;
      out_ += row_word ? " ROW(" : " (";
      exprs(row.values);
      out_ += ')';
    });
  }
  if (!node.row_alias.empty()) {
    word("AS");
    name(node.row_alias);
    if (!node.row_alias_columns.empty()) names(node.row_alias_columns);
  }
  if (!node.on_duplicate.empty()) {
    word("ON DUPLICATE KEY UPDATE");
    assignments(node.on_duplicate);
  }
  returning(node.returning_items);
}

void SqlPrinter::update(const UpdateStatement& node) {
  with(node.with);
  verb(node.with == nullptr ? node.range.begin : node.with->range.end);
  if (const auto* several = try_as<TableRefList>(node.tables)) {
    list(several->items, [this](const TableRef* item) { table(*item); });
  } else {
    table(*node.tables);
  }
  word("SET");
  assignments(node.assignments);
  if (node.where != nullptr) {
    word("WHERE");
    expr(*node.where);
  }
  order("ORDER BY", node.order_by);
  limit(node.limit);
}

void SqlPrinter::erase(const DeleteStatement& node) {
  with(node.with);
  verb(node.with == nullptr ? node.range.begin : node.with->range.end);
  if (node.multi_table) {
    list(node.targets, [this](const TableName& target) { name(target); });
  }
  from(*node.from);
  if (node.where != nullptr) {
    word("WHERE");
    expr(*node.where);
  }
  order("ORDER BY", node.order_by);
  limit(node.limit);
  returning(node.returning_items);
}

// What is not a query or a change of rows is kept as tokens.
void SqlPrinter::statement(const Statement& node) {
  switch (node.kind) {
    case StatementKind::select:
      return query(*as<SelectStatement>(node).query);
    case StatementKind::insert:
      return insert(as<InsertStatement>(node));
    case StatementKind::update:
      return update(as<UpdateStatement>(node));
    case StatementKind::delete_from:
      return erase(as<DeleteStatement>(node));
    case StatementKind::explain:
    case StatementKind::explain_route:
    case StatementKind::preview: {
      const auto& explain = static_cast<const ExplainStatement&>(node);
      word(node.kind == StatementKind::explain         ? "EXPLAIN"
           : node.kind == StatementKind::explain_route ? "EXPLAIN ROUTE"
                                                       : "PREVIEW");
      tokens(explain.options);
      return statement(*explain.statement);
    }
    default:
      return tokens(node.range);
  }
}

std::string print_sql(const ParsedStatement& parsed) {
  SqlPrinter printer(parsed);
  printer.statement(*parsed.statement);
  return printer.take();
}

}  // namespace sluice::parser
