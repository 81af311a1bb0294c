// SPDX-License-Identifier: Apache-2.0
// AVG: the sum of the shards' sums by the sum of their counts, both sent in columns of their own.
#include <algorithm>

#include "executor/operators/average.h"
#include "executor/operators/merged_cell.h"
#include "executor/operators/numeric_partial.h"

namespace sluice::executor::operators {
namespace {

class Avg final : public AggregateFunction {
 public:
  Avg(std::size_t index, const AggregateContext& context, NumericPartial sum, NumericPartial count,
      AverageRule rule)
      : index_(index),
        exact_index_(context.exact_cell),
        sum_(sum),
        count_(count),
        rule_(rule),
        writer_(context.layout.columns[index], context.layout.format) {}

  Result<void> add(AggregateState& state, std::span<const wire::Cell> cells,
                   std::uint64_t) override {
    if (Result<void> added = sum_.add(cells, state); !added) return added;
    AggregateState counted;
    if (Result<void> added = count_.add(cells, counted); !added) return added;
    if (!counted.exact.fits_unsigned(63) || (state.count + counted.exact.low_bits()) >> 63 != 0) {
      return count_.overflow();
    }
    state.count += counted.exact.low_bits();
    return {};
  }

  Result<void> write(const AggregateState& state, std::span<wire::Cell> row) override {
    row[index_] = row[exact_index_] = kNullCell;
    if (!state.present || state.count == 0) return {};
    if (sum_.is_real()) {
      row[index_] = writer_.real(state.real / static_cast<double>(state.count));
      row[exact_index_] = row[index_];
      return {};
    }
    if (!exact_average(state.exact, state.count, rule_, quotient_)) return sum_.overflow();
    row[index_] = writer_.decimal(round_decimal(quotient_.view(), rule_.scale).view());
    const Bytes exact = as_bytes(quotient_.view());
    row[exact_index_] = {exact.data(), exact.size(), false};
    return {};
  }

 private:
  std::size_t index_;
  std::size_t exact_index_;
  NumericPartial sum_;
  NumericPartial count_;
  AverageRule rule_;
  CellWriter writer_;
  NumberText quotient_;
};

// What the server added to the scale of the sum, unless its largest scale cut it off.
AverageRule rule_of(const wire::ColumnInfo& avg, unsigned sum_scale,
                    const AggregateContext& context) {
  constexpr unsigned kMysqlMaxScale = 30;
  const unsigned largest = is_mariadb(*context.layout.metadata) ? kMaxDecimalScale : kMysqlMaxScale;
  AverageRule rule{sum_scale, avg.decimals, avg.decimals - sum_scale};
  if (rule.scale >= largest) {
    rule.increment = std::max(rule.increment, context.layout.metadata->div_precision_increment);
  }
  return rule;
}

}  // namespace

MadeAggregate make_avg(const router::AggregateColumn& column, const AggregateContext& context) {
  const RowLayout& layout = context.layout;
  if (!column.sum || !column.count) {
    return make_error(ErrorId::internal, {"AVG without its sum and count"});
  }
  const Result<std::size_t> index = layout.find(column.column);
  if (!index) return index.error();
  const Result<std::size_t> sum_index = layout.find(*column.sum);
  if (!sum_index) return sum_index.error();
  const Result<std::size_t> count_index = layout.find(*column.count);
  if (!count_index) return count_index.error();
  const Result<NumericPartial> sum = NumericPartial::make(*sum_index, layout, "AVG");
  if (!sum) return sum.error();
  const Result<NumericPartial> count = NumericPartial::make(*count_index, layout, "AVG");
  if (!count) return count.error();

  const wire::ColumnInfo& avg = layout.columns[*index];
  const ColumnKind kind = column_kind(avg);
  const bool real = kind == ColumnKind::real && sum->is_real();
  const bool exact = kind == ColumnKind::decimal && !sum->is_real() &&
                     avg.decimals >= sum->scale() && avg.decimals <= kMaxDecimalScale;
  if (!count->is_integer() || shown_rounded(avg, layout.format) || (!real && !exact)) {
    return cannot_merge(avg, "AVG");
  }
  const AverageRule rule = exact ? rule_of(avg, sum->scale(), context) : AverageRule{};
  return std::unique_ptr<AggregateFunction>(
      std::make_unique<Avg>(*index, context, *sum, *count, rule));
}

}  // namespace sluice::executor::operators
