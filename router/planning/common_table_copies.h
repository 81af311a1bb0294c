// SPDX-License-Identifier: Apache-2.0
// A common table expression that is used twice opens the tables in it twice, and MySQL opens a
// temporary table only once in a statement
// (https://dev.mysql.com/doc/refman/8.4/en/temporary-table-problems.html). So that a federation may
// run there, every use but the first becomes a derived table of the same text over copies of the
// gathered tables.
#pragma once

#include <vector>

#include "router/planning/statement_context.h"

namespace sluice::router {

// Makes the reference mean a temporary table; the statement goes on calling it by its own name.
void edit_gathered_table(const BoundTable& table, const std::string& temporary, Splicer& splicer);

// Edits `statement`, the splicer of the whole statement, and adds the copies to `plan`, whose
// gathers are in the order of the bound tables. False if the uses would not surely see equal rows
// (random functions, LIMIT) or need too many copies.
bool copy_common_tables(StatementContext& context, FederationPlan& plan, Splicer& statement);

}  // namespace sluice::router
