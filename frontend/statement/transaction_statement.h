// SPDX-License-Identifier: Apache-2.0
// BEGIN, COMMIT, ROLLBACK and savepoints.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

Task<Result<void>> run_transaction(Session& session, const router::TransactionPlan& plan,
                                   const Execution& execution);

// LOCK TABLES and UNLOCK TABLES.
Task<Result<void>> run_lock(Session& session, const router::Plan& plan,
                            const router::LockPlan& lock, const Execution& execution);

}  // namespace sluice::frontend
