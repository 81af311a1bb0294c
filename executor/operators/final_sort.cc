// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/final_sort.h"

#include <algorithm>
#include <new>

namespace sluice::executor::operators {
namespace {

constexpr std::size_t kFirstRows = 16;

}  // namespace

bool FinalSort::less(const SortedRow& a, const SortedRow& b) const {
  const int order = keys_.compare(a.keys, b.keys);
  return order != 0 ? order < 0 : a.arrival < b.arrival;
}

Result<Flow> FinalSort::push(const Row& row) {
  ++arrived_;
  const auto later = [this](const SortedRow& a, const SortedRow& b) { return less(a, b); };
  if (rows_.size() < most_) {
    if (!grow()) return budget_.exceeded();
    SortedRow place{{}, nullptr, 0};
    if (Result<void> kept = keep(row.cells, place); !kept) return kept.error();
    rows_.push_back(place);
    if (bounded()) std::push_heap(rows_.begin(), rows_.end(), later);
    return Flow::more;
  }
  if (Result<void> read = keys_.read(row.cells, row_keys_); !read) return read.error();
  if (keys_.compare(row_keys_.data(), rows_.front().keys) >= 0) return Flow::more;
  std::pop_heap(rows_.begin(), rows_.end(), later);
  if (Result<void> kept = keep(row.cells, rows_.back()); !kept) return kept.error();
  std::push_heap(rows_.begin(), rows_.end(), later);
  return Flow::more;
}

// The keys are read from the copy, so that they view it.
Result<void> FinalSort::keep(std::span<const wire::Cell> cells, SortedRow& place) {
  if (!keep_row(arena_, cells, bounded(), place.row)) return budget_.exceeded();
  if (place.keys == nullptr) {
    std::byte* const memory = arena_.allocate(keys_.size() * sizeof(KeyValue));
    if (memory == nullptr) return budget_.exceeded();
    place.keys = new (memory) KeyValue[keys_.size()];
  }
  place.arrival = arrived_;
  return keys_.read(place.row.cells, {place.keys, keys_.size()});
}

bool FinalSort::grow() {
  if (rows_.size() < rows_.capacity()) return true;
  const std::size_t more = std::max(rows_.capacity(), kFirstRows);
  if (!budget_.take(more * sizeof(SortedRow))) return false;
  rows_.reserve(rows_.capacity() + more);
  return true;
}

Result<Flow> FinalSort::finish() {
  if (!sorted_) {
    sorted_ = true;
    std::sort(rows_.begin(), rows_.end(),
              [this](const SortedRow& a, const SortedRow& b) { return less(a, b); });
  }
  while (emitted_ < rows_.size()) {
    const Result<Flow> flow = next_.push(Row{{}, rows_[emitted_++].row.cells});
    if (!flow || *flow != Flow::more) return flow;
  }
  return next_.finish();
}

}  // namespace sluice::executor::operators
