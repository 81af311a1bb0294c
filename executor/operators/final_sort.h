// SPDX-License-Identifier: Apache-2.0
// ORDER BY over merged rows: keeps them all, or with a LIMIT only as many as can come out, within
// the budget. Stable: equal rows keep the order they came in.
#pragma once

#include "executor/operators/row_arena.h"
#include "executor/operators/row_consumer.h"
#include "executor/operators/sort_keys.h"

namespace sluice::executor::operators {

class FinalSort final : public RowConsumer {
 public:
  // `most`: rows that are wanted of the front.
  FinalSort(SortKeys keys, std::uint64_t most, MemoryBudget& budget, RowConsumer& next)
      : keys_(std::move(keys)),
        most_(most),
        budget_(budget),
        next_(next),
        row_keys_(keys_.size()),
        arena_(budget) {}
  ~FinalSort() override { budget_.give_back(rows_.capacity() * sizeof(SortedRow)); }

  // Errors besides those of the cells: memory_budget.
  Result<Flow> push(const Row& row) override;
  Result<Flow> finish() override;

  std::uint64_t arrived() const { return arrived_; }

 private:
  struct SortedRow {
    KeptRow row;
    KeyValue* keys;
    std::uint64_t arrival;
  };
  bool less(const SortedRow& a, const SortedRow& b) const;
  Result<void> keep(std::span<const wire::Cell> cells, SortedRow& place);
  bool grow();
  bool bounded() const { return most_ != UINT64_MAX; }

  SortKeys keys_;
  std::uint64_t most_;
  MemoryBudget& budget_;
  RowConsumer& next_;
  std::vector<KeyValue> row_keys_;
  RowArena arena_;
  std::vector<SortedRow> rows_;  // bounded: a heap with the last row on top
  std::uint64_t arrived_ = 0;
  bool sorted_ = false;
  std::size_t emitted_ = 0;
};

}  // namespace sluice::executor::operators
