// SPDX-License-Identifier: Apache-2.0
// KILL [HARD|SOFT] [CONNECTION|QUERY] id, and COM_PROCESS_KILL: another session, or its statement,
// is ended, whichever worker has it.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Errors: no_such_thread, not_thread_owner; query_interrupted or connection_killed for whoever
// kills itself.
Result<void> kill_session(Session& session, std::uint64_t id, KillScope scope);

// `id` is a number, a parameter or CONNECTION_ID(). Errors: unsupported for other expressions and
// KILL USER.
Task<Result<void>> run_kill(Session& session, const router::KillPlan& plan,
                            const Execution& execution);

}  // namespace sluice::frontend
