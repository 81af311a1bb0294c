// SPDX-License-Identifier: Apache-2.0
// One aggregate column of the merge: takes the shards' partial values of a group and yields the
// value that one server would have computed. One file per kind; make_aggregate() chooses.
//
// A group's state is a plain struct that the operator keeps in its arena, so that a million groups
// need no object each. Functions own what all groups share. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "executor/operators/row_arena.h"
#include "executor/operators/row_layout.h"
#include "executor/operators/sort_keys.h"
#include "executor/operators/wide_integer.h"

namespace sluice::executor::operators {

// What a group has seen so far; which members count is up to the function. Trivially destructible.
struct AggregateState {
  bool present = false;  // some partial value was not NULL
  std::uint64_t count = 0;
  double real = 0;
  WideInteger exact;
  KeptRow best;       // MIN, MAX: the value's cells
  KeyValue best_key;  // reads `best`
};

class AggregateFunction {
 public:
  virtual ~AggregateFunction() = default;

  // Ordered aggregation: the groups before are complete.
  virtual void start_group() {}
  // Adds the partial values of one row. `group` tells apart the groups that are open together.
  virtual Result<void> add(AggregateState& state, std::span<const wire::Cell> cells,
                           std::uint64_t group) = 0;
  // Replaces the merged column, and what belongs to it, in a row of the group. The cells stay valid
  // until the next call.
  virtual Result<void> write(const AggregateState& state, std::span<wire::Cell> row) = 0;
};

struct AggregateContext {
  RowLayout layout;
  RowArena* arena = nullptr;
  // COUNT(DISTINCT): the key that rows of a group are ordered by; null if they come in no order.
  const router::SortKey* sorted_by = nullptr;
  // AVG: index of the cell that gets the quotient before it is rounded for display.
  std::size_t exact_cell = 0;
};

// Null for a column that keeps the first row's value. Errors: merge_type, internal.
Result<std::unique_ptr<AggregateFunction>> make_aggregate(const router::AggregateColumn& column,
                                                          const AggregateContext& context);

// The kinds. Each checks the types of its columns.
using MadeAggregate = Result<std::unique_ptr<AggregateFunction>>;
MadeAggregate make_count(const router::AggregateColumn& column, const AggregateContext& context);
MadeAggregate make_sum(const router::AggregateColumn& column, const AggregateContext& context);
MadeAggregate make_extreme(const router::AggregateColumn& column, const AggregateContext& context);
MadeAggregate make_avg(const router::AggregateColumn& column, const AggregateContext& context);
MadeAggregate make_count_distinct(const router::AggregateColumn& column,
                                  const AggregateContext& context);

}  // namespace sluice::executor::operators
