// SPDX-License-Identifier: Apache-2.0
// The levels of operator precedence, for the builder that reads expressions and the printer that
// writes them: those of the servers' grammars; a comparison, IS, LIKE and IN take another predicate
// on their left, as MariaDB has it.
#pragma once

#include "parser/ast.h"

namespace sluice::parser {

enum Level : int {
  kNone = -1,
  kLowest = 0,
  kOr,
  kXor,
  kAnd,
  kNot,
  kComparison,  // and IS
  kBetween,
  kPredicate,  // LIKE, REGEXP, IN, SOUNDS LIKE, MEMBER OF
  kBitOr,
  kBitAnd,
  kShift,
  kSum,
  kProduct,
  kBitXor,
  kConcat,
  kUnary,
  kCollate,  // and the JSON arrows
  kPrimary,
};

Level level_of(ast::BinaryOp op);

}  // namespace sluice::parser
