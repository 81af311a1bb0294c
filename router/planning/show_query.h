// SPDX-License-Identifier: Apache-2.0
// SHOW as a query of information_schema: the server that evaluates it compares names and patterns
// as any server does, and the gathered tables have logical names and sums.
#pragma once

#include <string>

#include "router/planning/statement_context.h"

namespace sluice::router {

// For SHOW TABLES, TABLE STATUS, DATABASES, INDEX, TRIGGERS, EVENTS, PROCEDURE STATUS, FUNCTION
// STATUS and CREATE DATABASE, whose text is that of `context`. Errors: no_database_selected,
// unknown_database, unsupported.
Result<RewrittenPlan> show_query(const StatementContext& context);

// SHOW CREATE VIEW of a view over shards.
RewrittenPlan show_view_query(std::string_view database, std::string_view view);

}  // namespace sluice::router
