// SPDX-License-Identifier: Apache-2.0
// INLINE, HINT_INLINE: a Groovy expression that gives the target's name, such as
// `t_order_${order_id % 4}`; of HINT_INLINE in the variable `value`, and without a prop `${value}`.
// Props: algorithm-expression, allow-range-query-with-inline-sharding (ranges go to all nodes
// anyhow, if they are not a few integers).
#pragma once

#include "config/row_expression.h"
#include "router/algorithm/algorithm.h"

namespace sluice::router {

class InlineAlgorithm final : public Algorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return type_; }
  Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                const TargetNames& targets) const override;
  std::uint32_t bucket_count() const override;
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                       const TargetNames& targets) const override;
  bool same_function(const Algorithm& other) const override;
  bool names_targets() const override { return true; }
  std::string_view target_prefix() const override { return expression_.prefix(); }

 private:
  InlineAlgorithm(const config::Algorithm& config, config::InlineExpression expression)
      : Algorithm(config.name), type_(config.type), expression_(std::move(expression)) {}

  std::string type_;
  config::InlineExpression expression_;
  std::int64_t modulus_ = 0;  // 0: not a function of `column % modulus`
};

}  // namespace sluice::router
