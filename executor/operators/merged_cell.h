// SPDX-License-Identifier: Apache-2.0
// A merged number in the wire encoding of its column, text or binary, as the server would send it.
// Ownership: a cell views its writer and lasts until the writer's next call.
#pragma once

#include <array>
#include <string_view>

#include "common/wire/row.h"
#include "executor/operators/wide_integer.h"

namespace sluice::executor::operators {

inline constexpr wire::Cell kNullCell{nullptr, 0, true};

class CellWriter {
 public:
  CellWriter(const wire::ColumnInfo& column, wire::RowFormat format)
      : column_(column), format_(format) {}

  // Preconditions: the column is of such a type, and the value fits (see integer_fits).
  wire::Cell integer(const WideInteger& value);
  wire::Cell decimal(std::string_view digits);
  wire::Cell real(double value);

  // Whether the column's integer type has this value.
  bool integer_fits(const WideInteger& value) const;

 private:
  wire::Cell text(std::string_view digits);
  wire::Cell fixed(std::uint64_t bits, std::size_t bytes);

  wire::ColumnInfo column_;
  wire::RowFormat format_;
  std::array<char, 256> bytes_;
};

}  // namespace sluice::executor::operators
