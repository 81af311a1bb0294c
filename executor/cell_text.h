// SPDX-License-Identifier: Apache-2.0
// A value of a binary row as the text protocol shows it. Pure.
#pragma once

#include <string>

#include "common/base/result.h"
#include "common/wire/row.h"

namespace sluice::executor {

// Appends to `out`. Precondition: the cell is not NULL. Errors: malformed_packet.
Result<void> append_cell_text(const wire::ColumnInfo& column, Bytes value, std::string& out);

}  // namespace sluice::executor
