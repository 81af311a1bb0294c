// SPDX-License-Identifier: Apache-2.0
// IS_USED_LOCK(): the id of the connection that holds a named lock. The lock server tells that of
// its own connection, so only what makes no difference passes as it is: whether there is one, and
// whether it is the session's. A column of the result is translated when its value is known.
#pragma once

#include "router/planning/statement_context.h"

namespace sluice::router {

// Behind edit_names(). Errors: unsupported, for any other use.
Result<void> plan_lock_owners(StatementContext& context, const ast::QueryExpression& query);

}  // namespace sluice::router
