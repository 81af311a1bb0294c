// SPDX-License-Identifier: Apache-2.0
// The fingerprint. Its text must tell two statements apart whenever their tokens differ, for a plan
// is reached by it: words are kept apart by a space, and so are operators; what begins with `#`,
// which no token does, stands for a value.
//
//   #i #d #f #s #n #x #b   integer, decimal, floating, string, N'string', hex, bit literal
//   #l                     a folded list of literals behind IN
//   #v3                    folded VALUES rows of three literals each
#include <algorithm>
#include <charconv>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "parser/appender.h"
#include "parser/ascii.h"
#include "parser/lexer.h"
#include "parser/scan.h"
#include "parser/statement_reader.h"
#include "parser/syntax_error.h"

namespace sluice::parser {
namespace {

inline constexpr std::size_t kMaxCacheableText = 64 * 1024;

// What plans are kept for, by the first word.
bool is_cacheable_verb(TokenKind first) {
  switch (first) {
    case TokenKind::kw_select:
    case TokenKind::kw_insert:
    case TokenKind::kw_update:
    case TokenKind::kw_delete:
    case TokenKind::kw_replace:
    case TokenKind::left_paren:
    case TokenKind::kw_with:
    case TokenKind::kw_values:
    case TokenKind::kw_begin:
    case TokenKind::kw_start:
    case TokenKind::kw_commit:
    case TokenKind::kw_rollback:
    case TokenKind::kw_savepoint:
    case TokenKind::kw_release:
    case TokenKind::kw_set:
    case TokenKind::kw_show:
    case TokenKind::kw_use:
      return true;
    default:
      return false;
  }
}

// What is not yet appended to a string.
class TextBuffer {
 public:
  static constexpr std::size_t kSize = 512;

  explicit TextBuffer(std::string& text) : text_(&text) {}

  // Makes sure that so many bytes fit. Precondition: at most kSize.
  SLUICE_HOT void room(std::size_t bytes) {
    if (kSize - used_ < bytes) flush();
  }
  void push(char c) { buffer_[used_++] = c; }
  char* next() { return buffer_ + used_; }
  char* limit() { return buffer_ + kSize; }
  void advance(std::size_t bytes) { used_ += bytes; }

  void flush() {
    text_->append(buffer_, used_);
    used_ = 0;
  }
  // For what is too long for the buffer.
  void append(const char* bytes, std::size_t count) {
    flush();
    text_->append(bytes, count);
  }

 private:
  std::string* text_;
  std::size_t used_ = 0;
  char buffer_[kSize];
};

constexpr bool meet(Edge left, Edge right) {
  return (static_cast<unsigned>(left) & static_cast<unsigned>(right)) != 0;
}

class NormalizeSink {
 public:
  NormalizeSink(std::string_view sql, const LexOptions& options, Normalized& out)
      : sql_(sql.data()),
        sql_end_(sql_ + sql.size()),
        ignore_space_(options.ignore_space),
        literals_(out.literals),
        text_(out.text),
        marks_(out.marks, std::min<std::size_t>(sql.size() + 1, 64)) {}

  PlainVector<LiteralSpan>& literals() { return literals_; }

  SLUICE_HOT void lexeme(const Lexeme& lexeme) {
    const KindTraits& traits = lexeme.traits();
    if (traits.marker != '\0') {
      literal(lexeme, traits);
    } else {
      verbatim(lexeme, traits);
    }
  }

  void fold(const Fold& fold, const Lexer&) {
    mark({fold.begin, fold.end - fold.begin, fold.kind, fold.row_width, fold.first_literal,
          fold.literal_count});
    text_.room(8);
    text_.push('#');
    text_.push(fold.kind == MarkKind::in_list ? 'l' : 'v');
    if (fold.kind == MarkKind::value_rows) {
      const char* end = std::to_chars(text_.next(), text_.limit(), fold.row_width).ptr;
      text_.advance(static_cast<std::size_t>(end - text_.next()));
    }
    edge_ = Edge::word;
  }

  void finish(Normalized& out, bool cacheable) {
    text_.flush();
    marks_.finish();
    out.hash = XXH3_64bits(out.text.data(), out.text.size());
    out.parameter_count = parameter_count_;
    out.empty = out.marks.empty();
    out.cacheable = cacheable && !invalid_ && out.text.size() <= kMaxCacheableText;
  }

 private:
  static constexpr std::uint32_t kReach = 16;

  SLUICE_HOT void mark(const Mark& mark) {
    marks_.room(1);
    marks_.push(mark);
  }

  SLUICE_HOT void literal(const Lexeme& lexeme, const KindTraits& traits) {
    mark({lexeme.offset, lexeme.length, MarkKind::literal, 0,
          static_cast<std::uint32_t>(literals_.size()), 1});
    literals_.push_back({lexeme.offset, lexeme.length, traits.literal});
    text_.room(2);
    text_.push('#');
    text_.push(traits.marker);
    edge_ = Edge::word;
  }

