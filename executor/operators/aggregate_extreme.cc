// SPDX-License-Identifier: Apache-2.0
// MIN and MAX: the shards' smallest or largest value by the plan's key, sent on as it came. The
// cells that the key compares by go with it, so that a later sort sees those of the chosen value.
#include <algorithm>
#include <array>

#include "executor/operators/aggregate_function.h"
#include "executor/operators/merged_cell.h"

namespace sluice::executor::operators {
namespace {

// The value and, where its key has them, the key's value, weight and collation.
constexpr std::size_t kMostCells = 4;

struct CellSet {
  std::array<std::size_t, kMostCells> indexes{};
  std::size_t count = 0;

  std::size_t place_of(std::size_t index) const {
    return static_cast<std::size_t>(std::find(indexes.begin(), indexes.begin() + count, index) -
                                    indexes.begin());
  }
  void add(std::size_t index) {
    if (place_of(index) == count) indexes[count++] = index;
  }
};

class Extreme final : public AggregateFunction {
 public:
  Extreme(CellSet set, SortKeys key, RowArena& arena)
      : set_(set),
        key_(std::move(key)),
        key_place_(set.place_of(key_.data_column(0))),
        arena_(arena) {}

  Result<void> add(AggregateState& state, std::span<const wire::Cell> cells,
                   std::uint64_t) override {
    KeyValue value;
    if (Result<void> read = key_.read(cells, {&value, 1}); !read) return read;
    if (SortKeys::is_null(value)) return {};
    if (state.present && key_.compare(&value, &state.best_key) >= 0) return {};
    return keep(state, cells, value);
  }

  Result<void> write(const AggregateState& state, std::span<wire::Cell> row) override {
    for (std::size_t i = 0; i < set_.count; ++i) {
      row[set_.indexes[i]] = state.present ? state.best.cells[i] : kNullCell;
    }
    return {};
  }

 private:
  Result<void> keep(AggregateState& state, std::span<const wire::Cell> cells,
                    const KeyValue& value) {
    std::array<wire::Cell, kMostCells> chosen;
    for (std::size_t i = 0; i < set_.count; ++i) chosen[i] = cells[set_.indexes[i]];
    if (!keep_row(arena_, {chosen.data(), set_.count}, true, state.best)) {
      return arena_.budget().exceeded();
    }
    state.best_key = value;
    state.best_key.data = state.best.cells[key_place_].data;
    state.present = true;
    return {};
  }

  CellSet set_;
  SortKeys key_;
  std::size_t key_place_;  // of the cell that a key's data lies in, in the set
  RowArena& arena_;
};

Result<CellSet> cells_of(const router::AggregateColumn& column, const RowLayout& layout) {
  CellSet set;
  const router::SortKey& key = *column.key;
  for (const std::optional<router::ColumnAt>& at :
       {std::optional(column.column), std::optional(key.value), key.weight, key.collation_name}) {
    if (!at) continue;
    const Result<std::size_t> index = layout.find(*at);
    if (!index) return index.error();
    set.add(*index);
  }
  return set;
}

}  // namespace

MadeAggregate make_extreme(const router::AggregateColumn& column, const AggregateContext& context) {
  if (!column.key) return make_error(ErrorId::internal, {"MIN or MAX without its key"});
  const Result<CellSet> set = cells_of(column, context.layout);
  if (!set) return set.error();
  router::SortKey key = *column.key;
  key.descending = column.kind == router::AggregateKind::max;
  Result<SortKeys> keys = SortKeys::make({&key, 1}, context.layout, KeyUse::pick);
  if (!keys) return keys.error();
  return std::unique_ptr<AggregateFunction>(
      std::make_unique<Extreme>(*set, *std::move(keys), *context.arena));
}

}  // namespace sluice::executor::operators
