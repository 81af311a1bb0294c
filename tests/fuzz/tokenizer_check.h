// SPDX-License-Identifier: Apache-2.0
// What must hold for any bytes whatever: normalize() and scan() agree, and their offsets are sane.
// Used by the fuzz target and by a unit test.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "parser/scan.h"

namespace sluice::parser::testing {

// Empty if all is well, else what is wrong.
class TokenizerCheck {
 public:
  TokenizerCheck(std::string_view sql, const LexOptions& options) : sql_(sql), options_(options) {}

  std::string run() {
    const bool normalized = normalize(sql_, options_, text_).ok();
    const bool scanned = scan(sql_, options_, list_).ok();
    if (normalized != scanned) return "one of normalize() and scan() fails";
    if (!normalized) return "";
    if (const std::string wrong = check_ends(); !wrong.empty()) return wrong;
    if (const std::string wrong = check_marks(); !wrong.empty()) return wrong;
    return check_literals();
  }

 private:
  std::string check_ends() const {
    if (list_.tokens.empty() || list_.tokens.back().kind != TokenKind::end) return "no end token";
    if (text_.next_statement != list_.next_statement) return "the next statements differ";
    if (text_.next_statement > sql_.size()) return "the next statement is outside";
    if (text_.statement_end > text_.next_statement) return "the statement ends behind the next one";
    if (text_.empty != (list_.tokens.size() == 1)) return "emptiness differs";
    return "";
  }

  std::string check_marks() const {
    std::uint32_t position = 0;
    std::size_t at = 0;
    const auto& tokens = list_.tokens;
    for (std::size_t mark = 0; mark < text_.marks.size(); ++mark) {
      const Mark& span = text_.marks[mark];
      if (tokens[at].mark != mark || tokens[at].offset != span.offset) return "a mark starts amiss";
      std::size_t count = 0;
      while (tokens[at].kind != TokenKind::end && tokens[at].mark == mark) {
        if (tokens[at].offset < position || tokens[at].length == 0) return "tokens overlap";
        position = tokens[at].end();
        ++at;
        ++count;
      }
      if (position != span.offset + span.length) return "a mark ends amiss";
      const bool folded = span.kind == MarkKind::in_list || span.kind == MarkKind::value_rows;
      if (!folded && count != 1) return "a mark of several tokens is not folded";
    }
    if (tokens[at].kind != TokenKind::end || tokens[at].mark != text_.marks.size()) {
      return "tokens without marks";
    }
    if (position > text_.statement_end) return "the statement ends before its last token";
    return "";
  }

  std::string check_literals() const {
    std::size_t expected = 0;
    for (const Mark& mark : text_.marks) {
      if (mark.kind == MarkKind::token || mark.kind == MarkKind::parameter) continue;
      if (mark.first_literal != expected) return "literals are out of order";
      if (mark.kind == MarkKind::literal && mark.literal_count != 1) return "not one literal";
      if (mark.kind == MarkKind::value_rows && mark.literal_count % mark.row_width != 0) {
        return "the rows are not of one width";
      }
      expected += mark.literal_count;
      std::uint32_t position = mark.offset;
      for (std::uint32_t i = 0; i < mark.literal_count; ++i) {
        const LiteralSpan& literal = text_.literals[mark.first_literal + i];
        if (literal.offset < position) return "a literal is outside of its mark";
        position = literal.offset + literal.length;
        if (!decodes(literal)) return "a literal is none";
      }
      if (position > mark.offset + mark.length) return "a literal ends outside of its mark";
    }
    return expected == text_.literals.size() ? "" : "literals without marks";
  }

  bool decodes(const LiteralSpan& literal) const {
    const std::string_view text = sql_.substr(literal.offset, literal.length);
    std::string value;
    switch (literal.type) {
      case LiteralType::string:
      case LiteralType::hex:
      case LiteralType::bit:
        return decode_literal(text, options_, value);
      case LiteralType::null_value:
        return text == "\\N" || text.size() == 4;
      default:
        return text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
    }
  }

  std::string_view sql_;
  LexOptions options_;
  Normalized text_;
  TokenList list_;
};

// Lexing options from one byte, so that a fuzzer reaches all of them.
inline LexOptions options_of(unsigned bits) {
  LexOptions options;
  options.ansi_quotes = (bits & 1) != 0;
  options.no_backslash_escapes = (bits & 2) != 0;
  options.ignore_space = (bits & 4) != 0;
  options.mariadb = (bits & 8) == 0;
  options.pipes_as_concat = (bits & 16) != 0;
  options.charset = static_cast<CharsetClass>((bits >> 5) % 6);
  return options;
}

}  // namespace sluice::parser::testing
