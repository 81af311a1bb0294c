// SPDX-License-Identifier: Apache-2.0
// GROUP BY over rows that come in order of the group keys, and aggregates without GROUP BY (one
// group, and a row even if none came). Keeps one group at a time.
#pragma once

#include "executor/operators/grouping.h"
#include "executor/operators/row_consumer.h"

namespace sluice::executor::operators {

class OrderedAggregate final : public RowConsumer {
 public:
  // `keys`: the group keys in the order and direction that rows come in; empty without GROUP BY.
  OrderedAggregate(std::unique_ptr<Grouping> grouping, SortKeys keys, MemoryBudget& budget,
                   RowConsumer& next);

  // Errors besides those of the cells: rows_out_of_order, where a group might come back.
  Result<Flow> push(const Row& row) override;
  Result<Flow> finish() override;

 private:
  Result<void> start(std::span<const wire::Cell> cells);
  Result<Flow> emit();

  std::unique_ptr<Grouping> grouping_;
  SortKeys keys_;
  RowArena arena_;
  RowConsumer& next_;
  std::vector<KeyValue> row_keys_;
  KeptKeys group_keys_;
  Group group_;
  bool open_ = false;
  bool emitted_any_ = false;
};

}  // namespace sluice::executor::operators
