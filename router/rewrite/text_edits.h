// SPDX-License-Identifier: Apache-2.0
// Edits of a statement's text that is parsed again afterwards: a view's query, and a statement with
// the queries of its views in it. Units' texts are made by the Splicer instead.
//
// Ownership: keeps views into the parsed statement. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parser/parse.h"

namespace sluice::router {

class TextEdits {
 public:
  explicit TextEdits(const parser::ParsedStatement& parsed) : parsed_(parsed) {}

  // The text of a range, which is not empty, becomes `text`. Ranges do not overlap.
  void replace(parser::ast::TokenRange range, std::string text);
  // Behind a range that is not empty.
  void append(parser::ast::TokenRange range, std::string text);

  std::string apply() const;

 private:
  struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string text;
  };

  std::size_t begin_of(parser::ast::TokenRange range) const;
  std::size_t end_of(parser::ast::TokenRange range) const;

  const parser::ParsedStatement& parsed_;
  std::vector<Edit> edits_;
};

}  // namespace sluice::router
