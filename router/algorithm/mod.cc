// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/mod.h"

#include "router/algorithm/props.h"

namespace sluice::router {
namespace {

std::int64_t as_signed(const ShardingValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  return static_cast<std::int64_t>(std::get<std::uint64_t>(value));
}

std::uint32_t never_negative(std::int64_t value, std::uint32_t count) {
  const std::int64_t rest = value % static_cast<std::int64_t>(count);
  return static_cast<std::uint32_t>(rest < 0 ? rest + count : rest);
}

std::string decimal_text(const ShardingValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return std::to_string(*number);
  return std::string(std::get<std::string_view>(value));
}

// A decimal number of any length; nullopt if the text is none.
std::optional<std::uint32_t> text_modulo(std::string_view text, std::uint32_t count) {
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::uint64_t rest = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    rest = (rest * 10 + static_cast<std::uint64_t>(digit - '0')) % count;
  }
  if (minus && rest != 0) rest = count - rest;
  return static_cast<std::uint32_t>(rest);
}

std::size_t decimal_digits(std::uint32_t value) {
  return std::to_string(value).size();
}

}  // namespace

Result<std::shared_ptr<const Algorithm>> ModAlgorithm::make(const config::Algorithm& config) {
  const auto count = integer_prop(config, "sharding-count", 1, INT32_MAX, 0);
  if (!count) return count.error();
  if (*count == 0) return bad_prop(config, "sharding-count", "is missing");
  const auto start = integer_prop(config, "start-offset", 0, INT32_MAX, 0);
  if (!start) return start.error();
  const auto stop = integer_prop(config, "stop-offset", 0, INT32_MAX, 0);
  if (!stop) return stop.error();
  const auto padding = bool_prop(config, "zero-padding", false);
  if (!padding) return padding.error();

  std::shared_ptr<ModAlgorithm> algorithm(
      new ModAlgorithm(config.name, static_cast<std::uint32_t>(*count)));
  algorithm->start_offset_ = static_cast<std::size_t>(*start);
  algorithm->stop_offset_ = static_cast<std::size_t>(*stop);
  if (*padding) algorithm->padded_length_ = decimal_digits(algorithm->count_ - 1);
  return std::shared_ptr<const Algorithm>(std::move(algorithm));
}

Result<std::size_t> ModAlgorithm::target_of(std::string_view column, const ShardingValue& value,
                                            const TargetNames& targets) const {
  if (const auto bucket = bucket_of(value)) return target_of_bucket(column, *bucket, targets);
  const std::string text = decimal_text(value);
  if (text.size() <= start_offset_ || text.size() - start_offset_ <= stop_offset_) {
    return make_error(ErrorId::value_unplaceable,
                      {name(), "it is shorter than its start-offset and stop-offset"});
  }
  const auto part =
      std::string_view(text).substr(start_offset_, text.size() - start_offset_ - stop_offset_);
  const auto bucket = text_modulo(part, count_);
  if (!bucket) return make_error(ErrorId::value_unplaceable, {name(), "it is no integer"});
  return target_of_bucket(column, *bucket, targets);
}

std::uint32_t ModAlgorithm::bucket_count() const {
  return count_ <= kMaxBuckets ? count_ : 0;
}

std::optional<std::uint32_t> ModAlgorithm::bucket_of(const ShardingValue& value) const {
  if (start_offset_ != 0 || stop_offset_ != 0 || std::holds_alternative<std::string_view>(value)) {
    return std::nullopt;
  }
  return never_negative(as_signed(value), count_);
}

Result<std::size_t> ModAlgorithm::target_of_bucket(std::string_view column, std::uint32_t bucket,
                                                   const TargetNames& targets) const {
  std::string number = std::to_string(bucket);
  if (number.size() < padded_length_) number.insert(0, padded_length_ - number.size(), '0');
  const std::string target = targets.name_of_number(number);
  if (const auto index = targets.find(target)) return *index;
  return no_target(column, target, targets);
}

bool ModAlgorithm::same_function(const Algorithm& other) const {
  const auto* mod = dynamic_cast<const ModAlgorithm*>(&other);
  return mod != nullptr && mod->count_ == count_ && mod->start_offset_ == start_offset_ &&
         mod->stop_offset_ == stop_offset_;
}

}  // namespace sluice::router
