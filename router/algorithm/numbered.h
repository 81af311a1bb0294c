// SPDX-License-Identifier: Apache-2.0
// What algorithms with buckets have in common: a value's bucket decides its target, which is the
// one whose name ends with the bucket's number, or what target_of_bucket() makes of it.
#pragma once

#include "router/algorithm/algorithm.h"

namespace sluice::router {

class NumberedAlgorithm : public Algorithm {
 public:
  using Algorithm::Algorithm;

  Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                const TargetNames& targets) const override;
  Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                       const TargetNames& targets) const override;

 protected:
  // Why a value has no bucket: "it is no integer".
  virtual std::string_view misfit() const { return "it is no integer"; }
};

}  // namespace sluice::router
