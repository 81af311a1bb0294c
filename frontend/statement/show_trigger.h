// SPDX-License-Identifier: Apache-2.0
// SHOW CREATE TRIGGER: the data source that has the trigger shows it.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// Errors: unknown_trigger; unsupported for a trigger of a node with another name than its table,
// which stands in the trigger's text.
Task<Result<void>> run_show_trigger(Session& session, const router::PlanPtr& owned,
                                    Execution& execution);

}  // namespace sluice::frontend
