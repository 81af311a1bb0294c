// SPDX-License-Identifier: Apache-2.0
// HANDLER .. OPEN, READ and CLOSE. An open handler pins the connection that it was opened on, in
// and between transactions, until it is closed, or the server has closed it (after a change of the
// table) and says so.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Errors: handler_exists, unknown_handler; those of the server.
Task<Result<void>> run_handler(Session& session, const router::PlanPtr& owned,
                               Execution& execution);

}  // namespace sluice::frontend
