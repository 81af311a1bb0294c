// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/prepared.h"

#include "executor/backend_prepare.h"
#include "frontend/parameter_values.h"
#include "frontend/statement/plan_source.h"
#include "frontend/statement/preview_statement.h"
#include "frontend/statement/run_plan.h"
#include "frontend/statement/show_statement.h"

namespace sluice::frontend {
namespace {

router::StatementValues values_of(const PreparedStatement& statement) {
  return {.sql = statement.sql,
          .normalized = &statement.normalized,
          .lex = &statement.lex,
          .parameters = {},
          .utf8 = statement.utf8};
}

Error unknown_statement(std::uint32_t id, std::string_view command) {
  return make_error(ErrorId::unknown_statement, {std::to_string(id), command});
}

// The metadata of a statement that shards run, asked from one of them.
Task<Result<executor::PreparedMetadata>> describe_routed(Session& session,
                                                         const PreparedStatement& statement,
                                                         const router::RoutedPlan& routed) {
  Result<backend::DatabasePools*> pools = pools_for(session, *statement.plan);
  if (!pools) co_return pools.error();
  const router::StatementValues values = values_of(statement);
  router::Resolution sample;
  router::resolve_any(routed, values, sample);
  executor::Request request{.plan = *statement.plan,
                            .routed = routed,
                            .values = values,
                            .resolution = sample,
                            .session = session.state,
                            .client = session.client,
                            .pools = **pools,
                            .counters = session.services.counters,
                            .limits = {},
                            .visible = {},
                            .own_tables = {},
                            .prepared = true,
                            .parameters = {},
                            .more_results = 0,
                            .file = nullptr};
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

void answer_prepare(Session& session, const PreparedStatement& statement,
                    const executor::PreparedMetadata& metadata) {
  executor::ClientWriter& client = session.client;
  wire::PrepareOk ok;
  ok.statement_id = statement.id;
  ok.columns = static_cast<std::uint16_t>(metadata.columns.size());
  ok.parameters = static_cast<std::uint16_t>(statement.plan->parameter_count);
  ok.warnings = metadata.warnings;
  Buffer payload;
  wire::encode(ok, payload);
  if (client.tells_metadata()) wire::Writer(payload).u8(client.omits_metadata() ? 0 : 1);
  client.message(payload);
  // One definition for each `?`: the servers' own, or a copy where rewriting changed their number.
  wire::ColumnDefinition plain;
  plain.name = "?";
  plain.collation = wire::kBinaryCollation;
  plain.type = wire::ColumnType::var_string;
  plain.flags = wire::column_flag::kBinary;
  payload.clear();
  wire::encode(plain, payload);
  const bool as_server = metadata.parameters.size() == ok.parameters;
  for (std::size_t i = 0; i < ok.parameters; ++i) {
    client.column(as_server ? Bytes(metadata.parameters[i]) : Bytes(payload));
  }
  if (ok.parameters > 0) client.end_of_columns(session.state.status());
  for (const Buffer& column : metadata.columns) client.column(column);
  if (ok.columns > 0) client.end_of_columns(session.state.status());
}

// Plans again when tables have changed since, as a server would prepare again.
Result<void> refresh(Session& session, PreparedStatement& statement) {
  if (statement.plan->metadata == session.services.metadata) return {};
  Result<router::PlanPtr> plan =
      make_plan(session, statement.sql, statement.lex, statement.database);
  if (!plan) return plan.error();
  statement.plan = std::move(*plan);
  return {};
}

}  // namespace

Task<Result<void>> run_prepare(Session& session, std::string_view sql) {
  session.services.counters.prepares.add();
  session.running_sql = sql;
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
    co_return make_error(ErrorId::unsupported_prepared, {"several statements"});
  }
  if (statement->sql.empty()) statement->sql = sql;
  Result<router::PlanPtr> plan =
      make_plan(session, statement->sql, statement->lex, statement->database);
  if (!plan) co_return plan.error();
  if (const router::RewrittenPlan* rewritten = (*plan)->rewritten()) {
    Result<void> allowed = check_access(session, rewritten->database);
    if (!allowed) co_return allowed.error();
    statement->sql = rewritten->sql;
    Result<void> scanned = parser::normalize(statement->sql, statement->lex, statement->normalized);
    if (!scanned) co_return scanned.error();
    plan = make_plan(session, statement->sql, statement->lex, statement->database);
    if (!plan) co_return plan.error();
  }
  statement->plan = std::move(*plan);
  if (statement->plan->routed() != nullptr && statement->plan->routed()->load != nullptr) {
    co_return make_error(ErrorId::unsupported_prepared, {"LOAD DATA"});
  }

