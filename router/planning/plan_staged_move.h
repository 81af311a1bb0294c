// SPDX-License-Identifier: Apache-2.0
// What it takes to move a row of a table to another node.
#pragma once

#include "router/planning/bound.h"
#include "router/staged_write.h"

namespace sluice::router {

// The columns that travel. Errors: unsupported, naming one that cannot.
Result<void> plan_travel(const BoundTable& table, StagedMove& move);

// Columns with ON UPDATE CURRENT_TIMESTAMP that the statement does not assign: set by hand, since a
// row that is inserted anew keeps what it is given.
void add_on_update(const BoundTable& table, StagedMove& move);

}  // namespace sluice::router
