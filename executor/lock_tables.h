// SPDX-License-Identifier: Apache-2.0
// LOCK TABLES and UNLOCK TABLES: the session holds a connection to each data source that has one of
// the tables, and every statement runs on these until the locks are given back. Locks are taken in
// the order of the data sources, so that two sessions never wait for each other.
#pragma once

#include "backend/cluster.h"
#include "common/base/result.h"
#include "common/base/task.h"
#include "executor/session_state.h"
#include "router/plan.h"

namespace sluice::executor {

// Precondition: no transaction and no lock is held. After a failure none is, either. Errors: the
// servers', backend_*.
Task<Result<void>> lock_tables(SessionState& session, backend::DatabasePools& pools,
                               const router::LockPlan& plan);

}  // namespace sluice::executor
