// SPDX-License-Identifier: Apache-2.0
// ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR TABLE: the nodes of each table report, and the
// client gets one report for each table, under its logical name.
#pragma once

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

Task<Result<void>> run_maintenance(Session& session, const router::Plan& plan,
                                   const router::MaintenancePlan& maintenance,
                                   const Execution& execution);

}  // namespace sluice::frontend
