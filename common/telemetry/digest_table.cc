// SPDX-License-Identifier: Apache-2.0
#include "common/telemetry/digest_table.h"

#include <algorithm>
#include <functional>

namespace sluice {

void DigestCosts::add(const DigestCosts& other) {
  count += other.count;
  errors += other.errors;
  rows += other.rows;
  time += other.time;
  longest = std::max(longest, other.longest);
}

std::uint64_t DigestTable::key_of(std::uint64_t hash, std::string_view database) {
  constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15;  // spreads the bits of the name's hash
  const std::uint64_t key = hash ^ (std::hash<std::string_view>{}(database)*kMix);
  return key == 0 ? 1 : key;
}

void DigestTable::insert(std::uint64_t key, std::string_view database, std::string_view text) {
  if (digests_.size() >= kCapacity) make_room();
  digests_.try_emplace(key,
                       Entry{std::string(database), std::string(text.substr(0, kTextBytes)), {}});
}

void DigestTable::add(std::uint64_t key, const DigestCosts& costs) {
  const auto found = digests_.find(key);
  (found == digests_.end() ? others_ : found->second.costs).add(costs);
}

// A quarter at a time, so that a flood of shapes costs each of them little.
void DigestTable::make_room() {
  using At = decltype(digests_)::iterator;
  std::vector<At> by_time;
  by_time.reserve(digests_.size());
  for (auto at = digests_.begin(); at != digests_.end(); ++at) by_time.push_back(at);
  const auto last = by_time.begin() + kCapacity / 4;
  std::nth_element(by_time.begin(), last, by_time.end(), [](const At& a, const At& b) {
    return a->second.costs.time < b->second.costs.time;
  });
  for (auto at = by_time.begin(); at != last; ++at) {
    others_.add((*at)->second.costs);
    digests_.erase(*at);
  }
}

std::vector<Digest> DigestTable::list() const {
  std::vector<Digest> digests;
  digests.reserve(digests_.size() + 1);
  for (const auto& [key, entry] : digests_) {
    digests.push_back({key, entry.database, entry.text, entry.costs});
  }
  if (others_.count > 0) digests.push_back({0, {}, {}, others_});
  return digests;
}

void DigestTable::clear() {
  digests_.clear();
  others_ = {};
}

}  // namespace sluice
