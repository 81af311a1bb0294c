// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/hash_aggregate.h"

#include <algorithm>

namespace sluice::executor::operators {
namespace {

constexpr std::size_t kFirstGroups = 16;

}  // namespace

HashAggregate::HashAggregate(std::unique_ptr<Grouping> grouping, SortKeys keys,
                             MemoryBudget& budget, RowConsumer& next)
    : grouping_(std::move(grouping)),
      keys_(std::move(keys)),
      budget_(budget),
      next_(next),
      row_keys_(keys_.size()),
      numbers_(budget) {}

HashAggregate::~HashAggregate() {
  budget_.give_back(groups_.capacity() * sizeof(Group));
}

Result<Flow> HashAggregate::push(const Row& row) {
  if (Result<void> read = keys_.read(row.cells, row_keys_); !read) return read.error();
  key_.clear();
  keys_.append_canonical(row_keys_, key_);
  const Result<KeySet::Inserted> inserted = numbers_.insert(key_);
  if (!inserted) return inserted.error();
  if (inserted->is_new) {
    if (Result<void> started = start(row.cells); !started) return started.error();
  }
  Group& group = groups_[inserted->number];
  if (Result<void> added = grouping_->add(group, row.cells, inserted->number); !added) {
    return added.error();
  }
  return Flow::more;
}

Result<void> HashAggregate::start(std::span<const wire::Cell> cells) {
  if (groups_.size() == groups_.capacity()) {
    const std::size_t more = std::max(groups_.capacity(), kFirstGroups);
    if (!budget_.take(more * sizeof(Group))) return budget_.exceeded();
    groups_.reserve(groups_.capacity() + more);
  }
  return grouping_->start(cells, false, groups_.emplace_back());
}

Result<Flow> HashAggregate::finish() {
  while (emitted_ < groups_.size()) {
    const Result<std::span<const wire::Cell>> merged = grouping_->merged(groups_[emitted_]);
    if (!merged) return merged.error();
    ++emitted_;
    const Result<Flow> flow = next_.push(Row{{}, *merged});
    if (!flow || *flow != Flow::more) return flow;
  }
  return next_.finish();
}

}  // namespace sluice::executor::operators
