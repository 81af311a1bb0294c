// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/numeric_partial.h"

#include <cmath>

namespace sluice::executor::operators {

Result<NumericPartial> NumericPartial::make(std::size_t index, const RowLayout& layout,
                                            std::string_view function) {
  NumericPartial partial;
  partial.index_ = index;
  partial.column_ = layout.columns[index];
  partial.format_ = layout.format;
  partial.kind_ = column_kind(partial.column_);
  partial.function_ = function;
  switch (partial.kind_) {
    case ColumnKind::integer:
      return partial;
    case ColumnKind::decimal:
      partial.scale_ = partial.column_.decimals;
      if (partial.scale_ <= kMaxDecimalScale) return partial;
      break;
    case ColumnKind::real:
      if (!shown_rounded(partial.column_, layout.format)) return partial;
      return cannot_merge(partial.column_, "partial sums are rounded when they are sent as text");
    default:
      break;
  }
  return cannot_merge(partial.column_, function);
}

Result<void> NumericPartial::add(std::span<const wire::Cell> cells, AggregateState& state) const {
  const wire::Cell& cell = cells[index_];
  if (cell.is_null) return {};
  state.present = true;
  if (kind_ == ColumnKind::real) {
    double value = 0;
    if (!read_real(cell, column_, format_, value)) return malformed();
    state.real += value;
    if (!std::isfinite(state.real)) return overflow();
    return {};
  }
  if (kind_ == ColumnKind::integer) {
    CellInteger value;
    if (!read_integer(cell, column_, format_, value)) return malformed();
    return add_exact(value.is_unsigned ? WideInteger::of_unsigned(value.bits)
                                       : WideInteger::of(static_cast<std::int64_t>(value.bits)),
                     state);
  }
  DecimalText text;
  if (!parse_decimal(cell.text(), text)) return malformed();
  if (text.fraction.size() > scale_) {
    return make_error(ErrorId::shards_disagree, {"a DECIMAL has more digits than its column"});
  }
  WideInteger value;
  if (!WideInteger::from_decimal(text, scale_, value)) return overflow();
  return add_exact(value, state);
}

Result<void> NumericPartial::add_exact(const WideInteger& value, AggregateState& state) const {
  if (!state.exact.add(value)) return overflow();
  return {};
}

Error NumericPartial::overflow() const {
  return make_error(ErrorId::numeric_overflow, {type_name(column_), function_});
}

Error NumericPartial::malformed() const {
  return make_error(ErrorId::malformed_packet, {"a number that is none"});
}

}  // namespace sluice::executor::operators
