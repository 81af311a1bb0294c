// SPDX-License-Identifier: Apache-2.0
// ShardingSphere's inline expressions: text with ${...} or $->{...} parts in a subset of Groovy.
//   expand():   "ds_${0..1}.t_${[1,2]}"  ->  every text it stands for (actualDataNodes)
//   InlineExpression: "ds_${user_id % 2}"  ->  one text for given column values
//   (algorithm-expression)
// Semantics are Groovy's: % keeps the dividend's sign, / of integers is exact (a decimal if it does
// not divide), + joins strings, ranges and lists multiply. docs/config.md lists what is understood.
// Sans-io, no exceptions.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/result.h"

namespace sluice::config {

// All texts, in ShardingSphere's order: the rightmost part varies fastest; commas on the top level
// separate expressions. Refuses more than 1,000,000 results.
Result<std::vector<std::string>> expand_row_expression(std::string_view expression);

// A column's value as the expression sees it.
using InlineValue = std::variant<std::int64_t, std::uint64_t, std::string_view>;

struct InlineArgument {
  std::string_view column;  // lower case
  InlineValue value;
};

// Immutable once compiled; evaluate() may be called from any thread.
class InlineExpression {
 public:
  // Compiles the expression; column names in it are matched without case.
  static Result<InlineExpression> compile(std::string_view expression);

  InlineExpression(InlineExpression&&) noexcept;
  InlineExpression& operator=(InlineExpression&&) noexcept;
  ~InlineExpression();

  // Lower-case names of the columns it uses, in order of first use.
  const std::vector<std::string>& columns() const;

  // Appends the text to `out`. Errors: expression_invalid (a missing column, division by zero, a
  // method that the value does not have).
  Result<void> evaluate(std::span<const InlineArgument> arguments, std::string& out) const;

  // If the value depends on nothing but `column % modulus` (the usual case), that modulus, so that
  // a caller may tabulate; else 0. Holds for integer values of any sign.
  std::uint64_t modulus() const;

  // The text before the first ${...}.
  std::string_view prefix() const;

  // Whether the two compute the same behind their prefixes, the i-th column of the one standing for
  // the i-th of the other. So "a_${x % 2}" is like "b_${y % 2}".
  bool is_like(const InlineExpression& other) const;

 private:
  struct Impl;
  static std::uint64_t tabulable_modulus(const Impl& impl);
  explicit InlineExpression(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace sluice::config
