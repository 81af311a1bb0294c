// SPDX-License-Identifier: Apache-2.0
// What to gather of a table of information_schema: the columns that the statement looks at and
// those that tell whose rows they are, and what its conditions say about names of databases and
// tables, so that a question about one table does not open all of them on every server.
#pragma once

#include "router/planning/needed_columns.h"
#include "router/planning/statement_context.h"

namespace sluice::router {

// Fills `gather` for table `index` of the bound statement, which is of kind system and has a
// schema. Precondition: gather.temporary is set.
void plan_system_gather(StatementContext& context, std::size_t index, const NeededColumns& needed,
                        Gather& gather);

}  // namespace sluice::router
