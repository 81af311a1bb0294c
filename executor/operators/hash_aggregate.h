// SPDX-License-Identifier: Apache-2.0
// GROUP BY over rows in any order: all groups are kept, within the budget, and come out in the
// order in which their first rows came.
#pragma once

#include "executor/operators/grouping.h"
#include "executor/operators/key_set.h"
#include "executor/operators/row_consumer.h"

namespace sluice::executor::operators {

class HashAggregate final : public RowConsumer {
 public:
  HashAggregate(std::unique_ptr<Grouping> grouping, SortKeys keys, MemoryBudget& budget,
                RowConsumer& next);
  ~HashAggregate() override;

  // Errors besides those of the cells: memory_budget.
  Result<Flow> push(const Row& row) override;
  Result<Flow> finish() override;

 private:
  Result<void> start(std::span<const wire::Cell> cells);

  std::unique_ptr<Grouping> grouping_;
  SortKeys keys_;
  MemoryBudget& budget_;
  RowConsumer& next_;
  std::vector<KeyValue> row_keys_;
  Buffer key_;
  KeySet numbers_;             // of groups
  std::vector<Group> groups_;  // by number
  std::size_t emitted_ = 0;
};

}  // namespace sluice::executor::operators
