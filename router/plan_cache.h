// SPDX-License-Identifier: Apache-2.0
// A worker's plans by normalised statement text. A hit costs one probe, one comparison of the text
// (so that no hash collision matters) and no allocation. Statements whose plan depends on literal
// values (ORDER BY 1) have one entry for each set of those literals.
//
// Bounded in bytes; the least recently used plans go first. Refusals are not kept.
// Thread rule: one worker's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "router/resolve.h"

namespace sluice::router {

class PlanCache {
 public:
  // `capacity_bytes` 0 keeps nothing.
  explicit PlanCache(std::size_t capacity_bytes) : capacity_bytes_(capacity_bytes) {}
  PlanCache(const PlanCache&) = delete;
  PlanCache& operator=(const PlanCache&) = delete;

  // The plan for a statement under this default database and metadata version; null if there is
  // none.
  PlanPtr find(const StatementValues& values, std::string_view database, std::uint64_t version);

  // Does nothing if the statement or its plan is not cacheable, or too large for the cache.
  void insert(const StatementValues& values, std::string_view database, PlanPtr plan);

  void clear();

  std::size_t size() const { return entries_.size(); }
  std::size_t bytes() const { return bytes_; }
  std::uint64_t hits() const { return hits_; }
  std::uint64_t misses() const { return misses_; }

 private:
  struct Entry {
    std::uint64_t hash;
    std::string text;
    std::string database;
    std::uint64_t lex;
    std::size_t bytes;
    PlanPtr plan;
  };
  using Entries = std::list<Entry>;  // most recently used first

  bool matches(const Entry& entry, const StatementValues& values, std::string_view database,
               std::uint64_t version) const;
  void make_room_for_variant(const StatementValues& values, std::string_view database,
                             std::uint64_t version);
  void erase(Entries::iterator entry);

  std::size_t capacity_bytes_;
  std::size_t bytes_ = 0;
  std::uint64_t hits_ = 0;
  std::uint64_t misses_ = 0;
  Entries entries_;
  std::unordered_multimap<std::uint64_t, Entries::iterator> by_hash_;
};

// What a plan roughly occupies.
std::size_t plan_bytes(const Plan& plan);

}  // namespace sluice::router
