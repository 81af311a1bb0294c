// SPDX-License-Identifier: Apache-2.0
// The tokenizer itself: one pass over the bytes, one lexeme per call. normalize() and scan() both
// pull from it through read_statement() (statement_reader.h), so they cannot disagree.
//
// It follows the server's lexer: a keyword behind or before a dot is a name, `1a` is a name and 1e5
// is not, `--` needs white space behind it, version comments are entered or skipped, `/*+` is a
// hint only directly behind the verbs that take hints. Thread rule: one thread; no allocation.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "parser/char_class.h"
#include "parser/keyword_table.h"
#include "parser/kind_traits.h"
#include "parser/routine_body.h"
#include "parser/scan.h"
#include "parser/string_body.h"

namespace sluice::parser {

struct Lexeme {
  TokenKind kind;
  std::uint32_t offset;
  std::uint32_t length;
  std::uint32_t end() const { return offset + length; }
  const KindTraits& traits() const { return kKinds[kind]; }
};

enum class LexFault : std::uint8_t { none, unterminated, nesting };

// What a statement rarely needs, out of the way of the loop over its bytes.
struct LexerCold {
  bool in_version_comment = false;
  std::vector<TextSpan> version_comments;  // as Normalized has them
  LexFault fault = LexFault::none;
  std::uint32_t fault_offset = 0;
  std::uint32_t statement_end = 0;   // behind a comment end that belongs to the statement
  std::uint32_t cases = 0;           // open CASE
  TokenKind first = TokenKind::end;  // the statement's first token, hints apart
  RoutineBody routine;
};

// A cheap value that copies freely; `cold`, the options and the text must outlive it.
class Lexer {
 public:
  Lexer(std::string_view sql, const LexOptions& options, LexerCold& cold)
      : begin_(sql.data()),
        end_(sql.data() + sql.size()),
        at_(sql.data()),
        options_(&options),
        cold_(&cold),
        ascii_tails_(has_ascii_tails(options.charset)) {}

  // The next token. At the end of the statement `end`, and again `end` from then on: behind it
  // stands a `;` or nothing. Text that no token begins with is an `invalid` token. After a fault
  // `end`.
  Lexeme next();

  // What a folded list may hold (statement_reader.h) in one call: plain white space and comments,
  // then a literal with its minus sign, or NULL. False, and the place may have moved, if something
  // else stands there.
  bool list_literal(LiteralSpan& out);
  // The same for one punctuation character.
  bool list_punctuation(char c);
  bool may_open_paren() const { return depth_ + cold_->cases < kMaxNesting; }
  // Goes on behind a list that a copy of this lexer has read, at the offset behind its last `)`.
  void leave_list(std::uint32_t end);
  // A copy to read ahead with.
  Lexer ahead(LexerCold& cold) const;

  const LexerCold& cold() const { return *cold_; }
  std::uint32_t offset() const { return static_cast<std::uint32_t>(at_ - begin_); }
  // Behind the last token and the comment end that belongs to it.
  std::uint32_t statement_end() const { return std::max(previous_end_, cold_->statement_end); }
  bool in_routine() const { return cold_->routine.active(); }

 private:
  Lexeme scan_token();
  Lexeme word(const char* start);
  Lexeme number(const char* start);
  Lexeme quoted(const char* start, TokenKind kind, bool backslash);
  const char* word_end(const char* p) const;
  Lexeme make(TokenKind kind, const char* start, const char* stop);
  char peek(const char* p) const { return p < end_ ? *p : '\0'; }

  // Calls a rare case on a copy, so that the loop's own lexer can live in registers.
  template <class Case, class... Args>
  auto rarely(Case function, Args... args) {
    Lexer copy = *this;
    const auto result = (copy.*function)(args...);
    *this = copy;
    return result;
  }

