// SPDX-License-Identifier: Apache-2.0
// The parser of SluiceSqlParser.g4 over a range of tokens: a whole statement, or a piece of an
// administrative one.
#pragma once

#include <memory>

#include "SluiceSqlParser.h"
#include "parser/admin_parser.h"
#include "parser/ast_builder.h"
#include "parser/token_stream.h"

namespace sluice::parser {

// Thread rule: one thread. What is expensive about it is made once. All calls throw SyntaxFailure,
// DepthFailure, or what the runtime throws.
class GrammarParser {
 public:
  GrammarParser();

  const ast::Statement* statement(AstBuilder& builder, const ParsedStatement& parsed,
                                  ast::TokenRange range);
  const ast::QueryExpression* query(AstBuilder& builder, const ParsedStatement& parsed,
                                    ast::TokenRange range);
  // Of any piece but a query or a statement: its expressions, in order.
  ast::List<const ast::Expr*> expressions(AstBuilder& builder, const ParsedStatement& parsed,
                                          const Piece& piece);

  // Whether the last statement was so long that its buffers should not be kept.
  bool oversized() const { return stream_.capacity() > kMaxKeptTokens; }

 private:
  static constexpr std::size_t kMaxKeptTokens = 64 * 1024;

  // Frees ANTLR's contexts when the tree has been built from them.
  struct ContextsFreed {
    Grammar& parser;
    ~ContextsFreed() { parser.reset(); }
  };
  void start(AstBuilder& builder, const ParsedStatement& parsed, ast::TokenRange range,
             bool statement);

  TokenTypes types_;
  SqlTokenStream stream_;
  Grammar parser_;
};

}  // namespace sluice::parser
