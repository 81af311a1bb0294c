// SPDX-License-Identifier: Apache-2.0
// SHOW statements that the gateway answers from its own knowledge: databases, tables, status and
// the diagnostics area; USE and statements that do nothing.
#pragma once

#include "frontend/result_set.h"
#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// The rows without sending them; COM_STMT_PREPARE needs their columns.
Result<ResultSet> show_rows(const Session& session, const router::ShowPlan& plan);

Task<Result<void>> run_show(Session& session, const router::ShowPlan& plan,
                            const Execution& execution);
Task<Result<void>> run_use(Session& session, const router::UsePlan& plan,
                           const Execution& execution);
Task<Result<void>> run_nothing(Session& session, const Execution& execution);

}  // namespace sluice::frontend
