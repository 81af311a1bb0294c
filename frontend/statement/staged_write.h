// SPDX-License-Identifier: Apache-2.0
// Runs a write that no shard can do alone (router/staged_write.h): a read that tells the rows, then
// routed writes, in one transaction, all or nothing.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Errors: staged_limit, staged_rows_differ, staged_value, those of the parts; nothing is changed
// then.
Task<Result<void>> run_staged_write(Session& session, const router::PlanPtr& plan,
                                    const Execution& execution);

}  // namespace sluice::frontend
