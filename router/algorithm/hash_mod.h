// SPDX-License-Identifier: Apache-2.0
// HASH_MOD: |Java hashCode| modulo `sharding-count`; the result is a number that names the target.
// An integer hashes as the smallest of Java's Integer, Long and BigInteger that holds it, so that
// the way a value was written never matters (what ShardingSphere's normalize-numeric-int-range=true
// does).
#pragma once

#include "router/algorithm/numbered.h"

namespace sluice::router {

class HashModAlgorithm final : public NumberedAlgorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "HASH_MOD"; }
  std::uint32_t bucket_count() const override;
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  bool same_function(const Algorithm& other) const override;

 private:
  HashModAlgorithm(std::string name, std::uint32_t count)
      : NumberedAlgorithm(std::move(name)), count_(count) {}

  std::uint32_t count_;
};

}  // namespace sluice::router
