// SPDX-License-Identifier: Apache-2.0
// A writing statement over several units, all or nothing as one server would have it: outside a
// transaction the units run in one of their own; inside, behind a savepoint, so that a failure on
// one shard undoes the statement on all and leaves the transaction open. DDL, which cannot be
// undone, runs unit by unit and says exactly how far it got.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// As run_single_unit(), for more than one unit and a plan that returns no rows.
Task<Result<void>> run_scatter_write(Request& request);
Task<Result<void>> run_scatter_ddl(Request& request);

}  // namespace sluice::executor
