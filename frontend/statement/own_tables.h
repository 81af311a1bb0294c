// SPDX-License-Identifier: Apache-2.0
// The gateway's own rows of information_schema, as far as a session may see them: sessions and
// accounts. An administrator sees all of them, others their own.
#pragma once

#include <span>
#include <vector>

#include "executor/system_gather.h"
#include "frontend/grants.h"
#include "frontend/session.h"
#include "router/plan.h"

namespace sluice::frontend {

// The tables that a plan names. Errors: of servers that are asked for their open tables.
Task<Result<std::vector<executor::OwnTable>>> own_tables(
    Session& session, const router::RoutedPlan& plan,
    std::span<const executor::VisibleDatabase> visible);

// The accounts whose grants the session may see.
std::vector<AccountGrants> visible_accounts(const Session& session);

}  // namespace sluice::frontend
