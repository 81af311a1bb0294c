// SPDX-License-Identifier: Apache-2.0
// The printer behind print_sql(). Names, literals and what the tree keeps as tokens come from the
// source text, everything else from the nodes; parentheses stand where precedence asks for them and
// nowhere else, except between equals in chains of AND and OR, whose grouping the tree fixes.
// Recursion is bounded by ast::kMaxTreeDepth.
#pragma once

#include <string>
#include <string_view>

#include "parser/parse.h"

namespace sluice::parser {

class SqlPrinter {
 public:
  explicit SqlPrinter(const ParsedStatement& parsed) : parsed_(parsed) {}

  void statement(const ast::Statement& node);
  std::string take() { return std::move(out_); }

 private:
  // print_sql.cc: statements and text
  void insert(const ast::InsertStatement& node);
  void update(const ast::UpdateStatement& node);
  void erase(const ast::DeleteStatement& node);
  void assignments(ast::List<ast::Assignment> list);
  void returning(ast::List<ast::SelectItem> list);
  std::uint32_t verb(std::uint32_t token);
  void word(std::string_view text);
  void tokens(ast::TokenRange range);
  void name(const ast::Identifier& name);
  void name(const ast::TableName& name);
  void names(ast::List<ast::Identifier> list);
  template <class Item, class Print>
  void list(ast::List<Item> items, Print print) {
    std::string_view comma;
    for (const Item& item : items) {
      out_ += comma;
      print(item);
      comma = ",";
    }
  }

  // print_query.cc
  void query(const ast::QueryExpression& node);
  void in_parentheses(const ast::QueryExpression& node);
  void with(const ast::WithClause* clause);
  void body(const ast::QueryBody& node);
  void select(const ast::SelectBody& node);
  void items(ast::List<ast::SelectItem> list);
  void order(std::string_view keywords, ast::List<ast::OrderItem> list);
  void limit(const ast::Limit* clause);
  void from(const ast::TableRef& node);
  void table(const ast::TableRef& node);
  void join(const ast::Join& node);
  void base_table(const ast::BaseTable& node);
  void derived_table(const ast::DerivedTable& node);

  // print_expression.cc; `level` as in precedence.h: what binds less gets parentheses
  void expr(const ast::Expr& node, int level = 0);
  void bare(const ast::Expr& node);
  void exprs(ast::List<const ast::Expr*> list);
  void binary(const ast::Binary& node);
  void unary(const ast::Unary& node);
  void predicate(const ast::Expr& node);
  void function(const ast::FunctionCall& node);
  void window(const ast::WindowSpec& spec);
  void case_when(const ast::CaseWhen& node);
  void cast(const ast::Cast& node);
  void match(const ast::Match& node);
  void with_query(const ast::Expr& node);

  const ParsedStatement& parsed_;
  std::string out_;
};

}  // namespace sluice::parser
