// SPDX-License-Identifier: Apache-2.0
// INTERVAL: times fall into intervals that follow each other from a lower limit on; the target is
// the one whose name ends with the interval's beginning, written in a pattern.
//   datetime-pattern          of the limits, and of values in columns of text
//   datetime-lower            where the first interval begins
//   datetime-upper            no interval begins behind it; without it they go on as far as there
//                             are targets
//   sharding-suffix-pattern   of the targets' names
//   datetime-interval-amount, datetime-interval-unit    1 DAYS
// Months and years are those of the calendar.
#pragma once

#include <vector>

#include "config/time_pattern.h"
#include "router/algorithm/numbered.h"

namespace sluice::router {

class IntervalAlgorithm final : public NumberedAlgorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "INTERVAL"; }
  bool takes_time() const override { return true; }
  std::uint32_t bucket_count() const override;
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                       const TargetNames& targets) const override;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> buckets_of(
      const ValueRange& range) const override;
  bool same_function(const Algorithm& other) const override;

 protected:
  std::string_view misfit() const override {
    return "it is no time from datetime-lower to datetime-upper";
  }

 private:
  IntervalAlgorithm(std::string name, config::TimePattern values, config::TimePattern suffixes)
      : NumberedAlgorithm(std::move(name)),
        values_(std::move(values)),
        suffixes_(std::move(suffixes)) {}

  std::uint32_t interval_at(CivilMicros time) const;  // Precondition: not before the first one

  config::TimePattern values_;
  config::TimePattern suffixes_;
  std::string value_pattern_;
  std::vector<CivilMicros> starts_;  // ascending, at least one
  CivilMicros end_ = 0;              // of the last one
};

}  // namespace sluice::router
