// SPDX-License-Identifier: Apache-2.0
// A SELECT that shards cannot answer piece by piece, as a federation: what to gather from each
// table, and the statement that then runs over the gathered rows on one server. What is gathered is
// narrowed by the conditions that every row of a table must meet to matter, and to the columns that
// the statement names.
#pragma once

#include <memory>

#include "router/planning/statement_context.h"

namespace sluice::router {

// Null if the statement's tables cannot be gathered exactly (a function that is not built in, a
// table whose schema is not loaded, PARTITION, FOR SYSTEM_TIME, a column type without a faithful
// text form, no data source that has all tables). Precondition: the statement is bound. May pin
// literals of the plan.
std::shared_ptr<const FederationPlan> plan_federation(StatementContext& context);

}  // namespace sluice::router
