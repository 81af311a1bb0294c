// SPDX-License-Identifier: Apache-2.0
// START TRANSACTION WITH CONSISTENT SNAPSHOT: opens the transaction on every data source at once,
// so that each shard's snapshot dates from now. The shards' snapshots are taken one after the
// other: a transaction committed on several shards in between may be seen on some of them only.
#pragma once

#include "backend/cluster.h"
#include "executor/session_state.h"

namespace sluice::executor {

// Precondition: the session's transaction has begun and has no participants.
Task<Result<void>> open_snapshot(SessionState& session, backend::DatabasePools& pools);

}  // namespace sluice::executor
