// SPDX-License-Identifier: Apache-2.0
// COUNT(DISTINCT x): the shards send rows of different (group, x). Sorted, a change of x counts;
// else a set of what was seen decides. NULL is not counted.
#include <cstring>

#include "executor/operators/aggregate_function.h"
#include "executor/operators/key_set.h"
#include "executor/operators/merged_cell.h"

namespace sluice::executor::operators {
namespace {

class CountDistinct : public AggregateFunction {
 public:
  CountDistinct(std::size_t index, const RowLayout& layout, SortKeys key)
      : key_(std::move(key)), index_(index), writer_(layout.columns[index], layout.format) {}

  Result<void> write(const AggregateState& state, std::span<wire::Cell> row) override {
    const WideInteger count = WideInteger::of_unsigned(state.count);
    if (!writer_.integer_fits(count)) {
      return make_error(ErrorId::numeric_overflow, {"BIGINT", "COUNT"});
    }
    row[index_] = writer_.integer(count);
    return {};
  }

 protected:
  SortKeys key_;

 private:
  std::size_t index_;
  CellWriter writer_;
};

class CountSorted final : public CountDistinct {
 public:
  CountSorted(std::size_t index, const AggregateContext& context, SortKeys key)
      : CountDistinct(index, context.layout, std::move(key)), arena_(*context.arena) {}

  void start_group() override { last_.clear(); }

  Result<void> add(AggregateState& state, std::span<const wire::Cell> cells,
                   std::uint64_t) override {
    KeyValue value;
    if (Result<void> read = key_.read(cells, {&value, 1}); !read) return read;
    if (SortKeys::is_null(value)) return {};
    if (!last_.empty()) {
      const int step = key_.compare(&value, last_.data());
      if (step == 0) return {};
      if (step < 0) return make_error(ErrorId::rows_out_of_order, {"COUNT(DISTINCT)"});
    }
    if (!last_.keep(arena_, {&value, 1})) return arena_.budget().exceeded();
    ++state.count;
    return {};
  }

 private:
  RowArena& arena_;
  KeptKeys last_;
};

class CountSet final : public CountDistinct {
 public:
  CountSet(std::size_t index, const AggregateContext& context, SortKeys key)
      : CountDistinct(index, context.layout, std::move(key)), seen_(context.arena->budget()) {}

  void start_group() override { seen_.clear(); }

  Result<void> add(AggregateState& state, std::span<const wire::Cell> cells,
                   std::uint64_t group) override {
    KeyValue value;
    if (Result<void> read = key_.read(cells, {&value, 1}); !read) return read;
    if (SortKeys::is_null(value)) return {};
    bytes_.resize(sizeof group);
    std::memcpy(bytes_.data(), &group, sizeof group);
    key_.append_canonical({&value, 1}, bytes_);
    const Result<KeySet::Inserted> inserted = seen_.insert(bytes_);
    if (!inserted) return inserted.error();
    if (inserted->is_new) ++state.count;
    return {};
  }

 private:
  KeySet seen_;
  Buffer bytes_;
};

}  // namespace

MadeAggregate make_count_distinct(const router::AggregateColumn& column,
                                  const AggregateContext& context) {
  const Result<std::size_t> index = context.layout.find(column.column);
  if (!index) return index.error();
  if (!column.key) return make_error(ErrorId::internal, {"COUNT(DISTINCT) without its key"});
  if (column_kind(context.layout.columns[*index]) != ColumnKind::integer) {
    return cannot_merge(context.layout.columns[*index], "COUNT(DISTINCT)");
  }
  const bool sorted = context.sorted_by != nullptr && same_column(*context.sorted_by, *column.key);
  const router::SortKey& counted = sorted ? *context.sorted_by : *column.key;
  Result<SortKeys> key = SortKeys::make({&counted, 1}, context.layout, KeyUse::order);
  if (!key) return key.error();
  std::unique_ptr<AggregateFunction> made;
  if (sorted) {
    made = std::make_unique<CountSorted>(*index, context, *std::move(key));
  } else {
    made = std::make_unique<CountSet>(*index, context, *std::move(key));
  }
  return made;
}

}  // namespace sluice::executor::operators
