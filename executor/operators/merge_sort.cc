// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/merge_sort.h"

#include <utility>

namespace sluice::executor::operators {

MergeSort::MergeSort(std::size_t inputs, const RowLayout& layout, SortKeys keys)
    : inputs_(inputs),
      layout_(layout),
      keys_(std::move(keys)),
      key_values_(inputs * keys_.size()),
      losers_(inputs, kNone) {}

Result<Pumped> MergeSort::pump(RowConsumer& consumer) {
  for (; loaded_ < inputs_.size(); ++loaded_) {
    const Result<bool> loaded = load(loaded_);
    if (!loaded) return loaded.error();
    if (!*loaded) return Pumped{Pumped::Kind::need_input, loaded_};
    replay(static_cast<std::uint32_t>(loaded_));
  }
  if (inputs_.empty()) return Pumped{Pumped::Kind::exhausted};
  for (;;) {
    if (winner_pushed_) {
      const std::uint32_t winner = losers_[0];
      const Result<bool> loaded = load(winner);
      if (!loaded) return loaded.error();
      if (!*loaded) return Pumped{Pumped::Kind::need_input, winner};
      winner_pushed_ = false;
      replay(winner);
    }
    const Input& first = inputs_[losers_[0]];
    if (first.exhausted) return Pumped{Pumped::Kind::exhausted};
    winner_pushed_ = true;
    const Result<Flow> flow = consumer.push(Row{first.payload, first.cells});
    if (!flow) return flow.error();
    if (*flow == Flow::full) return Pumped{Pumped::Kind::full};
    if (*flow == Flow::satisfied) return Pumped{Pumped::Kind::satisfied};
  }
}

Result<bool> MergeSort::load(std::size_t index) {
  Input& input = inputs_[index];
  if (input.rows.empty()) {
    input.exhausted = input.rows.finished();
    return input.exhausted;
  }
  input.payload = input.rows.take();
  Result<void> split = wire::split_row(input.payload, layout_.format, layout_.columns, input.cells);
  if (!split) return split.error();
  KeyValue* const values = key_values_.data() + index * keys_.size();
  Result<void> read = keys_.read(input.cells, {values, keys_.size()});
  if (!read) return read.error();
  return true;
}

bool MergeSort::before(std::uint32_t a, std::uint32_t b) const {
  if (inputs_[a].exhausted || inputs_[b].exhausted) {
    return inputs_[a].exhausted == inputs_[b].exhausted ? a < b : inputs_[b].exhausted;
  }
  const int order =
      keys_.compare(key_values_.data() + a * keys_.size(), key_values_.data() + b * keys_.size());
  return order != 0 ? order < 0 : a < b;
}

// Lets the input's new first row play its way up. While the tree fills, the first to reach a node
// waits there for its opponent.
void MergeSort::replay(std::uint32_t input) {
  std::uint32_t rising = input;
  for (std::size_t node = (inputs_.size() + input) / 2; node > 0; node /= 2) {
    if (losers_[node] == kNone) {
      losers_[node] = rising;
      return;
    }
    if (before(losers_[node], rising)) std::swap(losers_[node], rising);
  }
  losers_[0] = rising;
}

}  // namespace sluice::executor::operators
