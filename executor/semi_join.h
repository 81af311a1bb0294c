// SPDX-License-Identifier: Apache-2.0
// What a gathered column holds, so that the gather of a table which is joined to it asks for those
// rows alone (router/planning/plan_semi_joins.h).
#pragma once

#include <string>
#include <vector>

#include "backend/connection.h"
#include "common/base/result.h"
#include "common/base/task.h"
#include "router/resolve.h"

namespace sluice::executor {

// What is to be added to the query of gather `index`, after those that come before it in the plan's
// order: " WHERE column IN (1, 2)", or nothing. Leaves out `units` on which no such row can be, all
// of them where nothing was gathered that a row could meet. Errors: those of the scratch server.
Task<Result<std::string>> semi_join_filter(backend::Connection& scratch,
                                           const router::RoutedPlan& plan, std::size_t index,
                                           std::vector<router::Unit>& units);

}  // namespace sluice::executor
