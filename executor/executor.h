// SPDX-License-Identifier: Apache-2.0
// Runs a routed plan: one unit is relayed, several are merged or written together.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// Precondition: request.resolution has at least one unit. On success the answer is in the client
// writer, not necessarily flushed. An Error is for the session to send as ERR, at any point of the
// answer, unless the writer is torn().
Task<Result<void>> execute(Request& request);

}  // namespace sluice::executor