  // lexer.cc: the rare cases.
  Lexeme number_word(const char* start);
  Lexeme real(const char* start);
  Lexeme prefixed_number(const char* start);
  Lexeme prefixed_string(const char* start);
  Lexeme dollar_word(const char* start);
  Lexeme quoted_multibyte(const char* start, TokenKind kind, bool backslash);
  Lexeme prefixed_quote(const char* start, TokenKind kind, bool backslash);
  Lexeme user_variable(const char* start);
  bool ends_empty_name(const char* p) const;
  // Operators that may be longer than one character. Kind `end`: a comment was passed over.
  Lexeme compound(const char* start);
  bool starts_line_comment(const char* start) const;
  bool is_trimmed(const char* from) const;
  Lexeme comment(const char* start);
  Lexeme block_comment(const char* start);
  bool enter_version_comment(const char* start);
  void note_version_comment(const char* from, const char* to);
  bool skip_block_comment(const char* body);
  // False at a comment that means something.
  bool skip_plain_blank();
  Lexeme fault(LexFault kind, const char* start);
  // False: the statement ends before this token.
  bool accept_special(Lexeme lexeme);
  // Sees the first token, and all tokens of a statement with a body. False: a fault.
  bool watch(Lexeme lexeme);
  bool hints_may_follow() const;

