// SPDX-License-Identifier: Apache-2.0
// Algorithms that say themselves how many shards there are: what automatic tables are made of.
// Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/civil_time.h"
#include "common/base/result.h"
#include "config/config.h"

namespace sluice::config {

// The bounds of VOLUME_RANGE and BOUNDARY_RANGE, ascending, at most 65,535. Errors: config_invalid
// naming the prop.
Result<std::vector<std::int64_t>> range_bounds(const Algorithm& algorithm);

// AUTO_INTERVAL: count = (upper - lower) / seconds, rounded down, + 2. Errors: config_invalid
// naming the prop.
struct AutoInterval {
  CivilMicros lower = 0;
  std::int64_t seconds = 1;
  std::uint32_t count = 2;
};
Result<AutoInterval> auto_interval(const Algorithm& algorithm);

// LIST: which list each value is in. Errors: config_invalid naming the prop.
struct ValueLists {
  std::map<std::string, std::uint32_t, std::less<>> list_of;
  std::optional<std::uint32_t> others;  // the list of all other values
  std::uint32_t count = 0;
};
Result<ValueLists> value_lists(const Algorithm& algorithm);

// How many shards an algorithm tells apart; nothing if it does not say, or its props are wrong.
std::optional<std::size_t> shard_count(const Algorithm& algorithm);

}  // namespace sluice::config
