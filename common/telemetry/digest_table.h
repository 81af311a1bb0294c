// SPDX-License-Identifier: Apache-2.0
// What statements of one shape have cost, over all that differ in their literals only. Bounded:
// when it is full, the shapes that have taken the least time make room, and what is known of them
// goes on in one common row.
//
// Thread rule: one worker's thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice {

struct DigestCosts {
  std::uint64_t count = 0;
  std::uint64_t errors = 0;
  std::uint64_t rows = 0;  // given or changed
  std::chrono::microseconds time{0};
  std::chrono::microseconds longest{0};

  void add(const DigestCosts& other);
};

struct Digest {
  std::uint64_t key = 0;  // 0: all that made room for others
  std::string database;
  std::string text;  // no literal is in it
  DigestCosts costs;
};

class DigestTable {
 public:
  static constexpr std::size_t kCapacity = 1'000;
  static constexpr std::size_t kTextBytes = 1'024;

  // `hash`: of the statement without its literals.
  static std::uint64_t key_of(std::uint64_t hash, std::string_view database);

  bool contains(std::uint64_t key) const { return digests_.contains(key); }
  // `text`: up to kTextBytes of it are kept.
  void insert(std::uint64_t key, std::string_view database, std::string_view text);
  // Of a key that has made room since: in the common row.
  void add(std::uint64_t key, const DigestCosts& costs);

  // In no order; the common row last, if there is something in it.
  std::vector<Digest> list() const;
  std::size_t size() const { return digests_.size(); }
  void clear();

 private:
  struct Entry {
    std::string database;
    std::string text;
    DigestCosts costs;
  };
  void make_room();

  std::unordered_map<std::uint64_t, Entry> digests_;
  DigestCosts others_;
};

}  // namespace sluice
