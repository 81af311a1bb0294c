// SPDX-License-Identifier: Apache-2.0
// SET: the session's variables. Their meaning and validity is the server's business: a system
// variable is set on a server connection first, and what that server then says its value is goes
// into the session, from where every connection that the session uses gets it. Literal user
// variables are kept with their character set. Character sets and autocommit, which the gateway
// must know itself, are handled here.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

Task<Result<void>> run_set(Session& session, const router::SetPlan& plan,
                           const Execution& execution);

}  // namespace sluice::frontend
