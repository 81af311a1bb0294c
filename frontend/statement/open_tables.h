// SPDX-License-Identifier: Apache-2.0
// SHOW OPEN TABLES: every server has a cache of its own; of a table with several nodes one row
// tells of all.
#pragma once

#include <span>
#include <vector>

#include "executor/own_table.h"
#include "executor/system_gather.h"
#include "frontend/session.h"

namespace sluice::frontend {

// Tables by their logical names, of the databases that the gather's filters let pass. How often a
// table is in use, or its name locked, is the greatest number of any node. Errors: of the servers.
Task<Result<std::vector<executor::OwnTable::Row>>> open_tables(
    Session& session, const router::SystemGather& gather,
    std::span<const executor::VisibleDatabase> visible);

}  // namespace sluice::frontend
