// SPDX-License-Identifier: Apache-2.0
// How ANTLR's parsers treat errors: they never repair and never report; the first token that does
// not fit ends the parse. That is the token which the server complains about.
#pragma once

#include <antlr4-runtime.h>

#include "parser/token_stream.h"

namespace sluice::parser {

// Thrown for a token that cannot stand where it does.
struct SyntaxFailure {
  const SqlToken* token;
};

class StopAtFirst : public antlr4::BailErrorStrategy {
 public:
  void recover(antlr4::Parser* parser, std::exception_ptr failure) override {
    try {
      std::rethrow_exception(failure);
    } catch (const antlr4::RecognitionException& exception) {
      // Behind the current token where more than one was needed for a decision.
      if (exception.getOffendingToken() != nullptr) stop(exception.getOffendingToken());
    }
    stop(parser->getCurrentToken());
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override { stop(parser->getCurrentToken()); }
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}

 private:
  [[noreturn]] static void stop(const antlr4::Token* token) {
    throw SyntaxFailure{static_cast<const SqlToken*>(token)};
  }
};

}  // namespace sluice::parser
