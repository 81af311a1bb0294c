// SPDX-License-Identifier: Apache-2.0
// The statement's tokens as the places that a template may refer to. Statements of equal normalised
// text share marks but not token positions, so a template speaks of marks only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parse.h"
#include "router/plan.h"

namespace sluice::router {

using parser::ast::TokenRange;

class SourceText {
 public:
  explicit SourceText(const parser::ParsedStatement& parsed);

  const parser::ParsedStatement& parsed() const { return parsed_; }
  // The tokens of the statement, without the end of input.
  TokenRange whole() const { return {0, size_}; }

  std::string_view text(TokenRange range) const { return parsed_.text(range); }
  std::string_view token_text(std::uint32_t token) const { return text({token, token + 1}); }

  // In capitals; empty behind the last token.
  std::string word(std::uint32_t token) const;

  std::uint32_t mark(std::uint32_t token) const { return parsed_.tokens.tokens[token].mark; }
  // The token lies inside a list or rows that are one mark.
  bool is_folded(std::uint32_t token) const;
  // A literal, or part of a folded list of literals.
  bool is_value(std::uint32_t token) const;
  bool is_parameter(std::uint32_t token) const;

  Anchor before(std::uint32_t token) const { return {mark(token), false}; }
  Anchor behind(std::uint32_t token) const { return {mark(token), true}; }

  // Ordinals of the `?` in a range.
  std::vector<std::uint32_t> parameters(TokenRange range) const;

  // Notes that the plan holds only for these very literals.
  void pin(TokenRange range, std::vector<PinnedLiteral>& pinned) const;

 private:
  const parser::ParsedStatement& parsed_;
  std::uint32_t size_;
  std::vector<std::uint32_t> parameter_tokens_;
};

}  // namespace sluice::router
