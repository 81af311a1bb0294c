// SPDX-License-Identifier: Apache-2.0
// SHOW [FULL] PROCESSLIST and COM_PROCESS_INFO: the sessions of the whole gateway. Who is no
// administrator sees his own.
#pragma once

#include "frontend/result_set.h"
#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// The columns alone; COM_STMT_PREPARE needs them.
ResultSet process_list_columns(const Session& session);

Task<Result<void>> run_process_list(Session& session, bool full, const Execution& execution);

}  // namespace sluice::frontend
