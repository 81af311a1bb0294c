// SPDX-License-Identifier: Apache-2.0
#include "parser/statement_reader.h"

#include <limits>

#include "parser/appender.h"

namespace sluice::parser {
namespace {

using Literals = Appender<PlainVector<LiteralSpan>>;

// `count` literals are in the list at the end.
bool read_rows(Lexer lexer, bool rows, Literals& literals, Fold& fold) {
  const std::size_t first = literals.size();
  std::size_t before = first;
  std::size_t width = 0;
  do {
    if (!lexer.may_open_paren() || !lexer.list_punctuation('(')) return false;
    if (before == first) fold.begin = lexer.offset() - 1;
    do {
      literals.room(1);
      if (!lexer.list_literal(*literals.next())) return false;
      literals.advance(1);
    } while (lexer.list_punctuation(','));
    if (!lexer.list_punctuation(')')) return false;
    fold.end = lexer.offset();
    const std::size_t after = literals.size();
    if (before == first) width = after - first;
    if (after - before != width) return false;
    before = after;
  } while (rows && lexer.list_punctuation(','));
  if (rows && width > std::numeric_limits<std::uint16_t>::max()) return false;
  fold.row_width = rows ? static_cast<std::uint16_t>(width) : 0;
  fold.literal_count = static_cast<std::uint32_t>(before - first);
  return true;
}

}  // namespace

bool read_literal_lists(const Lexer& lexer, bool rows, PlainVector<LiteralSpan>& literals,
                        Fold& fold) {
  LexerCold cold;
  const std::size_t first = literals.size();
  fold.first_literal = static_cast<std::uint32_t>(first);
  Literals appender(literals, 16);
  const bool folds = read_rows(lexer.ahead(cold), rows, appender, fold);
  literals.resize(folds ? first + fold.literal_count : first);
  return folds;
}

}  // namespace sluice::parser
