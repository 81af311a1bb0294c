// SPDX-License-Identifier: Apache-2.0
// The recursive-descent parser behind parse.h. It works on the characters, so that Groovy in ${...}
// and "..." may nest freely, down to a bounded depth. A method that returns nothing has failed and
// left a problem().
// Thread rule: one use, one thread.
#pragma once

#include <optional>

#include "config/expression/parse.h"

namespace sluice::config::expression {

class Parser {
 public:
  // Column names are collected in `columns`; null: they are refused.
  Parser(std::string_view text, std::vector<std::string>* columns)
      : text_(text), columns_(columns) {}

  // Text and ${...} up to the character `end`, to a top-level comma (if `end` is ',') or to the end
  // of the text; stops before it.
  std::optional<std::vector<Node>> parts(char end);

  bool at_end() const { return at_ >= text_.size(); }
  void skip_character() { ++at_; }
  void skip_blanks();
  const SyntaxProblem& problem() const { return problem_; }

 private:
  std::optional<Node> embedded();  // behind "${", up to and with "}"
  std::optional<Node> expression();
  std::optional<Node> binary(int lowest_precedence);
  std::optional<Node> unary();
  std::optional<Node> prefix();
  std::optional<Node> postfix();
  std::optional<Node> primary();
  std::optional<Node> number();
  std::optional<Node> quoted();
  std::optional<Node> interpolated();
  std::optional<Node> list();
  std::optional<Node> named();
  std::optional<Node> name(std::string_view name);
  std::optional<Node> member(std::optional<Node> receiver, std::string_view owner);
  std::optional<Node> closure(Node receiver);
  bool arguments(std::vector<Node>& into, char end);

  std::optional<Node> make(NodeKind kind, std::vector<Node> children);
  std::string_view identifier();
  bool escape(std::string& into);
  bool accept(std::string_view symbol);  // after blanks
  bool expect(char symbol);
  char peek(std::size_t offset = 0) const;
  std::nullopt_t fail(std::string message);

  std::string_view text_;
  std::vector<std::string>* columns_;
  std::vector<std::string> parameters_;  // of the closures around, outermost first
  std::size_t at_ = 0;
  int nesting_ = 0;
  SyntaxProblem problem_{0, ""};
};

}  // namespace sluice::config::expression
