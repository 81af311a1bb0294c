// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/ordered_aggregate.h"

namespace sluice::executor::operators {

OrderedAggregate::OrderedAggregate(std::unique_ptr<Grouping> grouping, SortKeys keys,
                                   MemoryBudget& budget, RowConsumer& next)
    : grouping_(std::move(grouping)),
      keys_(std::move(keys)),
      arena_(budget),
      next_(next),
      row_keys_(keys_.size()) {}

Result<Flow> OrderedAggregate::push(const Row& row) {
  if (Result<void> read = keys_.read(row.cells, row_keys_); !read) return read.error();
  Flow flow = Flow::more;
  const int step = open_ ? keys_.compare(row_keys_.data(), group_keys_.data()) : 1;
  if (step < 0) return make_error(ErrorId::rows_out_of_order, {"GROUP BY"});
  if (step > 0) {
    if (open_) {
      const Result<Flow> emitted = emit();
      if (!emitted || *emitted == Flow::satisfied) return emitted;
      flow = *emitted;
    }
    if (Result<void> started = start(row.cells); !started) return started.error();
  } else if (keys_.size() == 0) {
    if (Result<void> offered = grouping_->offer_first(group_, row.cells); !offered) {
      return offered.error();
    }
  }
  if (Result<void> added = grouping_->add(group_, row.cells, 0); !added) return added.error();
  return flow;
}

Result<void> OrderedAggregate::start(std::span<const wire::Cell> cells) {
  if (!group_keys_.keep(arena_, row_keys_)) return arena_.budget().exceeded();
  open_ = true;
  return grouping_->start(cells, true, group_);
}

Result<Flow> OrderedAggregate::emit() {
  const Result<std::span<const wire::Cell>> merged = grouping_->merged(group_);
  if (!merged) return merged.error();
  open_ = false;
  emitted_any_ = true;
  return next_.push(Row{{}, *merged});
}

Result<Flow> OrderedAggregate::finish() {
  if (!open_ && !emitted_any_ && keys_.size() == 0) {
    if (Result<void> started = grouping_->start_empty(group_); !started) return started.error();
    open_ = true;
  }
  if (open_) {
    const Result<Flow> emitted = emit();
    if (!emitted || *emitted != Flow::more) return emitted;
  }
  return next_.finish();
}

}  // namespace sluice::executor::operators
