// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/prepared.h"

#include "frontend/parameter_values.h"
#include "frontend/statement/plan_source.h"
#include "frontend/statement/prepare_text.h"
#include "frontend/statement/run_plan.h"
#include "frontend/statement/statement_note.h"

namespace sluice::frontend {
namespace {

Error unknown_statement(std::uint32_t id, std::string_view command) {
  return make_error(ErrorId::unknown_statement, {std::to_string(id), command});
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

}  // namespace

Task<Result<void>> run_prepare(Session& session, std::string_view sql) {
  session.services.counters.prepares.add();
  session.running_sql = sql;
  session.prepared.set_last_prepared(0);
  Result<PreparedText> prepared = co_await prepare_text(session, sql);
  if (!prepared) co_return prepared.error();
  const PreparedStatement& added = session.prepared.add(std::move(prepared->statement));
  if (session.lex.mariadb) session.prepared.set_last_prepared(added.id);
  answer_prepare(session, added, prepared->metadata);
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
  note_statement(session, statement->normalized, statement->sql, statement->lex);
  if (statement->deferred_error) co_return *std::exchange(statement->deferred_error, std::nullopt);
  statement->cursor.reset();
  Result<void> fresh = refresh_plan(session, *statement);
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
