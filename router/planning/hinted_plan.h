// SPDX-License-Identifier: Apache-2.0
// Statements under the hints that decide what a plan is (Hints::shape_plans()):
//   DATA_SOURCE_NAME    the statement goes to that data source. Its tables are that server's, by
//                       the names in the statement; no rule is looked at.
//   SKIP_SQL_REWRITE    the rules decide where it goes, but tables keep the statement's names.
// What the gateway owns of a session (LAST_INSERT_ID() and its like) is written in all the same,
// and what would need rewriting beyond names is refused. Pure.
#pragma once

#include "router/planning/statement_context.h"

namespace sluice::router {

// Before planning: whether the hints suit the statement at all. Errors: unsupported,
// hint_source_unknown, no_database_selected, unknown_database.
Result<void> check_hints(const StatementContext& context, const ast::Statement& statement);

// After planning: makes context.routed what the hints say. Errors: unsupported.
Result<void> apply_hints(StatementContext& context);

// The data source that the hints name in `database`. Errors: hint_source_unknown.
Result<DataSourceIndex> hinted_source(const Hints& hints, const DatabaseMetadata& database);

}  // namespace sluice::router
