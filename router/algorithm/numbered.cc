// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/numbered.h"

namespace sluice::router {

Result<std::size_t> NumberedAlgorithm::target_of(std::string_view column,
                                                 const ShardingValue& value,
                                                 const TargetNames& targets) const {
  if (const auto bucket = bucket_of(value)) return target_of_bucket(column, *bucket, targets);
  return make_error(ErrorId::value_unplaceable, {name(), misfit()});
}

Result<std::size_t> NumberedAlgorithm::target_of_bucket(std::string_view column,
                                                        std::uint32_t bucket,
                                                        const TargetNames& targets) const {
  const std::string target = targets.name_of_number(std::to_string(bucket));
  if (const auto index = targets.find(target)) return *index;
  return no_target(column, target, targets);
}

}  // namespace sluice::router
