// SPDX-License-Identifier: Apache-2.0
// Blocks are counted: BEGIN, IF, CASE, LOOP, REPEAT, WHILE and FOR open one where a statement may
// start, END closes the innermost. A CASE anywhere else is an expression, whose THEN and ELSE do
// not start statements.
#include "parser/routine_body.h"

namespace sluice::parser {

void RoutineBody::begin(TokenKind first) {
  switch (first) {
    case TokenKind::kw_create:
    case TokenKind::kw_alter:
      state_ = State::verb;
      return;
    case TokenKind::kw_begin:
    case TokenKind::kw_if:
    case TokenKind::kw_case:
    case TokenKind::kw_loop:
    case TokenKind::kw_repeat:
    case TokenKind::kw_while:
    case TokenKind::kw_for:
    case TokenKind::identifier:
    case TokenKind::quoted_identifier:
      state_ = State::maybe;
      return;
    default:
      return;
  }
}

bool RoutineBody::feed(TokenKind kind) {
  bool fits = true;
  switch (state_) {
    case State::idle:
      break;
    case State::verb:
      read_verb(kind);
      break;
    case State::maybe:
      fits = read_maybe(kind);
      break;
    case State::header:
    case State::body:
      fits = read_body(kind);
      break;
  }
  previous_ = kind;
  return fits;
}

// CREATE [OR REPLACE] [DEFINER = user] [AGGREGATE] type; another type of object has no body.
void RoutineBody::read_verb(TokenKind kind) {
  switch (kind) {
    case TokenKind::kw_procedure:
    case TokenKind::kw_function:
    case TokenKind::kw_trigger:
    case TokenKind::kw_event:
      if (previous_ != TokenKind::equal) state_ = State::header;
      function_ = kind == TokenKind::kw_function;
      return;
    case TokenKind::kw_create:
    case TokenKind::kw_alter:
    case TokenKind::kw_or:
    case TokenKind::kw_replace:
    case TokenKind::kw_definer:
    case TokenKind::kw_aggregate:
    case TokenKind::equal:
    case TokenKind::identifier:
    case TokenKind::quoted_identifier:
    case TokenKind::string:
    case TokenKind::user_variable:
    case TokenKind::kw_current_user:
    case TokenKind::left_paren:
    case TokenKind::right_paren:
      return;
    default:
      if (previous_ != TokenKind::equal) state_ = State::idle;
  }
}

// The second token decides: BEGIN NOT ATOMIC against BEGIN [WORK], `label:` against anything else
// that begins with a name.
bool RoutineBody::read_maybe(TokenKind kind) {
  const TokenKind first = previous_;
  if (first == TokenKind::end) return true;
  const bool name = first == TokenKind::identifier || first == TokenKind::quoted_identifier;
  if ((first == TokenKind::kw_begin && kind != TokenKind::kw_not) ||
      (name && kind != TokenKind::colon)) {
    state_ = State::idle;
    return true;
  }
  state_ = State::body;
  previous_ = TokenKind::end;
  statement_start_ = true;
  if (!read_body(first)) return false;
  previous_ = first;
  return read_body(kind);
}

// Where the routine's own statement may begin: behind the parameters or a characteristic.
bool RoutineBody::header_ended() const {
  switch (previous_) {
    case TokenKind::right_paren:
    case TokenKind::kw_sql:
    case TokenKind::kw_data:
    case TokenKind::kw_deterministic:
    case TokenKind::kw_definer:
    case TokenKind::kw_invoker:
    case TokenKind::kw_row:
    case TokenKind::kw_do:
    case TokenKind::string:
      return true;
    default:
      return false;
  }
}

namespace {

// What a function does if it has no block.
bool is_one_statement(TokenKind kind) {
  return kind == TokenKind::kw_return || kind == TokenKind::kw_select ||
         kind == TokenKind::kw_insert || kind == TokenKind::kw_update ||
         kind == TokenKind::kw_delete || kind == TokenKind::kw_set;
}

}  // namespace

// Behind RETURNS and a type, of which there are many.
bool RoutineBody::begins_function(TokenKind kind) const {
  switch (kind) {
    case TokenKind::kw_if:
    case TokenKind::kw_case:
    case TokenKind::kw_loop:
    case TokenKind::kw_repeat:
    case TokenKind::kw_while:
    case TokenKind::kw_for:
      return previous_ != TokenKind::kw_function;
    default:
      return false;
  }
}

bool RoutineBody::at_statement_start(TokenKind kind) const {
  if (parens_ > 0 || previous_ == TokenKind::kw_end) return false;
  if (kind == TokenKind::kw_begin) return true;
  if (statement_start_) return true;
  return state_ == State::header && (header_ended() || (function_ && begins_function(kind)));
}

// END is a name as well: one that begins no statement closes none, nor one in the middle of a CASE.
bool RoutineBody::closes_block(bool starts) const {
  if (!case_expressions_[blocks_ - 1]) return starts || until_;
  return previous_ != TokenKind::kw_then && previous_ != TokenKind::kw_else &&
         previous_ != TokenKind::kw_when && previous_ != TokenKind::kw_case;
}

bool RoutineBody::open(Block block) {
  if (blocks_ == kMaxNesting) return false;
  case_expressions_[blocks_++] = block == Block::case_expression;
  statement_start_ = false;
  state_ = State::body;
  return true;
}

bool RoutineBody::read_body(TokenKind kind) {
  const bool starts = at_statement_start(kind);
  const bool in_case_expression = blocks_ > 0 && case_expressions_[blocks_ - 1];
  if (function_ && is_one_statement(kind)) function_ = false;
  statement_start_ = false;
  switch (kind) {
    case TokenKind::left_paren:
      ++parens_;
      return true;
    case TokenKind::right_paren:
      if (parens_ > 0) --parens_;
      return true;
    case TokenKind::kw_begin:
      if (!starts || !open(Block::statement)) return !starts;
      statement_start_ = true;
      return true;
    case TokenKind::kw_if:
    case TokenKind::kw_while:
    case TokenKind::kw_for:
      return !starts || open(Block::statement);
    case TokenKind::kw_loop:
    case TokenKind::kw_repeat:
      if (!starts || !open(Block::statement)) return !starts;
      statement_start_ = true;
      return true;
    case TokenKind::kw_case:
      if (previous_ == TokenKind::kw_end || (state_ == State::header && !starts)) return true;
      return open(starts ? Block::statement : Block::case_expression);
    case TokenKind::kw_end:
      if (blocks_ > 0 && closes_block(starts)) --blocks_;
      return true;
    case TokenKind::kw_then:
    case TokenKind::kw_else:
      statement_start_ = !in_case_expression;
      return true;
    case TokenKind::kw_not:
      statement_start_ = starts && previous_ == TokenKind::kw_begin;
      return true;
    case TokenKind::kw_atomic:  // of BEGIN NOT ATOMIC; it is a name elsewhere
      statement_start_ = starts && previous_ == TokenKind::kw_not;
      return true;
    case TokenKind::kw_do:
    case TokenKind::colon:
      statement_start_ = true;
      return true;
    case TokenKind::semicolon:
      parens_ = 0;
      statement_start_ = true;
      until_ = false;
      return true;
    case TokenKind::identifier:
      until_ = until_ || starts;  // it may be UNTIL, which stands before END REPEAT
      return true;
    default:
      return true;
  }
}

}  // namespace sluice::parser
