// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/auto_interval.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "config/shard_count.h"
#include "router/algorithm/props.h"

namespace sluice::router {
namespace {

// Whole seconds, towards the earlier one.
std::int64_t seconds_of(CivilMicros time) {
  return time / kMicrosPerSecond - (time % kMicrosPerSecond < 0 ? 1 : 0);
}

// Java's DecimalFormat("0.00"): what the binary value is nearest to, like printf.
double to_two_decimals(double value) {
  char text[64];
  const auto written = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 2);
  double rounded = value;
  if (written.ec == std::errc{}) std::from_chars(text, written.ptr, rounded);
  return rounded;
}

}  // namespace

Result<std::shared_ptr<const Algorithm>> AutoIntervalAlgorithm::make(
    const config::Algorithm& config) {
  const auto shape = config::auto_interval(config);
  if (!shape) return bad_prop(config, "", shape.error().message());
  std::shared_ptr<AutoIntervalAlgorithm> made(new AutoIntervalAlgorithm(config.name));
  made->lower_ = shape->lower;
  made->seconds_ = shape->seconds;
  made->count_ = shape->count;
  return std::shared_ptr<const Algorithm>(std::move(made));
}

std::uint32_t AutoIntervalAlgorithm::bucket_at(CivilMicros time) const {
  const auto since = static_cast<double>(seconds_of(time) - seconds_of(lower_));
  const double position = std::ceil(to_two_decimals(since / static_cast<double>(seconds_)));
  return static_cast<std::uint32_t>(std::clamp(position, 0.0, static_cast<double>(count_ - 1)));
}

std::optional<std::uint32_t> AutoIntervalAlgorithm::bucket_of(const ShardingValue& value) const {
  if (const auto* micros = std::get_if<std::int64_t>(&value)) return bucket_at(*micros);
  const auto* text = std::get_if<std::string_view>(&value);
  const auto time = text != nullptr ? parse_civil(*text) : std::nullopt;
  if (!time) return std::nullopt;
  return bucket_at(*time);
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> AutoIntervalAlgorithm::buckets_of(
    const ValueRange& range) const {
  return std::pair(bucket_at(range.low), bucket_at(range.high));
}

bool AutoIntervalAlgorithm::same_function(const Algorithm& other) const {
  const auto* interval = dynamic_cast<const AutoIntervalAlgorithm*>(&other);
  return interval != nullptr && interval->lower_ == lower_ && interval->seconds_ == seconds_ &&
         interval->count_ == count_;
}

}  // namespace sluice::router
