// SPDX-License-Identifier: Apache-2.0
// INLINE: a Groovy expression that gives the target's name, such as `t_order_${order_id % 4}`.
// Props: algorithm-expression, allow-range-query-with-inline-sharding (ranges always go to all
// nodes).
#pragma once

#include "config/row_expression.h"
#include "router/algorithm/algorithm.h"

namespace sluice::router {

class InlineAlgorithm final : public Algorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "INLINE"; }
  Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                const TargetNames& targets) const override;
  std::uint32_t bucket_count() const override;
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                       const TargetNames& targets) const override;
  bool same_function(const Algorithm& other) const override;
  std::string_view target_prefix() const override { return expression_.prefix(); }

 private:
  InlineAlgorithm(std::string name, config::InlineExpression expression)
      : Algorithm(std::move(name)), expression_(std::move(expression)) {}

  config::InlineExpression expression_;
  std::int64_t modulus_ = 0;  // 0: not a function of `column % modulus`
};

}  // namespace sluice::router
