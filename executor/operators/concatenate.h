// SPDX-License-Identifier: Apache-2.0
// Inputs one after the other, each in its own order.
#pragma once

#include "executor/operators/row_layout.h"
#include "executor/operators/row_source.h"

namespace sluice::executor::operators {

class Concatenate final : public RowSource {
 public:
  // `split`: an operator looks at cells.
  Concatenate(std::size_t inputs, const RowLayout& layout, bool split)
      : inputs_(inputs), layout_(layout), split_(split) {}

  void push(std::size_t input, std::span<const Bytes> rows) override { inputs_[input].add(rows); }
  void finish(std::size_t input) override { inputs_[input].finish(); }
  // Errors besides the consumer's: malformed_packet.
  Result<Pumped> pump(RowConsumer& consumer) override;

 private:
  std::vector<InputRows> inputs_;
  RowLayout layout_;
  bool split_;
  std::size_t current_ = 0;
  std::vector<wire::Cell> cells_;
};

}  // namespace sluice::executor::operators
