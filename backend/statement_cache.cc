// SPDX-License-Identifier: Apache-2.0
#include "backend/statement_cache.h"

namespace sluice::backend {

std::optional<std::uint32_t> StatementCache::find(std::string_view sql) {
  const auto found = index_.find(sql);
  if (found == index_.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->id;
}

std::optional<std::uint32_t> StatementCache::insert(std::string_view sql, std::uint32_t id) {
  std::optional<std::uint32_t> evicted;
  if (entries_.size() >= limit_) {
    evicted = entries_.back().id;
    index_.erase(entries_.back().sql);
    entries_.pop_back();
  }
  entries_.push_front(Entry{std::string(sql), id});
  index_.emplace(entries_.front().sql, entries_.begin());
  return evicted;
}

void StatementCache::clear() {
  index_.clear();
  entries_.clear();
}

}  // namespace sluice::backend
