// SPDX-License-Identifier: Apache-2.0
// A statement that reads views over shards is planned once more with their queries in their place.
#pragma once

#include "router/planning/plan_statement.h"

namespace sluice::router {

// Makes the statement with the queries of bound.view_uses in it the plan's body. Errors:
// unsupported, where rows would be changed through a view, and where its query would not mean the
// same in this session.
Result<void> expand_views(StatementContext& context, const ast::Statement& statement);

}  // namespace sluice::router
