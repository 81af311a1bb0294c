// SPDX-License-Identifier: Apache-2.0
// SELECT IS_USED_LOCK(..): the lock server names its own connection, the client is told the session
// whose connection that is.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Errors: those of the statement; lock_owner_unknown if another gateway's session, or nobody's, has
// the lock.
Task<Result<void>> run_lock_owner(Session& session, const router::PlanPtr& owned,
                                  Execution& execution);

}  // namespace sluice::frontend
