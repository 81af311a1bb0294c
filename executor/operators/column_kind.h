// SPDX-License-Identifier: Apache-2.0
// How the values of a result column compare and add up. Decided by the column definition alone.
#pragma once

#include <cstdint>
#include <string_view>

#include "common/base/error.h"
#include "common/wire/row.h"

namespace sluice::executor::operators {

enum class ColumnKind : std::uint8_t {
  integer,  // YEAR too
  decimal,
  single,  // FLOAT
  real,    // DOUBLE
  moment,  // DATE, DATETIME, TIMESTAMP
  time,
  binary,       // strings that compare as their bytes
  text,         // strings that compare by a collation
  bit,          // MIN(bit) has this type too, but sends digits where the column sends bytes
  enumeration,  // ENUM and SET: sent as strings, ordered by number
  null_only,
  other,
};

ColumnKind column_kind(const wire::ColumnInfo& column);

// The type's name in SQL, for messages.
std::string_view type_name(const wire::ColumnInfo& column);

// Number of decimals from which on FLOAT and DOUBLE have as many digits as they need.
inline constexpr std::uint8_t kFloatingDecimals = 31;

// FLOAT in text shows six digits, and FLOAT and DOUBLE with a number of decimals show those: the
// shown value is rounded, so that equal text need not be equal values.
bool shown_rounded(const wire::ColumnInfo& column, wire::RowFormat format);

Error cannot_merge(const wire::ColumnInfo& column, std::string_view why);

}  // namespace sluice::executor::operators
