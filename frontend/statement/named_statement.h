// SPDX-License-Identifier: Apache-2.0
// PREPARE, EXECUTE, EXECUTE IMMEDIATE and DEALLOCATE PREPARE. The statements belong to the
// gateway's session, like those of COM_STMT_PREPARE, and count with them.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Errors: unknown_statement, wrong_arguments (as many values as `?`), those of preparing and of the
// statement itself.
Task<Result<void>> run_named_statement(Session& session, const router::NamedStatementPlan& plan,
                                       const Execution& execution);

}  // namespace sluice::frontend
