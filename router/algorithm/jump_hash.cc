// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/jump_hash.h"

#include <xxhash.h>

#include "router/algorithm/props.h"

namespace sluice::router {
namespace {

// So that neighbours differ in all bits: the finalizer of SplitMix64.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

std::uint64_t hash_of(const ShardingValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return mixed(static_cast<std::uint64_t>(*number));
  }
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return mixed(*number);
  const std::string_view text = std::get<std::string_view>(value);
  return XXH64(text.data(), text.size(), 0);
}

// The pseudo-random sequence of places that a key would jump to as targets are added.
std::uint32_t jump(std::uint64_t key, std::uint32_t count) {
  std::int64_t place = 0;
  for (std::int64_t next = 0; next < count;) {
    place = next;
    key = key * 2862933555777941757u + 1;
    const auto step =
        static_cast<double>(std::int64_t{1} << 31) / static_cast<double>((key >> 33) + 1);
    next = static_cast<std::int64_t>(static_cast<double>(place + 1) * step);
  }
  return static_cast<std::uint32_t>(place);
}

}  // namespace

Result<std::shared_ptr<const Algorithm>> JumpHashAlgorithm::make(const config::Algorithm& config) {
  const auto count = integer_prop(config, "sharding-count", 1, kMaxBuckets, 0);
  if (!count) return count.error();
  if (*count == 0) return bad_prop(config, "sharding-count", "is missing");
  return std::shared_ptr<const Algorithm>(
      new JumpHashAlgorithm(config.name, static_cast<std::uint32_t>(*count)));
}

std::optional<std::uint32_t> JumpHashAlgorithm::bucket_of(const ShardingValue& value) const {
  return jump(hash_of(value), count_);
}

bool JumpHashAlgorithm::same_function(const Algorithm& other) const {
  const auto* hash = dynamic_cast<const JumpHashAlgorithm*>(&other);
  return hash != nullptr && hash->count_ == count_;
}

}  // namespace sluice::router
