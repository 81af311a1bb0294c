// SPDX-License-Identifier: Apache-2.0
#include "config/shard_count.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace sluice::config {
namespace {

constexpr std::size_t kMaxBounds = 65'535;

Error bad(std::string_view text) {
  return make_error(ErrorId::config_invalid, {text});
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer_prop(const Algorithm& algorithm, const char* prop) {
  const auto found = algorithm.props.find(prop);
  return found == algorithm.props.end() ? std::nullopt : integer(trimmed(found->second));
}

// Only `yyyy-MM-dd HH:mm:ss`.
std::optional<CivilMicros> time_prop(const Algorithm& algorithm, const char* prop) {
  constexpr std::size_t kLength = 19;
  const auto found = algorithm.props.find(prop);
  if (found == algorithm.props.end()) return std::nullopt;
  const std::string_view text = trimmed(found->second);
  return text.size() == kLength ? parse_civil(text) : std::nullopt;
}

Result<std::vector<std::int64_t>> volume_bounds(const Algorithm& algorithm) {
  const auto lower = integer_prop(algorithm, "range-lower");
  const auto upper = integer_prop(algorithm, "range-upper");
  const auto volume = integer_prop(algorithm, "sharding-volume");
  if (!lower || !upper || !volume || *volume < 1 || *upper <= *lower) {
    return bad("needs range-lower below range-upper and a positive sharding-volume");
  }
  const auto width = static_cast<std::uint64_t>(*upper) - static_cast<std::uint64_t>(*lower);
  const auto step = static_cast<std::uint64_t>(*volume);
  const std::uint64_t steps = (width - 1) / step + 1;
  if (steps >= kMaxBounds) return bad("makes more than 65,536 ranges");
  std::vector<std::int64_t> bounds;
  for (std::uint64_t i = 0; i < steps; ++i) {
    bounds.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(*lower) + i * step));
  }
  bounds.push_back(*upper);
  return bounds;
}

Result<std::vector<std::int64_t>> listed_bounds(const Algorithm& algorithm) {
  std::vector<std::int64_t> bounds;
  const auto found = algorithm.props.find("sharding-ranges");
  std::string_view rest = found == algorithm.props.end() ? std::string_view() : found->second;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const auto bound = integer(trimmed(rest.substr(0, comma)));
    if (!bound || (!bounds.empty() && *bound <= bounds.back())) {
      return bad("sharding-ranges must be ascending integers with commas between");
    }
    if (bounds.size() == kMaxBounds) return bad("sharding-ranges has more than 65,535 bounds");
    bounds.push_back(*bound);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  if (bounds.empty()) return bad("sharding-ranges is empty");
  return bounds;
}

}  // namespace

Result<std::vector<std::int64_t>> range_bounds(const Algorithm& algorithm) {
  return algorithm.type == "VOLUME_RANGE" ? volume_bounds(algorithm) : listed_bounds(algorithm);
}

Result<AutoInterval> auto_interval(const Algorithm& algorithm) {
  const auto lower = time_prop(algorithm, "datetime-lower");
  const auto upper = time_prop(algorithm, "datetime-upper");
  const auto seconds = integer_prop(algorithm, "sharding-seconds");
  if (!lower || !upper || *upper < *lower) {
    return bad("needs datetime-lower before datetime-upper, as yyyy-MM-dd HH:mm:ss");
  }
  if (!seconds || *seconds < 1) return bad("needs positive sharding-seconds");
  const std::int64_t stretches = (*upper - *lower) / kMicrosPerSecond / *seconds;
  if (stretches + 2 > static_cast<std::int64_t>(kMaxBounds)) {
    return bad("makes more than 65,535 stretches of time");
  }
  return AutoInterval{*lower, *seconds, static_cast<std::uint32_t>(stretches + 2)};
}

Result<ValueLists> value_lists(const Algorithm& algorithm) {
  ValueLists lists;
  const auto written = algorithm.props.find("sharding-lists");
  std::string_view rest = written == algorithm.props.end() ? std::string_view() : written->second;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string_view list = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    while (!list.empty()) {
      const std::size_t comma = list.find(',');
      const std::string value(trimmed(list.substr(0, comma)));
      list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
      if (!lists.list_of.emplace(value, lists.count).second) {
        return bad("sharding-lists has the value '" + value + "' twice");
      }
    }
    if (++lists.count > kMaxBounds) return bad("sharding-lists has more than 65,535 lists");
  }
  if (lists.count == 0) return bad("sharding-lists is empty");
  if (algorithm.props.contains("others")) {
    const auto others = integer_prop(algorithm, "others");
    if (!others || *others < 0 || *others > lists.count) {
      return bad("others must be the number of a list, or the next one");
    }
    lists.others = static_cast<std::uint32_t>(*others);
    lists.count = std::max(lists.count, *lists.others + 1);
  }
  return lists;
}

std::optional<std::size_t> shard_count(const Algorithm& algorithm) {
  if (algorithm.type == "AUTO_INTERVAL") {
    const auto shape = auto_interval(algorithm);
    if (!shape) return std::nullopt;
    return shape->count;
  }
  if (algorithm.type == "LIST") {
    const auto lists = value_lists(algorithm);
    if (!lists) return std::nullopt;
    return lists->count;
  }
  if (algorithm.type == "MOD" || algorithm.type == "HASH_MOD" || algorithm.type == "JUMP_HASH") {
    const auto count = integer_prop(algorithm, "sharding-count");
    if (!count || *count < 1) return std::nullopt;
    return static_cast<std::size_t>(*count);
  }
  if (algorithm.type != "VOLUME_RANGE" && algorithm.type != "BOUNDARY_RANGE") return std::nullopt;
  const auto bounds = range_bounds(algorithm);
  if (!bounds) return std::nullopt;
  return bounds->size() + 1;
}

}  // namespace sluice::config
