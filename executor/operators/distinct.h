// SPDX-License-Identifier: Apache-2.0
// DISTINCT: of rows with equal keys, the first passes. Sorted rows need the last one's keys only;
// rows in another order a set of all keys, within the budget.
#pragma once

#include "executor/operators/key_set.h"
#include "executor/operators/row_consumer.h"
#include "executor/operators/sort_keys.h"

namespace sluice::executor::operators {

class SortedDistinct final : public RowConsumer {
 public:
  // `keys` in the order and direction that rows come in.
  SortedDistinct(SortKeys keys, MemoryBudget& budget, RowConsumer& next)
      : keys_(std::move(keys)), arena_(budget), next_(next), row_keys_(keys_.size()) {}

  // Errors besides those of the cells: rows_out_of_order, memory_budget.
  Result<Flow> push(const Row& row) override;
  Result<Flow> finish() override { return next_.finish(); }

 private:
  SortKeys keys_;
  RowArena arena_;
  RowConsumer& next_;
  std::vector<KeyValue> row_keys_;
  KeptKeys last_;
};

class HashDistinct final : public RowConsumer {
 public:
  HashDistinct(SortKeys keys, MemoryBudget& budget, RowConsumer& next)
      : keys_(std::move(keys)), next_(next), row_keys_(keys_.size()), seen_(budget) {}

  // Errors besides those of the cells: memory_budget.
  Result<Flow> push(const Row& row) override;
  Result<Flow> finish() override { return next_.finish(); }

 private:
  SortKeys keys_;
  RowConsumer& next_;
  std::vector<KeyValue> row_keys_;
  Buffer key_;
  KeySet seen_;
};

}  // namespace sluice::executor::operators
