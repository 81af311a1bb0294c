// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/key_set.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string_view>

namespace sluice::executor::operators {
namespace {

constexpr std::size_t kFirstSlots = 64;

}  // namespace

KeySet::~KeySet() {
  keys_.budget().give_back(entries_.capacity() * sizeof(Entry) +
                           slots_.capacity() * sizeof(std::uint32_t));
}

Result<KeySet::Inserted> KeySet::insert(Bytes key) {
  if (entries_.size() * 2 >= slots_.size() && !grow()) return keys_.budget().exceeded();
  const std::uint64_t hash = std::hash<std::string_view>{}(as_text(key));
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at] != kFree; at = (at + 1) & mask) {
    const Entry& entry = entries_[slots_[at]];
    if (entry.hash == hash && as_text({entry.data, entry.size}) == as_text(key)) {
      return Inserted{slots_[at], false};
    }
  }
  std::byte* const copy = keys_.allocate(key.size());
  if (copy == nullptr || entries_.size() == kFree) return keys_.budget().exceeded();
  if (!key.empty()) std::memcpy(copy, key.data(), key.size());
  slots_[at] = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({hash, copy, key.size()});
  return Inserted{entries_.size() - 1, true};
}

void KeySet::clear() {
  keys_.clear();
  entries_.clear();
  std::fill(slots_.begin(), slots_.end(), kFree);
}

bool KeySet::grow() {
  const std::size_t count = slots_.empty() ? kFirstSlots : slots_.size() * 2;
  if (!reserve(entries_, count / 2) || !reserve(slots_, count)) return false;
  slots_.assign(count, kFree);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    place(entries_[i].hash, static_cast<std::uint32_t>(i));
  }
  return true;
}

void KeySet::place(std::uint64_t hash, std::uint32_t number) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at] != kFree) at = (at + 1) & mask;
  slots_[at] = number;
}

template <class T>
bool KeySet::reserve(std::vector<T>& vector, std::size_t capacity) {
  const std::size_t before = vector.capacity();
  if (capacity <= before) return true;
  if (!keys_.budget().take((capacity - before) * sizeof(T))) return false;
  vector.reserve(capacity);
  return true;
}

}  // namespace sluice::executor::operators
