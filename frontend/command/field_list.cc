// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/field_list.h"

#include "common/wire/commands.h"
#include "executor/server_error.h"
#include "executor/simple_command.h"

namespace sluice::frontend {
namespace {

// Takes definitions from the server until its EOF or OK, renames and forwards them.
Task<Result<void>> forward(Session& session, backend::Connection& connection,
                           const executor::NameMap& names) {
  Buffer payload;
  for (;;) {
    Result<wire::Message> message = co_await connection.message();
    if (!message) co_return message.error();
    const Bytes bytes = message->payload;
    const std::uint8_t lead = bytes.empty() ? 0 : std::to_integer<std::uint8_t>(bytes[0]);
    if (lead == 0xff) {
      connection.end_answer();
      co_return executor::server_error(bytes, connection, &names);
    }
    if (lead == 0xfe) break;
    Result<wire::ColumnDefinition> column = wire::decode_column_definition(bytes);
    if (!column) {
      connection.mark_broken();
      co_return make_error(ErrorId::backend_protocol, {connection.name(), "column definition"});
    }
    names.rename(*column);
    payload.clear();
    wire::encode(*column, payload);
    session.client.message(payload);
  }
  connection.end_answer();
  session.client.end_of_rows(session.state.status(), 0);
  co_return Result<void>();
}

}  // namespace

Task<Result<void>> run_field_list(Session& session, Bytes payload) {
  const Result<wire::FieldList> command = wire::decode_field_list(payload);
  if (!command) co_return command.error();
  if (session.state.database.empty()) co_return make_error(ErrorId::no_database_selected);
  const router::DatabaseMetadata* const database =
      session.services.metadata->find(session.state.database);
  const router::Table* const table = database == nullptr ? nullptr : database->find(command->table);
  if (table == nullptr || table->rule->nodes.empty()) {
    co_return make_error(ErrorId::unknown_table, {session.state.database, command->table});
  }
  const router::ActualNode& node = table->rule->nodes.front();
  backend::DatabasePools& pools = *session.services.cluster->find(session.state.database);
  Result<backend::Lease> lease = co_await pools.pool(node.data_source, session.state.found_rows)
                                     .acquire(session.state.variables.get());
  if (!lease) co_return lease.error();
  backend::Connection& connection = **lease;
  connection.queue_sync(session.state.variables);
  connection.start_statement();
  wire::MessageScope scope(connection.out(), 0);
  wire::encode_field_list({node.table, command->wildcard}, connection.out());
  connection.statement_queued(scope.close());
  Result<void> sent = co_await executor::send_queued(connection);
  if (!sent) co_return sent.error();
  connection.begin_answer();
  executor::NameMap names;
  names.actual_database = pools.source(node.data_source).database;
  names.logic_database = database->name;
  if (node.table != table->rule->name) names.tables.push_back({node.table, table->rule->name});
  Result<void> forwarded = co_await forward(session, connection, names);
  co_return forwarded;
}

}  // namespace sluice::frontend
