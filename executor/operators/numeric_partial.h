// SPDX-License-Identifier: Apache-2.0
// The shards' partial sums and counts: read from a column's cells and added up.
#pragma once

#include <string_view>

#include "executor/operators/aggregate_function.h"

namespace sluice::executor::operators {

class NumericPartial {
 public:
  // `function` names the aggregate in messages: "SUM". Errors: merge_type.
  static Result<NumericPartial> make(std::size_t index, const RowLayout& layout,
                                     std::string_view function);

  bool is_real() const { return kind_ == ColumnKind::real; }
  bool is_integer() const { return kind_ == ColumnKind::integer; }
  unsigned scale() const { return scale_; }

  // Adds a partial value to state.real or state.exact, and notes that there was one; NULL adds
  // nothing. Errors: malformed_packet, numeric_overflow.
  Result<void> add(std::span<const wire::Cell> cells, AggregateState& state) const;

  Error overflow() const;

 private:
  Result<void> add_exact(const WideInteger& value, AggregateState& state) const;
  Error malformed() const;

  std::size_t index_ = 0;
  wire::ColumnInfo column_;
  wire::RowFormat format_ = wire::RowFormat::text;
  ColumnKind kind_ = ColumnKind::other;
  unsigned scale_ = 0;
  std::string_view function_;
};

// What servers allow; a column definition that says more is not believed.
inline constexpr unsigned kMaxDecimalScale = 38;

}  // namespace sluice::executor::operators
