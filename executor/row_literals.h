// SPDX-License-Identifier: Apache-2.0
// Rows of a text result as the VALUES of an INSERT that stores them unchanged, whatever the
// connection's character set and sql_mode are: what is not plainly harmless is written in hex.
// Pure. Errors: malformed_packet.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "common/wire/row.h"
#include "router/plan.h"

namespace sluice::executor {

// `(1, 'a', x'ff')` for one row's cells, appended to `sql`. Precondition: as many cells as columns.
void append_row_literal(std::span<const wire::Cell> cells,
                        std::span<const router::Transfer> columns, std::string& sql);

}  // namespace sluice::executor
