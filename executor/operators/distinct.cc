// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/distinct.h"

namespace sluice::executor::operators {

Result<Flow> SortedDistinct::push(const Row& row) {
  if (Result<void> read = keys_.read(row.cells, row_keys_); !read) return read.error();
  if (!last_.empty()) {
    const int step = keys_.compare(row_keys_.data(), last_.data());
    if (step == 0) return Flow::more;
    if (step < 0) return make_error(ErrorId::rows_out_of_order, {"DISTINCT"});
  }
  if (!last_.keep(arena_, row_keys_)) return arena_.budget().exceeded();
  return next_.push(row);
}

Result<Flow> HashDistinct::push(const Row& row) {
  if (Result<void> read = keys_.read(row.cells, row_keys_); !read) return read.error();
  key_.clear();
  keys_.append_canonical(row_keys_, key_);
  const Result<KeySet::Inserted> inserted = seen_.insert(key_);
  if (!inserted) return inserted.error();
  return inserted->is_new ? next_.push(row) : Result<Flow>(Flow::more);
}

}  // namespace sluice::executor::operators
