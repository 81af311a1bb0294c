// SPDX-License-Identifier: Apache-2.0
// The rarer half of the tokenizer: comments, long operators, unusual numbers, variables.
#include "parser/lexer.h"

#include <algorithm>

#include "parser/ascii.h"

namespace sluice::parser {
namespace {

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_bit_digit(char c) {
  return c == '0' || c == '1';
}

// White space or a control character, which turns `--` into a comment.
bool is_blank_or_control(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
}

// Comments by which a client tells us, not the server, where to send the statement.
bool is_route_hint(std::string_view body) {
  while (!body.empty() && is_space(body.front())) body.remove_prefix(1);
  return starts_with_upper(body, "SHARDINGSPHERE_HINT:") || starts_with_upper(body, "ROUTE:");
}

}  // namespace

Lexeme Lexer::fault(LexFault kind, const char* start) {
  cold_->fault = kind;
  cold_->in_version_comment = false;
  cold_->fault_offset = static_cast<std::uint32_t>(start - begin_);
  end_ = start;
  return make(TokenKind::end, start, start);
}

bool Lexer::accept_special(Lexeme lexeme) {
  const char* start = begin_ + lexeme.offset;
  switch (lexeme.kind) {
    case TokenKind::semicolon:
      if (cold_->routine.holds_semicolon()) return true;
      at_ = start;
      cold_->in_version_comment = false;
      return false;
    case TokenKind::kw_case:
      ++cold_->cases;
      if (depth_ + cold_->cases <= kMaxNesting) return true;
      fault(LexFault::nesting, start);
      return false;
    case TokenKind::kw_end:
      if (cold_->cases > 0) --cold_->cases;
      return true;
    default:
      return true;
  }
}

bool Lexer::watch(Lexeme lexeme) {
  if (lexeme.traits().is_hint) return true;
  if (previous_ == TokenKind::end) {
    cold_->first = lexeme.kind;
    cold_->routine.begin(lexeme.kind);
  }
  if (cold_->routine.active() && !cold_->routine.feed(lexeme.kind)) {
    fault(LexFault::nesting, begin_ + lexeme.offset);
    return false;
  }
  watched_ = cold_->routine.active();
  return true;
}

// ----------------------------------------------------------------------------- numbers and strings

// Digits with word characters behind them: 1e5 and 1e-5 are numbers, 1a, 1e and 1_ are names.
Lexeme Lexer::number_word(const char* start) {
  const char* p = start;
  while (p < end_ && is_digit(*p)) ++p;
  if (*p == 'e' || *p == 'E') {
    const char* exponent = p + 1;
    if (peek(exponent) == '+' || peek(exponent) == '-') ++exponent;
    if (exponent < end_ && is_digit(*exponent)) {
      while (exponent < end_ && is_digit(*exponent)) ++exponent;
      return make(TokenKind::floating, start, exponent);
    }
  }
  return make(TokenKind::identifier, start, word_end(p));
}

// From a number's first digit or point; an `e` behind the point must begin an exponent.
Lexeme Lexer::real(const char* start) {
  const char* p = start;
  while (p < end_ && is_digit(*p)) ++p;
  ++p;  // the point
  while (p < end_ && is_digit(*p)) ++p;
  if (peek(p) != 'e' && peek(p) != 'E') return make(TokenKind::decimal, start, p);
  ++p;
  if (peek(p) == '+' || peek(p) == '-') ++p;
  if (p == end_ || !is_digit(*p)) return make(TokenKind::invalid, start, p);
  while (p < end_ && is_digit(*p)) ++p;
  return make(TokenKind::floating, start, p);
}

// 0x41 and 0b01; a name if anything else follows the prefix.
Lexeme Lexer::prefixed_number(const char* start) {
  const bool hex = start[1] == 'x';
  const char* p = start + 2;
  while (p < end_ && (hex ? is_hex_digit(*p) : is_bit_digit(*p))) ++p;
  if (p == start + 2 || (p < end_ && is_word_byte(*p))) {
    return make(TokenKind::identifier, start, word_end(p));
  }
  return make(hex ? TokenKind::hex : TokenKind::bit, start, p);
}

// N'text', x'41', b'01'; also one-letter words that happen to stand before a string.
Lexeme Lexer::prefixed_string(const char* start) {
  const char* p = start + 2;
  switch (*start) {
    case 'n':
    case 'N':
      return prefixed_quote(start, TokenKind::national_string, !options_->no_backslash_escapes);
    case 'x':
    case 'X':
      while (p < end_ && is_hex_digit(*p)) ++p;
      if (peek(p) != '\'' || (p - start) % 2 != 0) return make(TokenKind::invalid, start, p);
      return make(TokenKind::hex, start, p + 1);
    case 'b':
    case 'B':
      while (p < end_ && is_bit_digit(*p)) ++p;
      if (peek(p) != '\'') return make(TokenKind::invalid, start, p);
      return make(TokenKind::bit, start, p + 1);
    default:
      return make(TokenKind::identifier, start, start + 1);
  }
}

// $$text$$ and $tag$text$tag$, which MySQL 9 has for the bodies of routines and libraries; else a
// name.
Lexeme Lexer::dollar_word(const char* start) {
  const char* const name_end = word_end(start);
  const bool known = !options_->mariadb && options_->server_version >= 90000 &&
                     (cold_->first == TokenKind::kw_create || cold_->first == TokenKind::kw_alter);
  const char* p = start + 1;
  while (p < end_ && *p != '$' && is_word_byte(*p)) ++p;
  if (!known || peek(p) != '$') return make(TokenKind::identifier, start, name_end);
  const std::string_view tag(start, static_cast<std::size_t>(p + 1 - start));
  const std::string_view rest(p + 1, static_cast<std::size_t>(end_ - p - 1));
  const std::size_t close = rest.find(tag);
  if (close == std::string_view::npos) return make(TokenKind::identifier, start, name_end);
  return make(TokenKind::string, start, rest.data() + close + tag.size());
}

Lexeme Lexer::quoted_multibyte(const char* start, TokenKind kind, bool backslash) {
  const char* stop =
      find_string_end_multibyte(start + 1, end_, *start, backslash, options_->charset);
  if (stop == nullptr) return fault(LexFault::unterminated, start);
  return make(kind, start, stop);
}

// One character, then something quoted.
Lexeme Lexer::prefixed_quote(const char* start, TokenKind kind, bool backslash) {
  Lexeme lexeme = quoted(start + 1, kind, backslash);
  if (lexeme.kind == TokenKind::end) return fault(LexFault::unterminated, start);
  --lexeme.offset;
  ++lexeme.length;
  return lexeme;
}

// A variable or host may have no name at all. Before what could be taken for its name once the
// white space between is gone, it is nothing.
bool Lexer::ends_empty_name(const char* p) const {
  while (p < end_ && is_space(*p)) ++p;
  const char next = peek(p);
  return p == end_ || next != '@';
}

// @name, @'name', @"name", @`name`, and `@@` before a system variable's name.
Lexeme Lexer::user_variable(const char* start) {
  const char next = peek(start + 1);
  if (next == '@') return make(TokenKind::at_at, start, start + 2);
  if (next == '\'' || next == '"' || next == '`') {
    return prefixed_quote(start, TokenKind::user_variable,
                          next != '`' && !options_->no_backslash_escapes);
  }
  const char* p = start + 1;
  while (p < end_ && (is_word_byte(*p) || *p == '.')) {
    p += ascii_tails_ ? character_length(options_->charset, p, end_) : 1;
  }
  if (p == start + 1 && !ends_empty_name(p)) return make(TokenKind::invalid, start, p);
  return make(TokenKind::user_variable, start, p);
}

// --------------------------------------------------------------------------- operators and
// comments

// A switch over all that is longer, or may be.
Lexeme Lexer::compound(const char* start) {
  const char next = peek(start + 1);
  const auto one = [&](TokenKind kind) { return make(kind, start, start + 1); };
  const auto two = [&](TokenKind kind) { return make(kind, start, start + 2); };
  const auto three = [&](TokenKind kind) { return make(kind, start, start + 3); };
  switch (*start) {
    case '*':
      if (cold_->in_version_comment && next == '/') {
        cold_->in_version_comment = false;
        cold_->statement_end = static_cast<std::uint32_t>(start + 2 - begin_);
        note_version_comment(start, start + 2);
        return two(TokenKind::end);
      }
      return one(TokenKind::star);
    case '-':
      if (next == '>') {
        return peek(start + 2) == '>' ? three(TokenKind::long_arrow) : two(TokenKind::arrow);
      }
      return starts_line_comment(start) ? comment(start) : one(TokenKind::minus);
    case '#':
      return comment(start);
    case '/':
      return next == '*' ? comment(start) : one(TokenKind::slash);
    case '<':
      if (next == '=') {
        return peek(start + 2) == '>' ? three(TokenKind::null_safe_equal)
                                      : two(TokenKind::less_equal);
      }
      if (next == '>') return two(TokenKind::not_equal);
      return next == '<' ? two(TokenKind::shift_left) : one(TokenKind::less);
    case '>':
      if (next == '=') return two(TokenKind::greater_equal);
      return next == '>' ? two(TokenKind::shift_right) : one(TokenKind::greater);
    case '!':
      return next == '=' ? two(TokenKind::not_equal) : one(TokenKind::bang);
    case '|':
      if (next != '|') return one(TokenKind::pipe);
      return two(options_->pipes_as_concat ? TokenKind::concat_pipes : TokenKind::or_or);
    case '&':
      return next == '&' ? two(TokenKind::and_and) : one(TokenKind::ampersand);
    case ':':
      return next == '=' ? two(TokenKind::assign) : one(TokenKind::colon);
    case '@':
      return user_variable(start);
    case '\\':
      return next == 'N' ? two(TokenKind::kw_null) : one(TokenKind::invalid);
    case '\0':
      // The last byte, but for those that servers take off the end of a text, ends it for them,
      // too.
      return is_trimmed(start + 1) ? make(TokenKind::end, end_, end_) : one(TokenKind::invalid);
    default:
      return one(TokenKind::invalid);
  }
}

bool Lexer::is_trimmed(const char* from) const {
  return std::all_of(from, end_,
                     [](char c) { return c == ';' || c == ' ' || (c >= '\t' && c <= '\r'); });
}

bool Lexer::starts_line_comment(const char* start) const {
  if (*start == '#') return true;
  return *start == '-' && peek(start + 1) == '-' &&
         (is_blank_or_control(peek(start + 2)) || is_trimmed(start + 2));
}

bool Lexer::hints_may_follow() const {
  switch (previous_) {
    case TokenKind::kw_select:
    case TokenKind::kw_insert:
    case TokenKind::kw_replace:
    case TokenKind::kw_update:
    case TokenKind::kw_delete:
      return true;
    default:
      return false;
  }
}

// Passes over the comment at `start`, or makes a token of a hint. Kind `end`: nothing to hand out.
Lexeme Lexer::comment(const char* start) {
  if (*start == '/') return block_comment(start);
  const char* p = start;
  while (p < end_ && *p != '\n') ++p;
  return make(TokenKind::end, start, p);
}

// Moves behind the `*/` that closes the comment whose text begins at `body`.
bool Lexer::skip_block_comment(const char* body) {
  const std::string_view rest(body, static_cast<std::size_t>(end_ - body));
  const std::size_t close = rest.find("*/");
  at_ = close == std::string_view::npos ? end_ : body + close + 2;
  return close != std::string_view::npos;
}

Lexeme Lexer::block_comment(const char* start) {
  const char third = peek(start + 2);
  const bool versioned = third == '!' || (third == 'M' && peek(start + 3) == '!');
  if (versioned && enter_version_comment(start)) {
    return make(TokenKind::end, start, at_);
  }
  if (!skip_block_comment(start + 2)) return fault(LexFault::unterminated, start);
  const char* stop = at_;
  if (third == '+' && hints_may_follow()) return make(TokenKind::optimizer_hint, start, stop);
  const std::string_view body(start + 2, static_cast<std::size_t>(stop - start - 4));
  if (is_route_hint(body)) return make(TokenKind::route_hint, start, stop);
  return make(TokenKind::end, start, stop);
}

// `/*!NNNNN text*/` and `/*M!NNNNN text*/`. False: a plain comment. Otherwise at_ has moved on,
// either to the text, which is read as SQL, or behind a comment for another version, comments
// inside it as well.
bool Lexer::enter_version_comment(const char* start) {
  const bool only_mariadb = start[2] == 'M';
  if (only_mariadb && !options_->mariadb) return false;
  const char* p = start + (only_mariadb ? 4 : 3);
  std::uint32_t version = 0;
  int digits = 0;
  while (digits < 6 && p + digits < end_ && is_digit(p[digits])) {
    version = version * 10 + static_cast<std::uint32_t>(p[digits] - '0');
    ++digits;
  }
  if (digits < 5) version = digits = 0;
  // To MySQL the sixth digit belongs to the text, unless a blank follows.
  const bool sixth = digits == 6 && !options_->mariadb && !is_blank_or_control(peek(p + digits));
  if (sixth) {
    version /= 10;
    digits = 5;
  }
  p += digits;
  // MariaDB leaves to MySQL what names a version that only MySQL has had.
  const bool foreign = options_->mariadb && !only_mariadb && version >= 50700 && version <= 99999;
  if (version <= options_->server_version && !foreign) {
    cold_->in_version_comment = true;
    note_version_comment(start, p);
    at_ = p;
    return true;
  }
  for (; p < end_; ++p) {
    if (*p == '*' && peek(p + 1) == '/') {
      at_ = p + 2;
      note_version_comment(start, at_);
      return true;
    }
    if (*p == '/' && peek(p + 1) == '*') {
      if (!skip_block_comment(p + 2)) break;
      p = at_ - 1;
    }
  }
  fault(LexFault::unterminated, start);
  return true;
}

void Lexer::note_version_comment(const char* from, const char* to) {
  cold_->version_comments.push_back(
      {static_cast<std::uint32_t>(from - begin_), static_cast<std::uint32_t>(to - begin_)});
}

bool Lexer::skip_plain_blank() {
  for (;;) {
    while (at_ < end_ && is_space(*at_)) ++at_;
    if (at_ == end_) return false;
    const bool block = *at_ == '/' && peek(at_ + 1) == '*';
    if (!block && !starts_line_comment(at_)) return true;
    const char third = peek(at_ + 2);
    if (block && (third == '!' || third == 'M')) return false;
    if (comment(at_).kind != TokenKind::end) return false;
  }
}

}  // namespace sluice::parser
