// SPDX-License-Identifier: Apache-2.0
// A SELECT that no shard can answer: the rows of each table reference are gathered into temporary
// tables of one server, the scratch server, and the statement runs there. The engine that evaluates
// it is a real one, so the answer is exact whatever the statement says.
//
// Rows stream from shard to scratch server in bounded batches; how many rows and bytes may travel
// is limited (Limits). The scratch connection is borrowed for the statement and reset afterwards,
// which drops the temporary tables, also when the statement fails.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// As run_single_unit(), for a resolution that is federated. Errors besides the servers':
// federation_limit.
Task<Result<void>> run_federation(Request& request);

}  // namespace sluice::executor
