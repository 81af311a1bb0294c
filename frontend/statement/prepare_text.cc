// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/prepare_text.h"

#include "frontend/statement/plan_source.h"
#include "frontend/statement/preview_statement.h"
#include "frontend/statement/run_plan.h"
#include "frontend/statement/show_statement.h"

namespace sluice::frontend {
namespace {

// The metadata of a statement that shards run, asked from one of them.
Task<Result<executor::PreparedMetadata>> describe_routed(Session& session,
                                                         const PreparedStatement& statement,
                                                         const router::RoutedPlan& routed) {
  if (routed.always_staged) co_return executor::PreparedMetadata();  // no server could describe it
  Result<backend::DatabasePools*> pools = pools_for(session, *statement.plan);
  if (!pools) co_return pools.error();
  const router::StatementValues values = values_of(statement);
  router::Resolution sample;
  router::resolve_any(routed, values, sample);
  executor::Request request =
      bare_request(session, *statement.plan, routed, values, sample, **pools);
  request.prepared = true;
  Result<executor::PreparedMetadata> metadata = co_await executor::describe_prepared(request);
  co_return metadata;
}

// The metadata of a statement that the gateway answers itself.
Result<executor::PreparedMetadata> describe_local(const Session& session,
                                                  const router::Plan& plan) {
  executor::PreparedMetadata metadata;
  if (const auto* show = std::get_if<router::ShowPlan>(&plan.body)) {
    Result<ResultSet> rows = show_rows(session, *show);
    if (!rows) return rows.error();
    metadata.columns = rows->definitions();
  } else if (const auto* preview = std::get_if<router::PreviewPlan>(&plan.body)) {
    metadata.columns = preview_columns(*preview).definitions();
  }
  return metadata;
}

// What may be prepared is what servers prepare.
Result<void> check_preparable(const PreparedStatement& statement) {
  const router::Plan& plan = *statement.plan;
  if (std::holds_alternative<router::NamedStatementPlan>(plan.body)) {
    return make_error(ErrorId::unsupported_prepared, {"PREPARE, EXECUTE and DEALLOCATE"});
  }
  if (plan.routed() != nullptr && plan.routed()->load != nullptr) {
    return make_error(ErrorId::unsupported_prepared, {"LOAD DATA"});
  }
  if (plan.routed() != nullptr && plan.routed()->handler) {
    return make_error(ErrorId::unsupported_prepared, {"HANDLER"});
  }
  if (std::holds_alternative<router::MaintenancePlan>(plan.body) && !statement.lex.mariadb &&
      statement.normalized.text.starts_with("CHECK ")) {
    return make_error(ErrorId::unsupported_prepared, {"CHECK TABLE"});
  }
  return {};
}

// From the text as it was prepared: what views stand for may be another by now.
Result<void> plan_prepared(const Session& session, PreparedStatement& statement) {
  Result<router::PlanPtr> plan =
      make_plan(session, statement.prepared_sql, statement.lex, statement.database);
  if (!plan) return plan.error();
  const bool was_rewritten = statement.sql != statement.prepared_sql;
  if (was_rewritten && (*plan)->rewritten() == nullptr) {
    statement.sql = statement.prepared_sql;
    const Result<void> scanned =
        parser::normalize(statement.sql, statement.lex, statement.normalized);
    if (!scanned) return scanned;
  }
  plan = follow_rewrites(session, std::move(*plan), statement.lex, statement.database,
                         statement.sql, statement.normalized);
  if (!plan) return plan.error();
  statement.plan = std::move(*plan);
  statement.temporary_version = session.state.temporary.version();
  return {};
}

}  // namespace

router::StatementValues values_of(const PreparedStatement& statement) {
  return {.sql = statement.sql,
          .normalized = &statement.normalized,
          .lex = &statement.lex,
          .parameters = {},
          .utf8 = statement.utf8};
}

// Plans again when tables have changed since, as a server would prepare again.
Result<void> refresh_plan(Session& session, PreparedStatement& statement) {
  if (statement.plan->metadata == session.services.metadata &&
      statement.temporary_version == session.state.temporary.version()) {
    return {};
  }
  return plan_prepared(session, statement);
}

Task<Result<PreparedText>> prepare_text(Session& session, std::string_view sql) {
  if (session.prepared.size() >= PreparedStatements::kMax) {
    co_return make_error(ErrorId::too_many_statements, {std::to_string(PreparedStatements::kMax)});
  }
  auto statement = std::make_unique<PreparedStatement>();
  statement->lex = session.lex;
  statement->utf8 = session.utf8;
  statement->database = session.state.database;
  const Result<std::string_view> text =
      parser::normalize_statement(sql, statement->lex, statement->normalized, statement->sql);
  if (!text) co_return text.error();
  if (statement->normalized.empty) co_return make_error(ErrorId::empty_query);
  if (statement->normalized.next_statement < sql.size()) {
    co_return unexpected_statement(sql, statement->normalized.next_statement, session.lex.mariadb);
  }
  if (statement->sql.empty()) statement->sql = sql;
  statement->prepared_sql = statement->sql;
  Result<void> planned = plan_prepared(session, *statement);
  if (!planned) co_return planned.error();
  Result<void> preparable = check_preparable(*statement);
  if (!preparable) co_return preparable.error();

  Result<executor::PreparedMetadata> metadata = executor::PreparedMetadata();
  if (const router::RoutedPlan* routed = statement->plan->routed()) {
    metadata = co_await describe_routed(session, *statement, *routed);
    if (metadata && !routed->into.empty()) metadata->columns.clear();
  } else {
    metadata = describe_local(session, *statement->plan);
  }
  if (!metadata) co_return metadata.error();
  PreparedText prepared;
  prepared.statement = std::move(statement);
  prepared.metadata = std::move(*metadata);
  co_return Result<PreparedText>(std::move(prepared));
}

}  // namespace sluice::frontend
