// SPDX-License-Identifier: Apache-2.0
// SUM and COUNT: the sum of the shards' sums. SUM is NULL where no shard had a value, COUNT is 0.
#include "executor/operators/average.h"
#include "executor/operators/merged_cell.h"
#include "executor/operators/numeric_partial.h"

namespace sluice::executor::operators {
namespace {

class Sum final : public AggregateFunction {
 public:
  Sum(std::size_t index, const RowLayout& layout, NumericPartial partial, bool counts)
      : index_(index),
        partial_(partial),
        writer_(layout.columns[index], layout.format),
        counts_(counts) {}

  Result<void> add(AggregateState& state, std::span<const wire::Cell> cells,
                   std::uint64_t) override {
    return partial_.add(cells, state);
  }

  Result<void> write(const AggregateState& state, std::span<wire::Cell> row) override {
    if (!state.present && !counts_) {
      row[index_] = kNullCell;
    } else if (partial_.is_real()) {
      row[index_] = writer_.real(state.real);
    } else if (!partial_.is_integer()) {
      row[index_] = writer_.decimal(format_decimal(state.exact, partial_.scale()).view());
    } else if (writer_.integer_fits(state.exact)) {
      row[index_] = writer_.integer(state.exact);
    } else {
      return partial_.overflow();
    }
    return {};
  }

 private:
  std::size_t index_;
  NumericPartial partial_;
  CellWriter writer_;
  bool counts_;
};

}  // namespace

MadeAggregate make_sum(const router::AggregateColumn& column, const AggregateContext& context) {
  const Result<std::size_t> index = context.layout.find(column.column);
  if (!index) return index.error();
  const Result<NumericPartial> partial = NumericPartial::make(*index, context.layout, "SUM");
  if (!partial) return partial.error();
  return std::unique_ptr<AggregateFunction>(
      std::make_unique<Sum>(*index, context.layout, *partial, false));
}

MadeAggregate make_count(const router::AggregateColumn& column, const AggregateContext& context) {
  const Result<std::size_t> index = context.layout.find(column.column);
  if (!index) return index.error();
  const Result<NumericPartial> partial = NumericPartial::make(*index, context.layout, "COUNT");
  if (!partial) return partial.error();
  if (!partial->is_integer()) return cannot_merge(context.layout.columns[*index], "COUNT");
  return std::unique_ptr<AggregateFunction>(
      std::make_unique<Sum>(*index, context.layout, *partial, true));
}

}  // namespace sluice::executor::operators
