// SPDX-License-Identifier: Apache-2.0
#include "parser/precedence.h"

namespace sluice::parser {

using ast::BinaryOp;

// Exhaustive.
Level level_of(BinaryOp op) {
  switch (op) {
    case BinaryOp::logical_or:
      return kOr;
    case BinaryOp::logical_xor:
      return kXor;
    case BinaryOp::logical_and:
      return kAnd;
    case BinaryOp::equal:
    case BinaryOp::null_safe_equal:
    case BinaryOp::not_equal:
    case BinaryOp::less:
    case BinaryOp::less_equal:
    case BinaryOp::greater:
    case BinaryOp::greater_equal:
      return kComparison;
    case BinaryOp::regexp:
    case BinaryOp::not_regexp:
    case BinaryOp::sounds_like:
    case BinaryOp::member_of:
      return kPredicate;
    case BinaryOp::bit_or:
      return kBitOr;
    case BinaryOp::bit_and:
      return kBitAnd;
    case BinaryOp::shift_left:
    case BinaryOp::shift_right:
      return kShift;
    case BinaryOp::plus:
    case BinaryOp::minus:
      return kSum;
    case BinaryOp::multiply:
    case BinaryOp::divide:
    case BinaryOp::int_divide:
    case BinaryOp::modulo:
      return kProduct;
    case BinaryOp::bit_xor:
      return kBitXor;
    case BinaryOp::concat:
      return kConcat;
    case BinaryOp::json_get:
    case BinaryOp::json_unquote:
      return kCollate;
  }
  return kPrimary;
}

}  // namespace sluice::parser
