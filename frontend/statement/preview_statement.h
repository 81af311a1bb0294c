// SPDX-License-Identifier: Apache-2.0
// PREVIEW sql and EXPLAIN ROUTE sql: where a statement would go and what would be sent there,
// without running it.
#pragma once

#include "frontend/result_set.h"
#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// The empty result with its columns; COM_STMT_PREPARE needs them.
ResultSet preview_columns(const router::PreviewPlan& plan);

Task<Result<void>> run_preview(Session& session, const router::PreviewPlan& plan,
                               const Execution& execution);

}  // namespace sluice::frontend
