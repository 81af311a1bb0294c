// SPDX-License-Identifier: Apache-2.0
// Tells a `;` that ends a statement from one inside the body of a stored routine, trigger or event,
// or of one of MariaDB's compound statements outside of any.
#pragma once

#include <array>
#include <cstdint>

#include "parser/scan.h"
#include "parser/token_kind.h"

namespace sluice::parser {

class RoutineBody {
 public:
  RoutineBody() {}  // NOLINT: a default that leaves case_expressions_ alone

  bool active() const { return state_ != State::idle; }
  // The statement's first token decides whether there can be a body at all.
  void begin(TokenKind first);
  // False when blocks nest deeper than kMaxNesting.
  bool feed(TokenKind kind);
  // Whether a `;` that comes now belongs to the body.
  bool holds_semicolon() const { return blocks_ > 0; }

 private:
  enum class State : std::uint8_t {
    idle,    // not a statement with a body
    verb,    // behind CREATE or ALTER: the object's type decides
    maybe,   // behind a first BEGIN, IF .. or a name: a compound statement or not
    header,  // behind PROCEDURE, FUNCTION, TRIGGER, EVENT
    body,
  };
  enum class Block : std::uint8_t { statement, case_expression };

  void read_verb(TokenKind kind);
  bool read_maybe(TokenKind kind);
  bool read_body(TokenKind kind);
  bool open(Block block);
  bool at_statement_start(TokenKind kind) const;
  bool header_ended() const;
  bool begins_function(TokenKind kind) const;
  bool closes_block(bool starts) const;

  State state_ = State::idle;
  TokenKind previous_ = TokenKind::end;
  bool statement_start_ = false;
  bool function_ = false;
  bool until_ = false;  // in a statement that begins with a name
  std::uint32_t parens_ = 0;
  std::uint32_t blocks_ = 0;
  std::array<bool, kMaxNesting> case_expressions_;  // by block; the first blocks_ are set
};

}  // namespace sluice::parser
