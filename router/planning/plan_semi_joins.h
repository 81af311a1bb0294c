// SPDX-License-Identifier: Apache-2.0
// The order in which a federation gathers its tables, and which of them need only the rows that
// meet what was gathered before: a table with conditions of its own comes first, and the tables
// that it is joined to by integer columns then ask for its values alone.
#pragma once

#include "router/planning/gather_conditions.h"

namespace sluice::router {

// Fills plan.order and the gathers' semi-joins. Precondition: plan.gathers are in the order of the
// bound tables.
void plan_semi_joins(const StatementContext& context, const GatherConditions& conditions,
                     FederationPlan& plan);

}  // namespace sluice::router
