// SPDX-License-Identifier: Apache-2.0
// The tokens of one statement as ANTLR reads them. Comments and hints are left out, and where one
// token of look-ahead is not enough to choose a rule, the token's type tells the answer: see
// token_types.h. Thread rule: one thread; reused from statement to statement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <antlr4-runtime.h>

#include "parser/scan.h"
#include "parser/token_types.h"

namespace sluice::parser {

// Lies in one array with its neighbours: `token + 1` is the next one.
class SqlToken final : public antlr4::Token {
 public:
  TokenKind type = TokenKind::end;  // for the grammar
  std::uint32_t index = 0;          // into the TokenList

  std::size_t getType() const override {
    return type == TokenKind::end ? antlr4::Token::EOF : static_cast<std::size_t>(type);
  }
  std::size_t getTokenIndex() const override { return index; }

  // ANTLR asks for these in messages only, which we do not use.
  std::string getText() const override { return {}; }
  std::size_t getLine() const override { return 1; }
  std::size_t getCharPositionInLine() const override { return 0; }
  std::size_t getChannel() const override { return antlr4::Token::DEFAULT_CHANNEL; }
  std::size_t getStartIndex() const override { return 0; }
  std::size_t getStopIndex() const override { return 0; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }
};

class SqlTokenStream final : public antlr4::TokenStream {
 public:
  // The last token is of kind `end`.
  void reset(const std::vector<GrammarToken>& typed);

  // The first token; the array ends with one of kind `end`.
  const SqlToken* begin() const { return tokens_.data(); }
  std::size_t capacity() const { return tokens_.capacity(); }

  void consume() override {
    if (at_ + 1 < tokens_.size()) ++at_;
  }
  std::size_t LA(ssize_t distance) override { return LT(distance)->getType(); }
  antlr4::Token* LT(ssize_t distance) override;
  antlr4::Token* get(std::size_t index) const override;
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = index; }
  std::size_t size() override { return tokens_.size(); }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::string getSourceName() const override { return {}; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

 private:
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

}  // namespace sluice::parser
