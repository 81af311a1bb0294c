// SPDX-License-Identifier: Apache-2.0
#include "parser/scan.h"

#include "parser/lexer.h"
#include "parser/scan_tokens.h"
#include "parser/statement_reader.h"
#include "parser/syntax_error.h"

namespace sluice::parser {
namespace {

class TokenSink {
 public:
  explicit TokenSink(std::vector<Token>& tokens) : tokens_(tokens) {}

  PlainVector<LiteralSpan>& literals() { return literals_; }

  void lexeme(const Lexeme& lexeme) { add(lexeme, mark_++); }

  // Reads the list again, now token by token, all of them under one mark.
  void fold(const Fold& fold, const Lexer& before) {
    LexerCold cold;
    Lexer inside = before.ahead(cold);
    literals_.clear();
    do {
      add(inside.next(), mark_);
    } while (tokens_.back().end() < fold.end);
    ++mark_;
  }

  std::uint32_t next_mark() const { return mark_; }

 private:
  void add(const Lexeme& lexeme, std::uint32_t mark) {
    tokens_.push_back({lexeme.kind, lexeme.offset, lexeme.length, mark});
  }

  std::vector<Token>& tokens_;
  PlainVector<LiteralSpan> literals_;
  std::uint32_t mark_ = 0;
};

}  // namespace

LexFault scan_tokens(std::string_view sql, const LexOptions& options, TokenList& out) {
  out.sql = sql;
  out.tokens.clear();
  // A guess that spares most statements a second allocation and wastes little on long literals.
  out.tokens.reserve(std::min<std::size_t>(sql.size() / 4 + 8, 4096));
  LexerCold cold;
  Lexer lexer(sql, options, cold);
  TokenSink sink(out.tokens);
  read_statement(lexer, sink);
  const bool faulty = cold.fault != LexFault::none;
  const std::uint32_t end = faulty ? cold.fault_offset : lexer.offset();
  out.tokens.push_back({TokenKind::end, end, 0, sink.next_mark()});
  out.next_statement = faulty ? static_cast<std::uint32_t>(sql.size())
                              : next_statement(sql, options, lexer.offset());
  return cold.fault;
}

Result<void> scan(std::string_view sql, const LexOptions& options, TokenList& out) {
  switch (scan_tokens(sql, options, out)) {
    case LexFault::none:
      return {};
    case LexFault::nesting:
      return nesting_error();
    case LexFault::unterminated:
      return syntax_error_at(sql, options, out.tokens.back().offset);
  }
  return {};
}

std::uint64_t LexOptions::key() const {
  std::uint64_t key = server_version;
  for (const bool bit : {ansi_quotes, pipes_as_concat, no_backslash_escapes, ignore_space,
                         high_not_precedence, mariadb}) {
    key = key << 1 | static_cast<std::uint64_t>(bit);
  }
  return key << 8 | static_cast<std::uint64_t>(charset);
}

}  // namespace sluice::parser
