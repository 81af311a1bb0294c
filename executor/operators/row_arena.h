// SPDX-License-Identifier: Apache-2.0
// Memory for what outlives a row: grows in blocks that are charged to the budget, moves nothing,
// and frees everything at once. Ownership: memory lives as long as the arena, or until clear().
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "common/wire/row.h"
#include "executor/operators/memory_budget.h"

namespace sluice::executor::operators {

class RowArena {
 public:
  explicit RowArena(MemoryBudget& budget) : budget_(budget) {}
  ~RowArena() { release_from(0); }
  RowArena(const RowArena&) = delete;
  RowArena& operator=(const RowArena&) = delete;

  // Aligned for any type without extended alignment; null if the budget has not that much left.
  std::byte* allocate(std::size_t bytes);
  // Everything allocated so far is gone; one block is kept for what comes.
  void clear();

  MemoryBudget& budget() { return budget_; }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  bool add_block(std::size_t at_least);
  void release_from(std::size_t first);

  MemoryBudget& budget_;
  std::vector<Block> blocks_;
  std::size_t used_ = 0;  // of the last block
};

// A place for one row's cells and their bytes in an arena.
struct KeptRow {
  std::byte* memory = nullptr;
  std::size_t capacity = 0;
  std::span<wire::Cell> cells;
};

// Copies `cells` into `row`, into the memory it has if that is enough. With `replaceable` it is
// given room to spare, so that keeping other rows in the same place wastes at most as much as it
// holds. False: over the budget.
bool keep_row(RowArena& arena, std::span<const wire::Cell> cells, bool replaceable, KeptRow& row);

}  // namespace sluice::executor::operators
