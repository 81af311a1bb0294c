// SPDX-License-Identifier: Apache-2.0
// The printer behind print_tree(): everything that gives a node its meaning is on its line, so two
// statements that print alike mean the same. Recursion is bounded by kMaxTreeDepth.
#pragma once

#include <string>
#include <string_view>

#include "parser/print_tokens.h"

namespace sluice::parser {

class TreePrinter {
 public:
  explicit TreePrinter(const ParsedStatement& parsed) : parsed_(parsed) {}

  std::string print() {
    statement(*parsed_.statement);
    return std::move(out_);
  }

 private:
  // A line; what is printed while the returned object lives is indented below it.
  class Indent {
   public:
    explicit Indent(int& level) : level_(level) { ++level_; }
    ~Indent() { --level_; }
    Indent(const Indent&) = delete;
    Indent& operator=(const Indent&) = delete;

   private:
    int& level_;
  };
  [[nodiscard]] Indent line(std::string_view what) {
    leaf(what);
    return Indent(level_);
  }
  void leaf(std::string_view what) {
    out_.append(static_cast<std::size_t>(2 * level_), ' ');
    out_ += what;
    out_ += '\n';
  }

  // The tokens of a range, each apart, so that only they matter.
  std::string tokens(ast::TokenRange range) const {
    std::string text;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      text += ' ' + token_text(parsed_, {i, i + 1});
    }
    return text;
  }
  void part(std::string_view name, ast::TokenRange range) {
    if (!range.empty()) leaf(std::string(name) + tokens(range));
  }

  static std::string quoted(const ast::Identifier& name) {
    return name.empty() ? "" : '`' + std::string(name.text) + '`';
  }
  static std::string qualified(const ast::Identifier& schema, const ast::Identifier& table) {
    return schema.empty() ? quoted(table) : quoted(schema) + '.' + quoted(table);
  }
  static std::string name_of(const ast::TableName& name) {
    return qualified(name.schema, name.table);
  }
  static std::string list_of(ast::List<ast::Identifier> names) {
    std::string text;
    for (const ast::Identifier& name : names) text += ' ' + quoted(name);
    return names.empty() ? text : " (" + text.substr(1) + ')';
  }
  static std::string flag(bool set, std::string_view name) {
    return set ? ' ' + std::string(name) : std::string();
  }
  static std::string alias(const ast::Identifier& name) {
    return name.empty() ? std::string() : " as " + quoted(name);
  }

  void expr(std::string_view role, const ast::Expr* node);
  void expr(const ast::Expr& node);
  void simple(const ast::Expr& node);
  void predicate(const ast::Expr& node);
  void function(const ast::FunctionCall& node);
  void case_when(const ast::CaseWhen& node);
  void window(const std::string& role, const ast::WindowSpec& spec);
  void exprs(std::string_view role, ast::List<const ast::Expr*> list);
  void order(std::string_view role, ast::List<ast::OrderItem> list);
  void query(std::string_view role, const ast::QueryExpression* node);
  void with(const ast::WithClause* clause);
  void limit(const ast::Limit* clause);
  void body(const ast::QueryBody& node);
  void select(const ast::SelectBody& node);
  void items(std::string_view role, ast::List<ast::SelectItem> list);
  void table(const ast::TableRef& node);
  void base_table(const ast::BaseTable& node);
  void assignments(std::string_view role, ast::List<ast::Assignment> list);
  void statement(const ast::Statement& node);
  void insert(const ast::InsertStatement& node);
  void update(const ast::UpdateStatement& node);
  void erase(const ast::DeleteStatement& node);
  void set(const ast::SetStatement& node);
  void show(const ast::ShowStatement& node);
  void definition(const ast::Statement& node);
  void transaction(const ast::Statement& node);
  void other(const ast::OtherStatement& node);

  const ParsedStatement& parsed_;
  std::string out_;
  int level_ = 0;
};

std::string_view scope_name(ast::VariableScope scope);

}  // namespace sluice::parser