  const char* begin_;
  const char* end_;  // moved to at_ when the statement is over
  const char* at_;
  const LexOptions* options_;
  LexerCold* cold_;
  bool ascii_tails_;
  bool watched_ = true;
  TokenKind previous_ = TokenKind::end;  // the token before this one, hints apart
  std::uint32_t previous_end_ = 0;
  std::uint32_t depth_ = 0;  // open parentheses
};

// ------------------------------------------------------------------------------------------ inline

SLUICE_HOT Lexeme Lexer::make(TokenKind kind, const char* start, const char* stop) {
  at_ = stop;
  return {kind, static_cast<std::uint32_t>(start - begin_),
          static_cast<std::uint32_t>(stop - start)};
}

SLUICE_HOT const char* Lexer::word_end(const char* p) const {
  if (!ascii_tails_) return skip_word(begin_, p, end_);
  while (p < end_ && is_word_byte(*p)) p += character_length(options_->charset, p, end_);
  return p;
}

SLUICE_HOT Lexeme Lexer::quoted(const char* start, TokenKind kind, bool backslash) {
  if (ascii_tails_) return rarely(&Lexer::quoted_multibyte, start, kind, backslash);
  const char* stop = find_string_end(start + 1, end_, *start, backslash);
  if (stop == nullptr) return rarely(&Lexer::fault, LexFault::unterminated, start);
  return make(kind, start, stop);
}

SLUICE_HOT Lexeme Lexer::word(const char* start) {
  const char* stop = word_end(start);
  const auto length = static_cast<std::size_t>(stop - start);
  const char behind = peek(stop);
  if (length == 1 && behind == '\'') return rarely(&Lexer::prefixed_string, start);
  Lexeme lexeme = make(TokenKind::identifier, start, stop);
  const bool before_dot = behind == '.' && is_word_byte(peek(stop + 1));
  const bool behind_dot = previous_ == TokenKind::dot && previous_end_ == lexeme.offset;
  if (before_dot || behind_dot) return lexeme;
  lexeme.kind = kKeywords.find(start, length, end_);
  if (lexeme.kind != TokenKind::identifier) return lexeme;
  if (*start == '_' && previous_ != TokenKind::at_at && is_charset_introducer({start, length})) {
    lexeme.kind = TokenKind::introducer;
  }
  if (*start == '$' && previous_ == TokenKind::kw_as) return rarely(&Lexer::dollar_word, start);
  return lexeme;
}

SLUICE_HOT Lexeme Lexer::number(const char* start) {
  if ((previous_ == TokenKind::dot || previous_ == TokenKind::at_at) &&
      previous_end_ == static_cast<std::uint32_t>(start - begin_)) {
    return make(TokenKind::identifier, start, word_end(start));
  }
  const char* p = start + 1;
  while (p < end_ && is_digit(*p)) ++p;
  const char behind = peek(p);
  if (behind == '.') return rarely(&Lexer::real, start);
  if (!is_word_byte(behind)) return make(TokenKind::integer, start, p);
  if (p == start + 1 && *start == '0' && (behind == 'x' || behind == 'b')) {
    return rarely(&Lexer::prefixed_number, start);
  }
  return rarely(&Lexer::number_word, start);
}

// One token without regard to what follows from it for the next one. `end` with at_ moved on means
// that a comment was passed over.
SLUICE_HOT Lexeme Lexer::scan_token() {
  const char* p = at_;
  switch (const auto c = static_cast<unsigned char>(*p); kChars.classes[c]) {
    case ByteClass::word:
      return word(p);
    case ByteClass::digit:
      return number(p);
    case ByteClass::single:
      return make(kChars.single[c], p, p + 1);
    case ByteClass::open_paren:
      if (!may_open_paren()) return rarely(&Lexer::fault, LexFault::nesting, p);
      ++depth_;
      return make(TokenKind::left_paren, p, p + 1);
    case ByteClass::close_paren:
      if (depth_ > 0) --depth_;
      return make(TokenKind::right_paren, p, p + 1);
    case ByteClass::dot:
      if (is_digit(peek(p + 1)) &&
          !(previous_ == TokenKind::identifier && previous_end_ == offset())) {
        return rarely(&Lexer::real, p);
      }
      return make(TokenKind::dot, p, p + 1);
    case ByteClass::quote:
      if (c == '"' && options_->ansi_quotes) return quoted(p, TokenKind::quoted_identifier, false);
      return quoted(p, TokenKind::string, !options_->no_backslash_escapes);
    case ByteClass::backtick:
      return quoted(p, TokenKind::quoted_identifier, false);
    case ByteClass::compound:
    case ByteClass::space:
    case ByteClass::invalid:
      break;
  }
  return rarely(&Lexer::compound, p);
}

SLUICE_HOT Lexeme Lexer::next() {
  for (;;) {
    while (at_ < end_ && is_space(*at_)) ++at_;
    if (at_ == end_) {
      if (cold_->in_version_comment) rarely(&Lexer::fault, LexFault::unterminated, at_);
      break;
    }
    const Lexeme lexeme = scan_token();
    if (lexeme.kind == TokenKind::end) continue;
    if (lexeme.traits().special && !rarely(&Lexer::accept_special, lexeme)) break;
    if (watched_ && !rarely(&Lexer::watch, lexeme)) break;
    if (!lexeme.traits().is_hint) previous_ = lexeme.kind;
    previous_end_ = lexeme.end();
    return lexeme;
  }
  end_ = at_;
  return {TokenKind::end, offset(), 0};
}

inline void Lexer::leave_list(std::uint32_t end) {
  at_ = begin_ + end;
  previous_ = TokenKind::right_paren;
  previous_end_ = end;
}

inline Lexer Lexer::ahead(LexerCold& cold) const {
  Lexer copy = *this;
  cold = *cold_;
  copy.cold_ = &cold;
  return copy;
}

SLUICE_HOT bool Lexer::list_punctuation(char c) {
  if ((at_ == end_ || *at_ != c) && (!rarely(&Lexer::skip_plain_blank) || *at_ != c)) return false;
  ++at_;
  return true;
}

SLUICE_HOT bool Lexer::list_literal(LiteralSpan& out) {
  if (at_ < end_ && *at_ == ' ') ++at_;
  if (at_ == end_ || is_space(*at_) || *at_ == '/' || *at_ == '#' || *at_ == '-') {
    if (!rarely(&Lexer::skip_plain_blank)) return false;
  }
  const char* start = at_;
  // What the token before was does not matter here: it was punctuation.
  previous_ = TokenKind::comma;
  if (*at_ == '-' && (++at_ == end_ || (!is_digit(*at_) && *at_ != '.'))) return false;
  const Lexeme lexeme = scan_token();
  if (!lexeme.traits().in_lists) return false;
  out.offset = static_cast<std::uint32_t>(start - begin_);
  out.length = lexeme.end() - out.offset;
  out.type = lexeme.traits().literal;
  return true;
}

}  // namespace sluice::parser
