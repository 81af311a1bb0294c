// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/interval.h"

#include <algorithm>

#include "router/algorithm/props.h"

namespace sluice::router {
namespace {

std::string_view prop_text(const config::Algorithm& config, const char* prop) {
  const auto found = config.props.find(prop);
  return found == config.props.end() ? std::string_view() : std::string_view(found->second);
}

Result<CivilMicros> limit_of(const config::Algorithm& config, const char* prop,
                             const config::TimePattern& pattern) {
  const auto limit = pattern.parse(prop_text(config, prop));
  if (!limit) return bad_prop(config, prop, "does not follow datetime-pattern");
  return *limit;
}

Result<config::TimeStep> step_of(const config::Algorithm& config) {
  const auto amount = integer_prop(config, "datetime-interval-amount", 1, INT32_MAX, 1);
  if (!amount) return amount.error();
  const std::string_view unit = prop_text(config, "datetime-interval-unit");
  auto step = config::time_unit(unit.empty() ? "DAYS" : unit);
  if (!step) return bad_prop(config, "datetime-interval-unit", "is no unit of time known here");
  step->amount *= *amount;
  return *step;
}

// The only name that ends so; the one with the common prefix goes first.
std::optional<std::size_t> target_with_suffix(const TargetNames& targets, std::string_view suffix) {
  if (const auto exact = targets.find(targets.name_of_number(suffix))) return exact;
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!std::string_view(targets[i]).ends_with(suffix)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

}  // namespace

Result<std::shared_ptr<const Algorithm>> IntervalAlgorithm::make(const config::Algorithm& config) {
  auto values = config::TimePattern::compile(prop_text(config, "datetime-pattern"));
  if (!values) return bad_prop(config, "datetime-pattern", values.error().message());
  auto suffixes = config::TimePattern::compile(prop_text(config, "sharding-suffix-pattern"));
  if (!suffixes) return bad_prop(config, "sharding-suffix-pattern", suffixes.error().message());
  const auto lower = limit_of(config, "datetime-lower", *values);
  if (!lower) return lower.error();
  const bool limited = config.props.contains("datetime-upper");
  const auto upper = limited ? limit_of(config, "datetime-upper", *values) : *lower;
  if (!upper) return upper.error();
  if (*upper < *lower) return bad_prop(config, "datetime-upper", "is before datetime-lower");
  const auto step = step_of(config);
  if (!step) return step.error();

  std::shared_ptr<IntervalAlgorithm> made(
      new IntervalAlgorithm(config.name, *std::move(values), *std::move(suffixes)));
  made->value_pattern_ = prop_text(config, "datetime-pattern");
  std::optional<CivilMicros> start = *lower;
  while (start && (!limited || *start <= *upper) && made->starts_.size() < kMaxBuckets) {
    made->starts_.push_back(*start);
    start = add_interval(*start, step->amount, step->unit);
  }
  if (limited && start && *start <= *upper) {
    return bad_prop(config, "datetime-upper", "makes more than 65,536 intervals");
  }
  made->end_ = start.value_or(INT64_MAX);
  return std::shared_ptr<const Algorithm>(std::move(made));
}

std::uint32_t IntervalAlgorithm::interval_at(CivilMicros time) const {
  const auto behind = std::upper_bound(starts_.begin(), starts_.end(), time);
  return static_cast<std::uint32_t>(behind - starts_.begin() - 1);
}

std::uint32_t IntervalAlgorithm::bucket_count() const {
  return static_cast<std::uint32_t>(starts_.size());
}

std::optional<std::uint32_t> IntervalAlgorithm::bucket_of(const ShardingValue& value) const {
  std::optional<CivilMicros> time;
  if (const auto* micros = std::get_if<std::int64_t>(&value)) time = *micros;
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    time = values_.parse(*text);
    if (!time) time = parse_civil(*text);
  }
  if (!time || *time < starts_.front() || *time >= end_) return std::nullopt;
  return interval_at(*time);
}

Result<std::size_t> IntervalAlgorithm::target_of_bucket(std::string_view column,
                                                        std::uint32_t bucket,
                                                        const TargetNames& targets) const {
  const std::string suffix = suffixes_.format(starts_[bucket]);
  if (const auto target = target_with_suffix(targets, suffix)) return *target;
  return no_target(column, "*" + suffix, targets);
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> IntervalAlgorithm::buckets_of(
    const ValueRange& range) const {
  if (range.high < starts_.front() || range.low >= end_) return std::nullopt;
  const CivilMicros low = std::max(range.low, starts_.front());
  return std::pair(interval_at(low), interval_at(range.high));
}

bool IntervalAlgorithm::same_function(const Algorithm& other) const {
  const auto* interval = dynamic_cast<const IntervalAlgorithm*>(&other);
  return interval != nullptr && interval->starts_ == starts_ && interval->end_ == end_ &&
         interval->value_pattern_ == value_pattern_;
}

}  // namespace sluice::router
