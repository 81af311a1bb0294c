// SPDX-License-Identifier: Apache-2.0
#include "parser/print_tokens.h"

#include "parser/kind_traits.h"

namespace sluice::parser {

std::string token_text(const ParsedStatement& parsed, ast::TokenRange range) {
  std::string text;
  const Token* previous = nullptr;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    const Token& token = parsed.tokens.tokens[i];
    // Touching tokens stay together: a name and its dot, a function and its parenthesis.
    if (previous != nullptr && previous->end() != token.offset) text += ' ';
    text += parsed.sql.substr(token.offset, token.length);
    previous = &token;
  }
  return text;
}

ast::TokenRange value_tokens(const ParsedStatement& parsed, const ast::Literal& literal) {
  const auto& tokens = parsed.tokens.tokens;
  ast::TokenRange range{literal.token, literal.token + 1};
  while (range.end < literal.range.end && tokens[range.end].kind == TokenKind::string) ++range.end;
  return range;
}

}  // namespace sluice::parser
