// SPDX-License-Identifier: Apache-2.0
// Which SELECT may run on a replica: one that is proven to change nothing, to leave nothing on its
// connection and to ask for nothing that a replica would answer otherwise. Thread rule: pure.
#pragma once

#include "router/planning/statement_context.h"

namespace sluice::router {

// Precondition: the SELECT is bound, its class and its variables are set.
Role role_of(const StatementContext& context);

}  // namespace sluice::router
