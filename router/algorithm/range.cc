// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/range.h"

#include <algorithm>
#include <charconv>

#include "config/shard_count.h"
#include "router/algorithm/props.h"

namespace sluice::router {
namespace {

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<std::shared_ptr<const Algorithm>> RangeAlgorithm::make(const config::Algorithm& config) {
  auto bounds = config::range_bounds(config);
  if (!bounds) return bad_prop(config, "", bounds.error().message());
  return std::shared_ptr<const Algorithm>(new RangeAlgorithm(config, *std::move(bounds)));
}

std::uint32_t RangeAlgorithm::bucket_count() const {
  return static_cast<std::uint32_t>(bounds_.size() + 1);
}

std::optional<std::uint32_t> RangeAlgorithm::bucket_of(const ShardingValue& value) const {
  std::int64_t number = INT64_MAX;  // a uint64_t is above that
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    number = *integer;
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    const std::optional<std::int64_t> parsed = integer_of(*text);
    if (!parsed) return std::nullopt;
    number = *parsed;
  }
  const auto above = std::upper_bound(bounds_.begin(), bounds_.end(), number);
  return static_cast<std::uint32_t>(above - bounds_.begin());
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> RangeAlgorithm::buckets_of(
    const ValueRange& range) const {
  return std::pair(*bucket_of(range.low), *bucket_of(range.high));
}

bool RangeAlgorithm::same_function(const Algorithm& other) const {
  const auto* range = dynamic_cast<const RangeAlgorithm*>(&other);
  return range != nullptr && range->bounds_ == bounds_;
}

}  // namespace sluice::router
