// SPDX-License-Identifier: Apache-2.0
#include "parser/syntax_error.h"

#include <algorithm>
#include <optional>
#include <string>

#include "parser/ascii.h"

namespace sluice::parser {
namespace {

constexpr std::size_t kMaxNear = 80;  // characters; a longer text ends in three points

// The length of the UTF-8 character at the front, 0 if it is none.
std::size_t utf8_length(std::string_view text) {
  const auto head = static_cast<unsigned char>(text[0]);
  const std::size_t length = head < 0x80   ? 1
                             : head < 0xc2 ? 0
                             : head < 0xe0 ? 2
                             : head < 0xf0 ? 3
                                           : 4;
  if (length == 0 || head > 0xf4 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  }
  return length;
}

// Printable and in UTF-8, for the message is: control characters as \00NN, foreign bytes as `?`.
std::string printable(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  std::size_t characters = 0;
  std::size_t cut = 0;  // where the points go should there be more than fits
  for (std::size_t at = 0; at < text.size() && text[at] != '\0'; ++characters) {
    if (characters == kMaxNear - 3) cut = out.size();
    if (characters == kMaxNear) {
      out.resize(cut);
      return out + "...";
    }
    const auto c = static_cast<unsigned char>(text[at]);
    const std::size_t length = utf8_length(text.substr(at));
    if (c < 0x20 && !is_space(text[at])) {
      out += "\\00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    } else if (length == 0) {
      out += '?';
    } else {
      out += text.substr(at, length);
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace

TextPosition position_of(std::string_view sql, std::uint32_t offset) {
  const std::string_view before = sql.substr(0, offset);
  const std::size_t last_break = before.rfind('\n');
  const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t line_start = last_break == std::string_view::npos ? 0 : last_break + 1;
  return {line, static_cast<std::uint32_t>(before.size() - line_start) + 1};
}

Error syntax_error_at(std::string_view sql, const LexOptions& options, std::uint32_t offset) {
  // The servers' tokenizers are past a comma already when they complain about it.
  const std::uint32_t near_offset = offset + (offset < sql.size() && sql[offset] == ',' ? 1 : 0);
  std::string_view rest = sql.substr(near_offset);
  // The server cuts these off before it parses.
  while (!rest.empty() && (is_space(rest.back()) || rest.back() == ';')) rest.remove_suffix(1);
  const bool utf8 = options.charset == CharsetClass::single_byte_or_utf8;
  std::string near;
  if (utf8) {
    near = printable(rest);
  } else {
    std::string ascii(rest.substr(0, 4 * kMaxNear));
    std::replace_if(
        ascii.begin(), ascii.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
        '?');
    near = printable(ascii);
  }
  return make_error(ErrorId::syntax_error, {options.mariadb ? "MariaDB" : "MySQL", near,
                                            std::to_string(position_of(sql, offset).line)});
}

namespace {

using Kind = TokenKind;

// The word at which MariaDB stops in a statement that only MySQL has.
std::optional<std::uint32_t> foreign_verb(const TokenList& list) {
  const auto word = [&](std::uint32_t at, std::string_view upper) {
    if (at >= list.tokens.size()) return false;
    const Token& token = list.tokens[at];
    return equals_upper(list.sql.substr(token.offset, token.length), upper);
  };
  for (const std::string_view verb : {"TABLE", "CLONE", "RESTART", "IMPORT"}) {
    if (word(0, verb)) return 0;
  }
  if (word(0, "CREATE") && word(1, "JSON")) return 1;
  if (word(0, "CHANGE") && word(1, "REPLICATION")) return 1;
  return std::nullopt;
}

}  // namespace

std::uint32_t where_servers_stop(const TokenList& list, std::uint32_t index, bool mariadb) {
  if (mariadb) index = std::min(index, foreign_verb(list).value_or(index));
  const auto kind = [&](std::uint32_t at) {
    return at < list.tokens.size() ? list.tokens[at].kind : Kind::end;
  };
  const Kind next = kind(index + 1);
  const Kind before = index == 0 ? Kind::end : kind(index - 1);
  const Kind verb = kind(0);
  switch (kind(index)) {
    case Kind::kw_in:  // a list or a query in parentheses behind it
      return next == Kind::left_paren ? index : index + 1;
    case Kind::kw_on: {
      const bool action = next == Kind::kw_delete || next == Kind::kw_update;
      if (verb == Kind::kw_insert) return index + 1;
      if (verb == Kind::kw_create || verb == Kind::kw_alter) return index + (action ? 2 : 1);
      return index;
    }
    case Kind::kw_for:  // one word to MariaDB
      return mariadb && next == Kind::kw_system_time ? index + 1 : index;
    case Kind::left_paren: {  // a query, and not in parentheses
      const bool query = before == Kind::kw_exists || before == Kind::kw_all ||
                         before == Kind::kw_any || before == Kind::kw_as || index == 0;
      return query && verb != Kind::kw_create ? index + 1 : index;
    }
    default:
      return index;
  }
}

Error nesting_error() {
  return make_error(ErrorId::nesting_too_deep, {std::to_string(kMaxNesting)});
}

Error lex_error(std::string_view sql, const LexOptions& options, const LexerCold& cold) {
  if (cold.fault == LexFault::nesting) return nesting_error();
  return syntax_error_at(sql, options, cold.fault_offset);
}

std::uint32_t next_statement(std::string_view sql, const LexOptions& options,
                             std::uint32_t offset) {
  const auto size = static_cast<std::uint32_t>(sql.size());
  while (offset < size && (sql[offset] == ';' || is_space(sql[offset]))) ++offset;
  if (offset == size) return size;
  // Comments alone are no statement, but a hint in front of one belongs to it.
  LexerCold cold;
  Lexer rest(sql.substr(offset), options, cold);
  const bool nothing = rest.next().kind == TokenKind::end && cold.fault == LexFault::none &&
                       rest.offset() == size - offset;
  return nothing ? size : offset;
}

}  // namespace sluice::parser
