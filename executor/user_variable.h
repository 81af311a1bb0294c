// SPDX-License-Identifier: Apache-2.0
// Values of user variables. The gateway keeps them as SQL that gives the same value on any server
// connection, whatever its sql_mode and character sets: of the same type (integer, unsigned
// integer, decimal, double, string), with the same character set and collation, and NULL with its
// type (docs/adr/0012-session-state.md). Pure.
#pragma once

#include <string>

#include "common/base/result.h"
#include "common/wire/row.h"
#include "router/metadata.h"

namespace sluice::executor {

// The value of a result column, as a server keeps it when the column's expression is assigned.
// Precondition: the result was made under character_set_results = NULL, so that the column's
// collation is the expression's own. Errors: unsupported for a FLOAT in a text row, which has not
// all its digits; unknown_collation.
Result<std::string> user_variable_literal(const wire::ColumnInfo& column, wire::RowFormat format,
                                          const wire::Cell& cell, const router::Metadata& metadata);

}  // namespace sluice::executor
