// SPDX-License-Identifier: Apache-2.0
// A staged write in words, for EXPLAIN ROUTE, PREVIEW and the golden tests. Thread rule: pure.
#pragma once

#include <string>
#include <vector>

#include "router/resolve.h"

namespace sluice::router {

// What is done, one step a line: "read: SELECT ..", "write: DELETE FROM t WHERE id IN (rows read)".
// Precondition: the plan has a staged write.
std::vector<std::string> staged_steps(const RoutedPlan& plan, const StatementValues& values,
                                      const SessionValues& session);

}  // namespace sluice::router
