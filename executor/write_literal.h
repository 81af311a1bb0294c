// SPDX-License-Identifier: Apache-2.0
// Values of a result as literals of a statement that writes them, or that finds their rows again.
// The result was made under character_set_results = NULL, so that strings are in the character sets
// that their columns name. Pure. Errors: malformed_packet, unknown_collation, staged_value.
#pragma once

#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/wire/row.h"
#include "router/plan.h"

namespace sluice::executor {

// A value of a result column. Its text row has all of its digits, see has_all_digits().
struct ResultValue {
  const wire::ColumnInfo& column;
  wire::RowFormat format;
  const wire::Cell& cell;
};

// Whether text rows show a column's values without loss; binary rows always do.
bool has_all_digits(const wire::ColumnInfo& column);

// A literal that a column of the given kind takes as it would take the value itself; without one
// the column is not known.
Result<void> append_stored(const ResultValue& value,
                           const std::optional<router::ColumnSchema>& target,
                           const router::Metadata& metadata, std::string& sql);

// A literal that equals the value of a key's column and no other value of it.
// Precondition: not NULL.
Result<void> append_key(const ResultValue& value, const router::StagedKeyColumn& key,
                        const router::Metadata& metadata, std::string& sql);

}  // namespace sluice::executor
