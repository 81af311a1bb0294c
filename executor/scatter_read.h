// SPDX-License-Identifier: Apache-2.0
// A statement whose rows come from several units: fanned out, merged while they stream, and written
// to the client with back-pressure: a slow client stops the reads from the shards.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// As run_single_unit(), for more than one unit and a plan that returns rows.
Task<Result<void>> run_scatter_read(Request& request);

}  // namespace sluice::executor
