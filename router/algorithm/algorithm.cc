// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/algorithm.h"

#include "router/algorithm/auto_interval.h"
#include "router/algorithm/complex_inline.h"
#include "router/algorithm/hash_mod.h"
#include "router/algorithm/inline_expression.h"
#include "router/algorithm/interval.h"
#include "router/algorithm/jump_hash.h"
#include "router/algorithm/list.h"
#include "router/algorithm/mod.h"
#include "router/algorithm/props.h"
#include "router/algorithm/range.h"

namespace sluice::router {

std::optional<std::uint32_t> Algorithm::bucket_of(const ShardingValue&) const {
  return std::nullopt;
}

Result<std::size_t> Algorithm::target_of_bucket(std::string_view column, std::uint32_t,
                                                const TargetNames& targets) const {
  return no_target(column, {}, targets);
}

Result<std::size_t> Algorithm::target_of_values(std::span<const KeyArgument> values,
                                                const TargetNames& targets) const {
  return target_of(values.front().column, values.front().value, targets);
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> Algorithm::buckets_of(
    const ValueRange&) const {
  return std::nullopt;
}

Error Algorithm::no_target(std::string_view column, std::string_view target,
                           const TargetNames& targets) const {
  return make_error(ErrorId::no_matching_node, {name_, column, target, targets.table()});
}

Result<std::shared_ptr<const Algorithm>> make_algorithm(const config::Algorithm& config) {
  if (config.type == "INLINE" || config.type == "HINT_INLINE") return InlineAlgorithm::make(config);
  if (config.type == "COMPLEX_INLINE") return ComplexInlineAlgorithm::make(config);
  if (config.type == "JUMP_HASH") return JumpHashAlgorithm::make(config);
  if (config.type == "LIST") return ListAlgorithm::make(config);
  if (config.type == "INTERVAL") return IntervalAlgorithm::make(config);
  if (config.type == "AUTO_INTERVAL") return AutoIntervalAlgorithm::make(config);
  if (config.type == "MOD") return ModAlgorithm::make(config);
  if (config.type == "HASH_MOD") return HashModAlgorithm::make(config);
  if (config.type == "VOLUME_RANGE" || config.type == "BOUNDARY_RANGE") {
    return RangeAlgorithm::make(config);
  }
  return bad_prop(config, "", "this type is not supported yet");
}

}  // namespace sluice::router
