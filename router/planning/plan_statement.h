// SPDX-License-Identifier: Apache-2.0
// One planner per kind of statement. Those that route fill context.routed and leave finish() to the
// caller; the others set context.plan.body.
#pragma once

#include "router/planning/statement_context.h"

namespace sluice::router {

Result<void> plan_select(StatementContext& context, const ast::QueryExpression& query);
Result<void> plan_insert(StatementContext& context, const ast::InsertStatement& statement);
Result<void> plan_update(StatementContext& context, const ast::UpdateStatement& statement);
Result<void> plan_delete(StatementContext& context, const ast::DeleteStatement& statement);

// LOAD DATA and LOAD XML.
Result<void> plan_load(StatementContext& context, const ast::OtherStatement& statement);

Result<void> plan_create_table(StatementContext& context,
                               const ast::CreateTableStatement& statement);
// CREATE TEMPORARY TABLE, and DROP TABLE of which some are temporary.
Result<void> plan_create_temporary(StatementContext& context,
                                   const ast::CreateTableStatement& statement);
bool names_temporary(const StatementContext& context, ast::List<ast::TableName> tables);
Result<void> plan_drop_temporary(StatementContext& context,
                                 const ast::DropTableStatement& statement);
Result<void> plan_drop_table(StatementContext& context, const ast::DropTableStatement& statement);
Result<void> plan_alter_table(StatementContext& context, const ast::AlterTableStatement& statement);
// TRUNCATE, CREATE INDEX, DROP INDEX; `what` names the statement.
Result<void> plan_table_change(StatementContext& context, const ast::TableName& table, bool reload);

Result<void> plan_show(StatementContext& context, const ast::ShowStatement& statement);
Result<void> plan_describe(StatementContext& context, const ast::DescribeStatement& statement);

Result<void> plan_set(StatementContext& context, const ast::SetStatement& statement);
Result<void> plan_use(StatementContext& context, const ast::UseStatement& statement);
// LOCK TABLES and UNLOCK TABLES.
bool is_lock_statement(const StatementContext& context);
Result<void> plan_lock(StatementContext& context, const ast::OtherStatement& statement);
// ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR TABLE.
bool is_maintenance(const StatementContext& context);
Result<void> plan_maintenance(StatementContext& context, const ast::OtherStatement& statement);
bool is_partition_maintenance(const StatementContext& context,
                              const ast::AlterTableStatement& statement);
Result<void> plan_partition_maintenance(StatementContext& context,
                                        const ast::AlterTableStatement& statement);
// CREATE, ALTER and DROP VIEW.
bool is_view_statement(const StatementContext& context);
Result<void> plan_view(StatementContext& context, const ast::OtherStatement& statement);
// RENAME TABLE.
bool is_rename(const StatementContext& context);
Result<void> plan_rename(StatementContext& context, const ast::OtherStatement& statement);
// CREATE, ALTER and DROP of procedures, functions and events.
bool is_routine_statement(const StatementContext& context);
Result<void> plan_routine(StatementContext& context, const ast::OtherStatement& statement);
// HANDLER.
bool is_handler(const StatementContext& context);
Result<void> plan_handler(StatementContext& context, const ast::OtherStatement& statement);
bool is_call(const StatementContext& context);
Result<void> plan_call(StatementContext& context, const ast::OtherStatement& statement);
// PREPARE, EXECUTE and DEALLOCATE PREPARE.
bool is_named_statement(const StatementContext& context);
void plan_named_statement(StatementContext& context);
// BEGIN, COMMIT, ROLLBACK and savepoints.
void plan_transaction(StatementContext& context, const ast::Statement& statement);

// A write to broadcast tables: each data source must come to the same result. Refuses what may
// differ.
Result<void> check_broadcast_write(const Bound& bound, std::string_view verb);

// Makes the route that of a broadcast table.
void route_to_every_source(StatementContext& context, const Table& table);

}  // namespace sluice::router
