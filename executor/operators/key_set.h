// SPDX-License-Identifier: Apache-2.0
// A set of canonical keys (SortKeys::append_canonical) that numbers them in the order they came.
// Open addressing; keys are copied into an arena of its own, all memory is charged to the budget.
#pragma once

#include <cstdint>
#include <vector>

#include "executor/operators/row_arena.h"

namespace sluice::executor::operators {

class KeySet {
 public:
  explicit KeySet(MemoryBudget& budget) : keys_(budget) {}
  ~KeySet();
  KeySet(const KeySet&) = delete;
  KeySet& operator=(const KeySet&) = delete;

  struct Inserted {
    std::size_t number;  // of the key, counted from 0
    bool is_new;
  };
  // Errors: memory_budget.
  Result<Inserted> insert(Bytes key);
  std::size_t size() const { return entries_.size(); }
  // Keeps the table's memory for what comes.
  void clear();

 private:
  struct Entry {
    std::uint64_t hash;
    const std::byte* data;
    std::size_t size;
  };
  static constexpr std::uint32_t kFree = UINT32_MAX;

  bool grow();
  void place(std::uint64_t hash, std::uint32_t number);
  // Growing a vector by hand, so that the budget is asked first.
  template <class T>
  bool reserve(std::vector<T>& vector, std::size_t capacity);

  RowArena keys_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // numbers of entries; a power of two many
};

}  // namespace sluice::executor::operators
