// SPDX-License-Identifier: Apache-2.0
// Merges inputs that are each in the order of the keys into one in that order. Of equal rows, that
// of the lower input comes first. A tree of losers: one comparison per level for each row.
#pragma once

#include <cstdint>

#include "executor/operators/row_source.h"
#include "executor/operators/sort_keys.h"

namespace sluice::executor::operators {

class MergeSort final : public RowSource {
 public:
  MergeSort(std::size_t inputs, const RowLayout& layout, SortKeys keys);

  void push(std::size_t input, std::span<const Bytes> rows) override {
    inputs_[input].rows.add(rows);
  }
  void finish(std::size_t input) override { inputs_[input].rows.finish(); }
  // Errors besides the consumer's: malformed_packet, merge_type.
  Result<Pumped> pump(RowConsumer& consumer) override;

 private:
  struct Input {
    InputRows rows;
    Bytes payload;  // the input's first row that was not pushed yet
    std::vector<wire::Cell> cells;
    bool exhausted = false;
  };
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // Takes the next row of an input as its first. False: it has none yet.
  Result<bool> load(std::size_t input);
  bool before(std::uint32_t a, std::uint32_t b) const;
  void replay(std::uint32_t input);

  std::vector<Input> inputs_;
  RowLayout layout_;
  SortKeys keys_;
  std::vector<KeyValue> key_values_;  // of the inputs' first rows, keys_.size() each
  // losers_[0] is the winner of all; a node n > 0 has the children 2n and 2n+1, and input i is the
  // leaf inputs + i.
  std::vector<std::uint32_t> losers_;
  std::size_t loaded_ = 0;  // inputs whose first row has entered the tree
  bool winner_pushed_ = false;
};

}  // namespace sluice::executor::operators
