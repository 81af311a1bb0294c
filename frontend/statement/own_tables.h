// SPDX-License-Identifier: Apache-2.0
// The gateway's own rows of information_schema, as far as a session may see them: sessions and
// accounts. An administrator sees all of them, others their own.
#pragma once

#include <vector>

#include "frontend/grants.h"
#include "frontend/session.h"
#include "router/plan.h"

namespace sluice::frontend {

// The tables that a plan names.
Task<std::vector<executor::OwnTable>> own_tables(Session& session, const router::RoutedPlan& plan);

// The accounts whose grants the session may see.
std::vector<AccountGrants> visible_accounts(const Session& session);

}  // namespace sluice::frontend
