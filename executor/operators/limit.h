// SPDX-License-Identifier: Apache-2.0
// LIMIT offset, count: says that it is satisfied with the last row that it passes on.
#pragma once

#include <cstdint>

#include "executor/operators/row_consumer.h"

namespace sluice::executor::operators {

class Limit final : public RowConsumer {
 public:
  Limit(std::uint64_t offset, std::uint64_t count, RowConsumer& next)
      : offset_(offset), left_(count), next_(next) {}

  Result<Flow> push(const Row& row) override {
    ++arrived_;
    if (left_ == 0) return Flow::satisfied;
    if (arrived_ <= offset_) return Flow::more;
    --left_;
    const Result<Flow> flow = next_.push(row);
    return flow && left_ == 0 ? Result<Flow>(Flow::satisfied) : flow;
  }
  Result<Flow> finish() override { return next_.finish(); }

  std::uint64_t arrived() const { return arrived_; }

 private:
  std::uint64_t offset_;
  std::uint64_t left_;
  RowConsumer& next_;
  std::uint64_t arrived_ = 0;
};

}  // namespace sluice::executor::operators
