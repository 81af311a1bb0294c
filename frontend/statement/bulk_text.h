// SPDX-License-Identifier: Apache-2.0
// Bound parameters as literals of an INSERT's VALUES, for those that mean the same in a column
// whether they are bound or written. Pure.
#pragma once

#include <string>

#include "common/wire/stmt_bulk.h"
#include "frontend/statement/bulk_shape.h"

namespace sluice::frontend {

// How text is written: as the statement that holds it will be read.
struct LiteralRules {
  bool utf8 = true;       // of the client's character set; else a byte is a character
  bool backslash = true;  // \ escapes in strings
  bool writable = true;   // false: strings may hold bytes that literals cannot
};

// Appends `(1,'a',DEFAULT)` to `out`. False, and `out` unchanged, if a value cannot be written.
bool append_bulk_row(const BulkShape& shape, std::span<const wire::BulkParameter> row,
                     const LiteralRules& rules, std::string& out);

}  // namespace sluice::frontend
