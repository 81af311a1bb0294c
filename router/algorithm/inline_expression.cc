// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/inline_expression.h"

#include "router/algorithm/props.h"

namespace sluice::router {

Result<std::shared_ptr<const Algorithm>> InlineAlgorithm::make(const config::Algorithm& config) {
  const auto written = config.props.find("algorithm-expression");
  std::string_view text = written == config.props.end() ? std::string_view() : written->second;
  if (text.empty() && config.type == "HINT_INLINE") text = "${value}";
  if (text.empty()) return bad_prop(config, "algorithm-expression", "is missing");
  const auto ranges = bool_prop(config, "allow-range-query-with-inline-sharding", false);
  if (!ranges) return ranges.error();
  auto expression = config::InlineExpression::compile(text);
  if (!expression) return expression.error();
  if (expression->columns().size() != 1) {
    return bad_prop(config, "algorithm-expression", "must use one column");
  }
  std::shared_ptr<InlineAlgorithm> algorithm(new InlineAlgorithm(config, std::move(*expression)));
  const std::uint64_t modulus = algorithm->expression_.modulus();
  if (modulus <= kMaxBuckets / 2) algorithm->modulus_ = static_cast<std::int64_t>(modulus);
  return std::shared_ptr<const Algorithm>(std::move(algorithm));
}

Result<std::size_t> InlineAlgorithm::target_of(std::string_view column, const ShardingValue& value,
                                               const TargetNames& targets) const {
  const config::InlineArgument argument{column, value};
  std::string target;
  const auto done = expression_.evaluate({&argument, 1}, target);
  if (!done) return done.error();
  if (const auto index = targets.find(target)) return *index;
  return no_target(column, target, targets);
}

// Groovy's % keeps the sign: the buckets are the remainders -(m-1) .. m-1.
std::uint32_t InlineAlgorithm::bucket_count() const {
  return modulus_ == 0 ? 0 : static_cast<std::uint32_t>(2 * modulus_ - 1);
}

std::optional<std::uint32_t> InlineAlgorithm::bucket_of(const ShardingValue& value) const {
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr || modulus_ == 0) return std::nullopt;
  return static_cast<std::uint32_t>(*number % modulus_ + (modulus_ - 1));
}

Result<std::size_t> InlineAlgorithm::target_of_bucket(std::string_view column, std::uint32_t bucket,
                                                      const TargetNames& targets) const {
  return target_of(column, ShardingValue(std::int64_t{bucket} - (modulus_ - 1)), targets);
}

bool InlineAlgorithm::same_function(const Algorithm& other) const {
  const auto* inlined = dynamic_cast<const InlineAlgorithm*>(&other);
  return inlined != nullptr && expression_.is_like(inlined->expression_);
}

}  // namespace sluice::router