  SLUICE_HOT void verbatim(const Lexeme& lexeme, const KindTraits& traits) {
    text_.room(2 * kReach + 1);
    if (meet(edge_, traits.front) && space_matters(lexeme)) text_.push(' ');
    copy(lexeme.offset, lexeme.length, traits.back == Edge::word);
    edge_ = traits.back;
    previous_end_ = lexeme.end();
    MarkKind kind = MarkKind::token;
    if (traits.special) {
      invalid_ |= lexeme.kind == TokenKind::invalid;
      if (lexeme.kind == TokenKind::parameter) {
        kind = MarkKind::parameter;
        ++parameter_count_;
      }
    }
    mark({lexeme.offset, lexeme.length, kind, 0, 0, 0});
  }

  // COUNT(*) and COUNT (*) are not the same to the server.
  bool space_matters(const Lexeme& lexeme) const {
    if (lexeme.kind != TokenKind::left_paren) return true;
    return lexeme.offset != previous_end_ && !ignore_space_;
  }

  // Most tokens are short: loads and stores that reach past the token, but not past the text.
  SLUICE_HOT void copy(std::uint32_t offset, std::uint32_t length, bool to_upper) {
    const char* from = sql_ + offset;
    if (length > kReach) return copy_long(from, length, to_upper);
    char* to = text_.next();
    text_.advance(length);
    if (sql_end_ - from >= static_cast<int>(kReach)) {
      copy_part<std::uint64_t>(from, to, to_upper);
      if (length > 8) copy_part<std::uint64_t>(from + 8, to + 8, to_upper);
    } else if (length >= 8) {
      copy_part<std::uint64_t>(from, to, to_upper);
      copy_part<std::uint64_t>(from + length - 8, to + length - 8, to_upper);
    } else if (length >= 4) {
      copy_part<std::uint32_t>(from, to, to_upper);
      copy_part<std::uint32_t>(from + length - 4, to + length - 4, to_upper);
    } else {
      copy_part<std::uint8_t>(from, to, to_upper);
      copy_part<std::uint8_t>(from + length / 2, to + length / 2, to_upper);
      copy_part<std::uint8_t>(from + length - 1, to + length - 1, to_upper);
    }
  }
  template <class Integer>
  SLUICE_HOT static void copy_part(const char* from, char* to, bool to_upper) {
    Integer bytes = 0;
    std::memcpy(&bytes, from, sizeof(Integer));
    // In words nothing but a lower-case letter has both bits.
    const Integer letters = to_upper ? bytes & static_cast<Integer>(0x4040404040404040) : 0;
    bytes = static_cast<Integer>(bytes & ~(letters >> 1));
    std::memcpy(to, &bytes, sizeof(Integer));
  }
  void copy_long(const char* from, std::uint32_t length, bool to_upper) {
    if (!to_upper) return text_.append(from, length);
    text_.room(length);  // no keyword is longer than the buffer
    for (std::uint32_t i = 0; i < length; ++i) {
      text_.push(parser::to_upper(from[i]));
    }
  }

  const char* sql_;
  const char* sql_end_;
  bool ignore_space_;
  bool invalid_ = false;
  Edge edge_ = Edge::none;  // the back of the last token
  std::uint32_t previous_end_ = 0;
  std::uint32_t parameter_count_ = 0;
  PlainVector<LiteralSpan>& literals_;
  TextBuffer text_;
  Appender<PlainVector<Mark>> marks_;
};

}  // namespace

void Normalized::clear() {
  text.clear();
  hash = 0;
  marks.clear();
  literals.clear();
  parameter_count = 0;
  statement_end = 0;
  next_statement = 0;
  version_comments.clear();
  cacheable = false;
  empty = false;
}

Result<void> normalize(std::string_view sql, const LexOptions& options, Normalized& out) {
  out.clear();
  LexerCold cold;
  Lexer lexer(sql, options, cold);
  NormalizeSink sink(sql, options, out);
  read_statement(lexer, sink);
  sink.finish(out, is_cacheable_verb(cold.first) && cold.version_comments.empty() &&
                       !cold.routine.active());
  if (cold.fault != LexFault::none) return lex_error(sql, options, cold);
  out.version_comments = std::move(cold.version_comments);
  out.statement_end = lexer.statement_end();
  out.next_statement = next_statement(sql, options, lexer.offset());
  return {};
}

Result<std::string_view> normalize_statement(std::string_view sql, const LexOptions& options,
                                             Normalized& out, std::string& storage) {
  Result<void> done = normalize(sql, options, out);
  if (!done) return done.error();
  if (out.version_comments.empty()) return sql;
  const std::uint32_t next = out.next_statement;
  storage = sql.substr(0, next);
  for (const TextSpan& span : out.version_comments) {
    std::fill(storage.begin() + span.begin, storage.begin() + span.end, ' ');
  }
  done = normalize(storage, options, out);
  if (!done) return done.error();
  out.next_statement = next;
  return std::string_view(storage);
}

}  // namespace sluice::parser
