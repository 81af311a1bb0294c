// SPDX-License-Identifier: Apache-2.0
// Which server of its data source each unit of a statement runs on: a reader for a statement that
// the plan proves to read only, where the session allows it, else the primary. All units of one
// data source run on the same server, as they belong to one answer.
//
// Thread rule: the session's worker.
#pragma once

#include "backend/cluster.h"
#include "executor/session_state.h"
#include "router/plan.h"
#include "router/resolve.h"

namespace sluice::executor {

// `primary_only`: a hint says so. In a transaction whose readers are fixed, the choice is kept
// there.
void choose_servers(const router::RoutedPlan& plan, bool primary_only, SessionState& session,
                    backend::DatabasePools& pools, router::Resolution& resolution);

// Where the units that ran on replicas run when one of these is gone: on other ones, or on the
// primaries. `known`: the pools know which one it is; else none of them is used again.
void choose_other_servers(SessionState& session, backend::DatabasePools& pools, bool known,
                          router::Resolution& resolution);

// Whether a unit runs on a replica.
bool uses_replicas(const router::Resolution& resolution);

}  // namespace sluice::executor
