// SPDX-License-Identifier: Apache-2.0
// The loop behind normalize() and scan(): lexemes of one statement, with the decision which lists
// are folded into one mark. Both take that decision here, so a Token's mark is Normalized's mark.
#pragma once

#include <vector>

#include "parser/lexer.h"
#include "parser/scan.h"

namespace sluice::parser {

// A folded list: from `(` to the last `)`.
struct Fold {
  MarkKind kind;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint16_t row_width = 0;
  std::uint32_t first_literal = 0;
  std::uint32_t literal_count = 0;
};

// Reads `(literal, ..)`, for rows any number of them with commas between and of one width, and adds
// the literals. False if anything else stands there; then `literals` is as it was.
bool read_literal_lists(const Lexer& lexer, bool rows, PlainVector<LiteralSpan>& literals,
                        Fold& fold);

// Calls sink.lexeme() for each token and sink.fold(fold, before) for each folded list, where
// `before` is the lexer before the list.
template <class Sink>
[[gnu::always_inline]] inline void read_statement(Lexer& lexer, Sink& sink) {
  for (;;) {
    const Lexeme lexeme = lexer.next();
    if (lexeme.kind == TokenKind::end) return;
    sink.lexeme(lexeme);
    if (!lexeme.traits().opens_list || lexer.in_routine()) continue;
    const bool rows = lexeme.kind != TokenKind::kw_in;
    Fold fold{rows ? MarkKind::value_rows : MarkKind::in_list};
    const Lexer before = lexer;
    if (read_literal_lists(before, rows, sink.literals(), fold)) {
      lexer.leave_list(fold.end);
      sink.fold(fold, before);
    }
  }
}

}  // namespace sluice::parser
