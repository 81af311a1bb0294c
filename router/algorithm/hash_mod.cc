// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/hash_mod.h"

#include "router/algorithm/props.h"

namespace sluice::router {
namespace {

std::int32_t java_hash(std::int64_t value) {
  if (value >= INT32_MIN && value <= INT32_MAX) return static_cast<std::int32_t>(value);
  const auto bits = static_cast<std::uint64_t>(value);
  return static_cast<std::int32_t>(bits ^ (bits >> 32));
}

// BigInteger.hashCode() of a positive number of two 32-bit words.
std::int32_t java_hash(std::uint64_t value) {
  const auto high = static_cast<std::uint32_t>(value >> 32);
  const auto low = static_cast<std::uint32_t>(value);
  return static_cast<std::int32_t>(31 * high + low);
}

std::int32_t java_hash(std::string_view value) {
  return java_string_hash(value);
}

}  // namespace

Result<std::shared_ptr<const Algorithm>> HashModAlgorithm::make(const config::Algorithm& config) {
  const auto count = integer_prop(config, "sharding-count", 1, INT32_MAX, 0);
  if (!count) return count.error();
  if (*count == 0) return bad_prop(config, "sharding-count", "is missing");
  const auto normalize = bool_prop(config, "normalize-numeric-int-range", false);
  if (!normalize) return normalize.error();
  return std::shared_ptr<const Algorithm>(
      new HashModAlgorithm(config.name, static_cast<std::uint32_t>(*count)));
}

std::uint32_t HashModAlgorithm::bucket_count() const {
  return count_ <= kMaxBuckets ? count_ : 0;
}

std::optional<std::uint32_t> HashModAlgorithm::bucket_of(const ShardingValue& value) const {
  const std::int64_t hash = std::visit([](auto each) { return java_hash(each); }, value);
  return static_cast<std::uint32_t>((hash < 0 ? -hash : hash) % count_);
}

bool HashModAlgorithm::same_function(const Algorithm& other) const {
  const auto* hash_mod = dynamic_cast<const HashModAlgorithm*>(&other);
  return hash_mod != nullptr && hash_mod->count_ == count_;
}

}  // namespace sluice::router
