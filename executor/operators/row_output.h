// SPDX-License-Identifier: Apache-2.0
// The end of the chain: hands rows to the shell without their hidden columns, as they came where
// nothing was hidden or changed.
#pragma once

#include "executor/operators/merge_pipeline.h"
#include "executor/operators/row_consumer.h"

namespace sluice::executor::operators {

class OutputEnd final : public RowConsumer {
 public:
  OutputEnd(std::size_t visible, bool hides) : visible_(visible), hides_(hides) {}

  // Before rows are pushed. `out` is used until the next call.
  void attach(RowOutput& out) { out_ = &out; }

  Result<Flow> push(const Row& row) override {
    if (hides_ || row.payload.empty()) {
      out_->row({}, row.cells.first(visible_));
    } else {
      out_->row(row.payload, row.cells);
    }
    return out_->full() ? Flow::full : Flow::more;
  }
  Result<Flow> finish() override { return Flow::satisfied; }

 private:
  std::size_t visible_;
  bool hides_;
  RowOutput* out_ = nullptr;
};

}  // namespace sluice::executor::operators
