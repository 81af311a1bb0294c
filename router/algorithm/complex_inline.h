// SPDX-License-Identifier: Apache-2.0
// COMPLEX_INLINE: a Groovy expression of several columns, such as `t_${(a + b) % 4}`. Props:
// algorithm-expression, sharding-columns (the strategy names them anyhow),
// allow-range-query-with-inline-sharding (ranges go to all nodes anyhow).
#pragma once

#include "config/row_expression.h"
#include "router/algorithm/algorithm.h"

namespace sluice::router {

class ComplexInlineAlgorithm final : public Algorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "COMPLEX_INLINE"; }
  Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                const TargetNames& targets) const override;
  Result<std::size_t> target_of_values(std::span<const KeyArgument> values,
                                       const TargetNames& targets) const override;
  // Only of expressions in the same columns.
  bool same_function(const Algorithm& other) const override;
  bool names_targets() const override { return true; }
  std::string_view target_prefix() const override { return expression_.prefix(); }

 private:
  ComplexInlineAlgorithm(std::string name, config::InlineExpression expression)
      : Algorithm(std::move(name)), expression_(std::move(expression)) {}

  config::InlineExpression expression_;
};

}  // namespace sluice::router
