// SPDX-License-Identifier: Apache-2.0
// Numbers and times out of cells, text and binary. Each returns false if the cell does not hold
// what the column's type says; a NULL is the caller's business. Sources: MySQL source
// documentation, "Binary Protocol Value"; the text forms as servers print them.
#pragma once

#include <cstdint>

#include "common/wire/row.h"

namespace sluice::executor::operators {

struct CellInteger {
  std::uint64_t bits = 0;  // of a std::int64_t unless is_unsigned
  bool is_unsigned = false;
};

bool read_integer(const wire::Cell& cell, const wire::ColumnInfo& column, wire::RowFormat format,
                  CellInteger& value);

// FLOAT and DOUBLE. FLOAT in text has the digits that were sent, not those of the stored value.
bool read_real(const wire::Cell& cell, const wire::ColumnInfo& column, wire::RowFormat format,
               double& value);

// DATE, DATETIME and TIMESTAMP as a number that grows with them; zero dates are the smallest.
bool read_moment(const wire::Cell& cell, wire::RowFormat format, std::uint64_t& value);

// TIME in microseconds.
bool read_time(const wire::Cell& cell, wire::RowFormat format, std::int64_t& value);

}  // namespace sluice::executor::operators
