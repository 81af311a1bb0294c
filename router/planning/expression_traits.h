// SPDX-License-Identifier: Apache-2.0
// What the merge planner asks about expressions.
#pragma once

#include <string>

#include "router/planning/bound.h"
#include "router/rewrite/source_text.h"

namespace sluice::router {

// Of one expression, without what is inside its subqueries.
struct ExprTraits {
  bool aggregate = false;
  bool column = false;
  bool subquery = false;
  std::string random_function;  // the first one, or empty
};

ExprTraits traits_of(const ast::Expr& expr);

// Null unless the expression as a whole is a call of an aggregate function.
const ast::FunctionCall* as_aggregate(const ast::Expr& expr);

// The value is a number, a date or a time for certain, so that it needs no collation to compare.
bool gives_no_string(const ast::Expr& expr, const Bound& bound);

// Equal for expressions that are the same column or the same text. Literals are `by_text` equal if
// they are so in this very statement, so that whoever concludes something from it pins them;
// `by_place` each literal equals only itself. Parameters never equal each other.
enum class LiteralIdentity : std::uint8_t { by_text, by_place };
std::string identity_of(const ast::Expr& expr, const Bound& bound, const SourceText& source,
                        LiteralIdentity literals);

// A subquery of the block that aggregates columns of the block itself; the server computes such a
// function in the outer query.
bool has_outer_aggregate(const ast::Expr& expr, const Bound& bound, int block);

}  // namespace sluice::router