  Result<executor::PreparedMetadata> metadata = executor::PreparedMetadata();
  if (const router::RoutedPlan* routed = statement->plan->routed()) {
    metadata = co_await describe_routed(session, *statement, *routed);
  } else {
    metadata = describe_local(session, *statement->plan);
  }
  if (!metadata) co_return metadata.error();
  answer_prepare(session, session.prepared.add(std::move(statement)), *metadata);
  co_return Result<void>();
}

Task<Result<void>> run_execute(Session& session, Bytes payload) {
  const Result<wire::StmtExecute> execute = wire::decode_stmt_execute(payload);
  if (!execute) co_return execute.error();
  PreparedStatement* const statement = session.prepared.find(execute->statement_id);
  if (statement == nullptr)
    co_return unknown_statement(execute->statement_id, "mysqld_stmt_execute");
  session.services.counters.questions.add();
  session.running_sql = statement->sql;
  if (statement->deferred_error) co_return *std::exchange(statement->deferred_error, std::nullopt);
  statement->cursor.reset();
  Result<void> fresh = refresh(session, *statement);
  if (!fresh) co_return fresh.error();

  const wire::ExecuteShape shape{
      .parameters = statement->plan->parameter_count,
      .query_attributes = (session.login.capabilities & wire::capability::kQueryAttributes) != 0};
  std::vector<wire::Parameter> parameters;
  Result<void> decoded = wire::decode_parameters(
      *execute, shape, statement->long_data, statement->types, statement->types_known, parameters);
  if (!decoded) co_return decoded.error();
  const Result<std::vector<router::ParameterValue>> values = routing_values(parameters);
  if (!values) co_return values.error();

  Execution execution;
  execution.values = values_of(*statement);
  execution.values.parameters = *values;
  Result<void> hinted = take_hints(session, execution.values);
  if (!hinted) co_return hinted.error();
  execution.prepared = true;
  execution.parameters = parameters;
  if ((execute->cursor & wire::kReadOnlyCursor) != 0) execution.cursor = &statement->cursor;
  Result<void> done = co_await run_plan(session, statement->plan, execution);
  statement->long_data.clear();
  statement->long_data_bytes = 0;
  co_return done;
}

Task<Result<void>> run_fetch(Session& session, Bytes payload) {
  const Result<wire::StmtFetch> command = wire::decode_stmt_fetch(payload);
  if (!command) co_return command.error();
  PreparedStatement* const statement = session.prepared.find(command->statement_id);
  if (statement == nullptr) {
    co_return unknown_statement(command->statement_id, "mysqld_stmt_fetch");
  }
  if (!statement->cursor) {
    co_return make_error(ErrorId::no_open_cursor, {std::to_string(command->statement_id)});
  }
  session.running_sql = statement->sql;
  executor::Cursor& cursor = *statement->cursor;
  Result<void> done = co_await cursor.fetch(command->rows, session.client, session.state.status());
  if (!done || cursor.exhausted()) statement->cursor.reset();
  co_return done;
}

Result<void> run_send_long_data(Session& session, Bytes payload) {
  const Result<wire::SendLongData> command = wire::decode_send_long_data(payload);
  if (!command) return {};
  PreparedStatement* const statement = session.prepared.find(command->statement_id);
  if (statement == nullptr) return {};
  const std::size_t count = statement->plan->parameter_count;
  if (command->parameter >= count) {
    statement->deferred_error =
        make_error(ErrorId::wrong_arguments, {"mysqld_stmt_send_long_data"});
    return {};
  }
  statement->long_data_bytes += command->data.size();
  if (statement->long_data_bytes > session.services.config.global.sluice.max_allowed_packet) {
    statement->deferred_error = make_error(ErrorId::packet_too_large);
    return {};
  }
  statement->long_data.resize(count);
  std::optional<Buffer>& value = statement->long_data[command->parameter];
  if (!value) value.emplace();
  value->insert(value->end(), command->data.begin(), command->data.end());
  return {};
}

Result<void> run_close(Session& session, Bytes payload) {
  const Result<std::uint32_t> id = wire::decode_statement_id(payload);
  if (id) session.prepared.erase(*id);
  return {};
}

Result<void> run_reset(Session& session, Bytes payload) {
  const Result<std::uint32_t> id = wire::decode_statement_id(payload);
  if (!id) return id.error();
  PreparedStatement* const statement = session.prepared.find(*id);
  if (statement == nullptr) return unknown_statement(*id, "mysqld_stmt_reset");
  statement->long_data.clear();
  statement->long_data_bytes = 0;
  statement->deferred_error.reset();
  statement->cursor.reset();
  answer_ok(session, 0);
  return {};
}

}  // namespace sluice::frontend
