// SPDX-License-Identifier: Apache-2.0
// The front of the chain: takes the shards' batches and pushes their rows, one at a time, in the
// order that the plan wants. Rows are views into the shells' buffers: one that has been pushed is
// not looked at again, and all of a batch have been pushed before its input is asked for again.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "executor/operators/row_consumer.h"

namespace sluice::executor::operators {

struct Pumped {
  enum class Kind : std::uint8_t { need_input, full, satisfied, exhausted };
  Kind kind;
  std::size_t input = 0;  // need_input
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // Copies the views, not the rows.
  virtual void push(std::size_t input, std::span<const Bytes> rows) = 0;
  virtual void finish(std::size_t input) = 0;
  // Pushes rows until it lacks some, there are no more, or the consumer wants a pause or no more.
  virtual Result<Pumped> pump(RowConsumer& consumer) = 0;
};

// The rows of one input that have come and were not pushed yet.
class InputRows {
 public:
  void add(std::span<const Bytes> rows) {
    if (next_ == rows_.size()) {
      rows_.clear();
      next_ = 0;
    }
    rows_.insert(rows_.end(), rows.begin(), rows.end());
  }
  void finish() { finished_ = true; }

  bool empty() const { return next_ == rows_.size(); }
  bool finished() const { return finished_; }
  Bytes take() { return rows_[next_++]; }

 private:
  std::vector<Bytes> rows_;
  std::size_t next_ = 0;
  bool finished_ = false;
};

}  // namespace sluice::executor::operators
