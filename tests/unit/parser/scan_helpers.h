// SPDX-License-Identifier: Apache-2.0
// Shows tokens and marks as short text, so that a test reads as a line.
#pragma once

#include <string>
#include <string_view>

#include "parser/keyword_table.h"
#include "parser/scan.h"

namespace sluice::parser::testing {

// One letter for the class of a token, as the tests below write it.
inline std::string kind_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::identifier:
      return "id";
    case TokenKind::quoted_identifier:
      return "qid";
    case TokenKind::integer:
      return "int";
    case TokenKind::decimal:
      return "dec";
    case TokenKind::floating:
      return "float";
    case TokenKind::string:
      return "str";
    case TokenKind::national_string:
      return "nstr";
    case TokenKind::hex:
      return "hex";
    case TokenKind::bit:
      return "bit";
    case TokenKind::parameter:
      return "?";
    case TokenKind::user_variable:
      return "uvar";
    case TokenKind::at_at:
      return "@@";
    case TokenKind::introducer:
      return "intro";
    case TokenKind::optimizer_hint:
      return "hint";
    case TokenKind::route_hint:
      return "route";
    case TokenKind::invalid:
      return "bad";
    default:
      return std::string(keyword_text(kind)).empty() ? "op" : std::string(keyword_text(kind));
  }
}

// "id:a op:= int:1": the tokens of the first statement; or "error: ..".
inline std::string tokens_of(std::string_view sql, const LexOptions& options = {}) {
  TokenList list;
  const Result<void> result = scan(sql, options, list);
  if (!result.ok()) return "error: " + result.error().message();
  std::string out;
  for (const Token& token : list.tokens) {
    if (token.kind == TokenKind::end) break;
    if (!out.empty()) out += ' ';
    out += kind_name(token.kind);
    out += ':';
    out += sql.substr(token.offset, token.length);
  }
  return out;
}

inline std::string normalized(std::string_view sql, const LexOptions& options = {}) {
  Normalized out;
  const Result<void> result = normalize(sql, options, out);
  return result.ok() ? out.text : "error: " + result.error().message();
}

}  // namespace sluice::parser::testing
