// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/complex_inline.h"

#include "router/algorithm/props.h"

namespace sluice::router {

Result<std::shared_ptr<const Algorithm>> ComplexInlineAlgorithm::make(
    const config::Algorithm& config) {
  const auto text = config.props.find("algorithm-expression");
  if (text == config.props.end() || text->second.empty()) {
    return bad_prop(config, "algorithm-expression", "is missing");
  }
  auto expression = config::InlineExpression::compile(text->second);
  if (!expression) return expression.error();
  return std::shared_ptr<const Algorithm>(
      new ComplexInlineAlgorithm(config.name, std::move(*expression)));
}

Result<std::size_t> ComplexInlineAlgorithm::target_of(std::string_view column,
                                                      const ShardingValue& value,
                                                      const TargetNames& targets) const {
  const KeyArgument argument{column, value};
  return target_of_values({&argument, 1}, targets);
}

Result<std::size_t> ComplexInlineAlgorithm::target_of_values(std::span<const KeyArgument> values,
                                                             const TargetNames& targets) const {
  std::string target;
  const auto done = expression_.evaluate(values, target);
  if (!done) return done.error();
  if (const auto index = targets.find(target)) return *index;
  return no_target(values.front().column, target, targets);
}

bool ComplexInlineAlgorithm::same_function(const Algorithm& other) const {
  const auto* complex = dynamic_cast<const ComplexInlineAlgorithm*>(&other);
  return complex != nullptr && expression_.columns() == complex->expression_.columns() &&
         expression_.is_like(complex->expression_);
}

}  // namespace sluice::router
