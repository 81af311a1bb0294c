// SPDX-License-Identifier: Apache-2.0
// The one hand-written tokenizer, with two sinks, so that fingerprint and parser can never disagree
// about where a quote, a comment or a statement ends:
//
//   normalize()  the hot path: one pass, no allocation once its vectors are warm. Gives the plan
//                cache its key and the literals their positions.
//   scan()       the parser's input on a plan-cache miss: every token.
//
// normalize() folds: a parenthesised list of nothing but literals behind IN, and any number of such
// VALUES rows of equal width, become ONE mark, so that a plan serves every length. A mark is what a
// plan may refer to: statements with equal normalised text have the same marks in the same order.
// Token::mark says which mark a token belongs to.
//
// Nothing is copied or decoded: offsets are bytes into the SQL text. Thread rule: none shared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "parser/plain_vector.h"
#include "parser/token_kind.h"

namespace sluice::parser {

// How bytes group into characters; decides whether 0x5c or 0x60 may be the tail of a character.
enum class CharsetClass : std::uint8_t {
  single_byte_or_utf8,  // utf8mb4, utf8mb3, latin1, ascii, binary ...
  big5,
  gbk,
  sjis,  // also cp932
  gb18030,
  euckr,  // eucjpms, ujis, gb2312: no trail byte below 0x80
};

// What changes the meaning of the bytes. All of it belongs into a plan-cache key (see key()).
struct LexOptions {
  bool ansi_quotes = false;
  bool pipes_as_concat = false;
  bool no_backslash_escapes = false;
  bool ignore_space = false;
  bool high_not_precedence = false;
  bool mariadb = true;  // `/*M!` comments are entered
  CharsetClass charset = CharsetClass::single_byte_or_utf8;
  std::uint32_t server_version = 101100;  // `/*!50000 ..*/` is entered when not above this

  std::uint64_t key() const;  // all of the above, packed
};

// Parentheses, CASE and subqueries may nest this deep; beyond it: ErrorId::nesting_too_deep.
inline constexpr std::uint32_t kMaxNesting = 200;

enum class LiteralType : std::uint8_t {
  integer,
  decimal,
  floating,
  string,
  hex,
  bit,
  null_value,  // only inside folded lists
};

// A literal in the text. Inside folded lists a directly preceding minus sign belongs to it.
struct LiteralSpan {
  std::uint32_t offset;
  std::uint32_t length;
  LiteralType type;
};

enum class MarkKind : std::uint8_t { token, literal, parameter, in_list, value_rows };

struct Mark {
  std::uint32_t offset;
  std::uint32_t length;  // an in_list mark runs from `(` to `)`, value_rows from the first `(`
                         // to the last `)`
  MarkKind kind;
  std::uint16_t row_width;      // value_rows: literals per row
  std::uint32_t first_literal;  // literal, in_list, value_rows: index into literals
  std::uint32_t literal_count;
};

struct TextSpan {
  std::uint32_t begin;
  std::uint32_t end;
};

struct Normalized {
  std::string text;        // the verified part of the cache key
  std::uint64_t hash = 0;  // of text
  PlainVector<Mark> marks;
  PlainVector<LiteralSpan> literals;
  std::uint32_t parameter_count = 0;
  std::uint32_t statement_end = 0;   // offset behind this statement's last byte; a `;` follows or
                                     // nothing but white space and comments
  std::uint32_t next_statement = 0;  // offset of the next statement's text, or sql.size()
  // What is not SQL of `/*!80000 ..*/`: the opening and the closing of a comment that this server
  // version reads, the whole of one that it does not.
  std::vector<TextSpan> version_comments;
  bool cacheable = false;  // false: too long or of a kind that plans are not kept for
  bool empty = false;      // nothing but white space and comments

  void clear();  // keeps the capacity
};

// Reads the first statement of `sql`. On an error (unterminated literal or comment, nesting) the
// error is what the client should see.
Result<void> normalize(std::string_view sql, const LexOptions& options, Normalized& out);

// The same, and the text to go on with: `sql` itself or, where version comments are in it, a copy
// in `storage` with blanks in their place, since a server of another version would read them
// differently. Offsets are alike in both.
Result<std::string_view> normalize_statement(std::string_view sql, const LexOptions& options,
                                             Normalized& out, std::string& storage);

struct Token {
  TokenKind kind;
  std::uint32_t offset;
  std::uint32_t length;
  std::uint32_t mark;  // index into Normalized::marks of the same text
  std::uint32_t end() const { return offset + length; }
};

struct TokenList {
  std::string_view sql;
  std::vector<Token> tokens;  // closed by one end-of-input token
  std::uint32_t next_statement = 0;
};

Result<void> scan(std::string_view sql, const LexOptions& options, TokenList& out);

// The value of a string token's text, quotes and escapes resolved, appended to `out`. `text` may be
// any single string, national, hex or bit literal token. Returns false if it is not one.
bool decode_literal(std::string_view text, const LexOptions& options, std::string& out);

}  // namespace sluice::parser
