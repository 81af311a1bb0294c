// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/grouping.h"

#include <algorithm>
#include <new>

#include "executor/operators/merged_cell.h"

namespace sluice::executor::operators {
namespace {

// The type of an AVG's unrounded quotient.
wire::ColumnInfo exact_column(const wire::ColumnInfo& average) {
  wire::ColumnInfo column = average;
  column.flags &= static_cast<std::uint16_t>(~wire::column_flag::kZerofill);
  return column;
}

}  // namespace

Result<std::unique_ptr<Grouping>> Grouping::make(const router::Aggregation& plan,
                                                 const RowLayout& input,
                                                 const router::SortKey* sorted_by,
                                                 MemoryBudget& budget) {
  std::unique_ptr<Grouping> made(new Grouping(input, budget));
  made->columns_.assign(input.columns.begin(), input.columns.end());
  made->aggregated_.assign(input.columns.size(), false);
  for (const router::AggregateColumn& column : plan.columns) {
    if (Result<void> added = made->add_function(column, sorted_by); !added) return added.error();
  }
  made->output_ = input;
  made->output_.columns = made->columns_;
  made->row_.resize(made->columns_.size());
  return made;
}

Result<void> Grouping::add_function(const router::AggregateColumn& column,
                                    const router::SortKey* sorted_by) {
  AggregateContext context;
  context.layout = input_;
  context.arena = &arena_;
  context.sorted_by = sorted_by;
  context.exact_cell = columns_.size();
  Result<std::unique_ptr<AggregateFunction>> function = make_aggregate(column, context);
  if (!function) return function.error();
  if (*function == nullptr) return {};
  const Result<std::size_t> index = input_.find(column.column);
  if (!index) return index.error();
  aggregated_[*index] = true;
  if (column.kind == router::AggregateKind::avg) {
    averages_.push_back({*index, columns_.size()});
    columns_.push_back(exact_column(input_.columns[*index]));
  }
  functions_.push_back(*std::move(function));
  return {};
}

std::size_t Grouping::exact_cell(std::size_t column) const {
  for (const Average& average : averages_) {
    if (average.column == column) return average.exact_cell;
  }
  return column;
}

bool Grouping::is_average(std::size_t column) const {
  return exact_cell(column) != column;
}

Result<void> Grouping::start(std::span<const wire::Cell> cells, bool reuse, Group& group) {
  if (!keep_row(arena_, cells, reuse, group.first)) return arena_.budget().exceeded();
  if (group.states == nullptr) {
    std::byte* const memory = arena_.allocate(functions_.size() * sizeof(AggregateState));
    if (memory == nullptr) return arena_.budget().exceeded();
    group.states = new (memory) AggregateState[functions_.size()];
  }
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    AggregateState fresh;
    fresh.best = group.states[i].best;
    group.states[i] = fresh;
    if (reuse) functions_[i]->start_group();
  }
  return {};
}

Result<void> Grouping::start_empty(Group& group) {
  std::fill(row_.begin(), row_.end(), kNullCell);
  return start(std::span<const wire::Cell>(row_).first(input_.columns.size()), true, group);
}

Result<void> Grouping::add(Group& group, std::span<const wire::Cell> cells, std::uint64_t number) {
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    if (Result<void> added = functions_[i]->add(group.states[i], cells, number); !added) {
      return added;
    }
  }
  return {};
}

std::size_t Grouping::count_values(std::span<const wire::Cell> cells) const {
  std::size_t values = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) values += !aggregated_[i] && !cells[i].is_null;
  return values;
}

Result<void> Grouping::offer_first(Group& group, std::span<const wire::Cell> cells) {
  if (count_values(cells) <= count_values(group.first.cells)) return {};
  if (!keep_row(arena_, cells, true, group.first)) return arena_.budget().exceeded();
  return {};
}

Result<std::span<const wire::Cell>> Grouping::merged(const Group& group) {
  std::copy(group.first.cells.begin(), group.first.cells.end(), row_.begin());
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    if (Result<void> written = functions_[i]->write(group.states[i], row_); !written) {
      return written.error();
    }
  }
  return std::span<const wire::Cell>(row_);
}

}  // namespace sluice::executor::operators
