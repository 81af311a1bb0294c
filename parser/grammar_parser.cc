// SPDX-License-Identifier: Apache-2.0
#include "parser/grammar_parser.h"

#include "parser/stop_at_first.h"

namespace sluice::parser {

using namespace ast;

GrammarParser::GrammarParser() : parser_(&stream_) {
  parser_.removeErrorListeners();
  parser_.setErrorHandler(std::make_shared<StopAtFirst>());
  parser_.setBuildParseTree(false);
}

void GrammarParser::start(AstBuilder& builder, const ParsedStatement& parsed, TokenRange range,
                          bool statement) {
  stream_.reset(types_.assign(parsed.tokens, range.begin, range.end, parsed.options, statement));
  if (types_.foreign_word()) builder.note_foreign_word(*types_.foreign_word());
  parser_.reset();
}

const Statement* GrammarParser::statement(AstBuilder& builder, const ParsedStatement& parsed,
                                          TokenRange range) {
  start(builder, parsed, range, true);
  const ContextsFreed guard{parser_};
  return builder.statement(parser_.root()->body);
}

const QueryExpression* GrammarParser::query(AstBuilder& builder, const ParsedStatement& parsed,
                                            TokenRange range) {
  start(builder, parsed, range, true);
  const ContextsFreed guard{parser_};
  return builder.query(parser_.queryRoot()->query);
}

List<const Expr*> GrammarParser::expressions(AstBuilder& builder, const ParsedStatement& parsed,
                                             const Piece& piece) {
  TokenRange range = piece.range;
  // EVERY expression unit.
  if (piece.kind == PieceKind::interval) --range.end;
  start(builder, parsed, range, false);
  const ContextsFreed guard{parser_};
  switch (piece.kind) {
    case PieceKind::expressions:
      return builder.expressions(parser_.exprListRoot());
    case PieceKind::assignments:
      return builder.expressions(parser_.assignmentsRoot());
    case PieceKind::where:
      return builder.expressions(parser_.whereRoot());
    default:
      return builder.expressions(parser_.exprRoot());
  }
}

}  // namespace sluice::parser
