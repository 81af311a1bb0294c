// SPDX-License-Identifier: Apache-2.0
// A group of rows and its merged row; what ordered and hash aggregation share. The merged row is
// the group's first row with the aggregate columns replaced, and behind its columns one cell for
// each AVG with the quotient that HAVING may need unrounded.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "executor/operators/aggregate_function.h"

namespace sluice::executor::operators {

struct Group {
  KeptRow first;
  AggregateState* states = nullptr;
};

class Grouping {
 public:
  // `sorted_by`: see AggregateContext. Errors: merge_type, internal.
  static Result<std::unique_ptr<Grouping>> make(const router::Aggregation& plan,
                                                const RowLayout& input,
                                                const router::SortKey* sorted_by,
                                                MemoryBudget& budget);

  // What the merged rows look like.
  const RowLayout& output() const { return output_; }
  // The cell that holds the unrounded quotient of an AVG of decimals; `column` itself for others.
  std::size_t exact_cell(std::size_t column) const;
  bool is_average(std::size_t column) const;

  // Begins a group with a row of it, which is not added yet. `reuse`: no other group is open, and
  // the memory of `group` serves again. Errors: memory_budget.
  Result<void> start(std::span<const wire::Cell> cells, bool reuse, Group& group);
  // A group without a row: NULLs and zero counts.
  Result<void> start_empty(Group& group);
  Result<void> add(Group& group, std::span<const wire::Cell> cells, std::uint64_t number);
  // Takes `cells` as the first row instead, if its columns that are not aggregated hold more
  // values: the NULLs of a shard without rows must not stand for another's values.
  Result<void> offer_first(Group& group, std::span<const wire::Cell> cells);
  // The merged row; valid until the next call.
  Result<std::span<const wire::Cell>> merged(const Group& group);

 private:
  explicit Grouping(const RowLayout& input, MemoryBudget& budget) : input_(input), arena_(budget) {}

  struct Average {
    std::size_t column;
    std::size_t exact_cell;
  };
  Result<void> add_function(const router::AggregateColumn& column,
                            const router::SortKey* sorted_by);
  std::size_t count_values(std::span<const wire::Cell> cells) const;

  RowLayout input_;
  RowLayout output_;
  std::vector<wire::ColumnInfo> columns_;  // shown by output_
  std::vector<std::unique_ptr<AggregateFunction>> functions_;
  std::vector<bool> aggregated_;  // by column
  std::vector<Average> averages_;
  std::vector<wire::Cell> row_;
  RowArena arena_;
};

}  // namespace sluice::executor::operators
