// SPDX-License-Identifier: Apache-2.0
// Unique keys that no shard can enforce alone, because they do not hold every sharding column:
// reported when CREATE makes them; ALTER would report the old ones every time.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Whether the plan may give a sharded table such a key.
bool may_add_unique_keys(const router::Plan& plan);

// Runs it, and adds a warning for each such key of its table to the answer and to the log. What
// cannot be asked is not reported.
Task<Result<void>> run_reporting_keys(Session& session, const router::PlanPtr& plan,
                                      const Execution& execution);

}  // namespace sluice::frontend
