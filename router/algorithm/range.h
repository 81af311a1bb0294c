// SPDX-License-Identifier: Apache-2.0
// VOLUME_RANGE and BOUNDARY_RANGE: integers fall into ranges between sorted bounds, each closed at
// its lower end and open at its upper one; the range's number names the target. Values below the
// first bound are range 0.
//   VOLUME_RANGE    range-lower, range-upper, sharding-volume: bounds from lower to upper, one each
//                   volume; as in ShardingSphere ceil((upper - lower) / volume) + 2 ranges
//   BOUNDARY_RANGE  sharding-ranges: the bounds, comma-separated and ascending
#pragma once

#include <vector>

#include "router/algorithm/numbered.h"

namespace sluice::router {

class RangeAlgorithm final : public NumberedAlgorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return type_; }
  std::uint32_t bucket_count() const override;
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> buckets_of(
      const ValueRange& range) const override;
  bool same_function(const Algorithm& other) const override;

 private:
  RangeAlgorithm(const config::Algorithm& config, std::vector<std::int64_t> bounds)
      : NumberedAlgorithm(config.name), type_(config.type), bounds_(std::move(bounds)) {}

  std::string type_;
  std::vector<std::int64_t> bounds_;  // ascending, no two alike, at least one
};

}  // namespace sluice::router
