// SPDX-License-Identifier: Apache-2.0
// CALL: a procedure runs on the server that has it. What it and the routines it names do is looked
// at first: it must not see what only all shards together hold, nor change what the gateway keeps
// for the session. Its user variables come back with those of the arguments.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Errors: unsupported, naming what the procedure does; the server's own.
Task<Result<void>> run_call(Session& session, const router::PlanPtr& plan, Execution& execution);

}  // namespace sluice::frontend
