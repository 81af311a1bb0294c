// SPDX-License-Identifier: Apache-2.0
// MOD: the value modulo `sharding-count`, never negative; the result is a number that names the
// target. Props: sharding-count, start-offset, stop-offset (characters cut off the decimal text),
// zero-padding. As in ShardingSphere, an integer above INT64_MAX counts as its 64 bits read as
// signed.
#pragma once

#include "router/algorithm/algorithm.h"

namespace sluice::router {

class ModAlgorithm final : public Algorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "MOD"; }
  Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                const TargetNames& targets) const override;
  std::uint32_t bucket_count() const override;
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                       const TargetNames& targets) const override;
  bool same_function(const Algorithm& other) const override;

 private:
  ModAlgorithm(std::string name, std::uint32_t count) : Algorithm(std::move(name)), count_(count) {}

  std::uint32_t count_;
  std::size_t start_offset_ = 0;
  std::size_t stop_offset_ = 0;
  std::size_t padded_length_ = 0;
};

}  // namespace sluice::router
