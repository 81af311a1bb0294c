// SPDX-License-Identifier: Apache-2.0
// AUTO_INTERVAL: times fall into stretches of sharding-seconds from datetime-lower on, and the
// number of the stretch is the target. As ShardingSphere has it, number 0 is all that is not later
// than datetime-lower, stretch n ends with (not before) lower + n * seconds, quotients are rounded
// to two decimals first, and what is later than datetime-upper belongs to the last one.
#pragma once

#include "common/base/civil_time.h"
#include "router/algorithm/numbered.h"

namespace sluice::router {

class AutoIntervalAlgorithm final : public NumberedAlgorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "AUTO_INTERVAL"; }
  bool takes_time() const override { return true; }
  std::uint32_t bucket_count() const override { return count_; }
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> buckets_of(
      const ValueRange& range) const override;
  bool same_function(const Algorithm& other) const override;

 protected:
  std::string_view misfit() const override { return "it is no date and time"; }

 private:
  explicit AutoIntervalAlgorithm(std::string name) : NumberedAlgorithm(std::move(name)) {}

  std::uint32_t bucket_at(CivilMicros time) const;

  CivilMicros lower_ = 0;
  std::int64_t seconds_ = 1;
  std::uint32_t count_ = 2;
};

}  // namespace sluice::router
