// SPDX-License-Identifier: Apache-2.0
#include "executor/backend_prepare.h"

#include <array>
#include <cstring>

#include "executor/server_error.h"
#include "executor/shard_session.h"

namespace sluice::executor {
namespace {

bool is_err(Bytes payload) {
  return !payload.empty() && payload[0] == std::byte{0xff};
}

// Takes `count` definitions and the EOF behind them, if the capabilities have one.
Task<Result<void>> take_definitions(backend::Connection& connection, std::size_t count,
                                    std::vector<Buffer>* keep) {
  for (std::size_t i = 0; i < count; ++i) {
    Result<wire::Message> definition = co_await connection.message();
    if (!definition) co_return definition.error();
    if (keep != nullptr) {
      keep->emplace_back(definition->payload.begin(), definition->payload.end());
    }
  }
  if (count > 0 && (connection.capabilities() & wire::capability::kDeprecateEof) == 0) {
    Result<wire::Message> eof = co_await connection.message();
    if (!eof) co_return eof.error();
  }
  co_return Result<void>();
}

Task<Result<wire::PrepareOk>> send_prepare(backend::Connection& connection, std::string_view sql,
                                           PreparedMetadata* metadata) {
  connection.start_statement();
  wire::MessageScope scope(connection.out(), 0);
  wire::encode_command(wire::Command::stmt_prepare, sql, connection.out());
  connection.statement_queued(scope.close());
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<void> settled = co_await connection.settle();
  connection.begin_answer();
  Result<wire::Message> answer = co_await connection.message();
  if (!answer) co_return answer.error();
  if (is_err(answer->payload)) {
    connection.end_answer();
    if (!settled) co_return settled.error();
    co_return server_error(answer->payload, connection);
  }
  const Result<wire::PrepareOk> ok = wire::decode_prepare_ok(answer->payload);
  if (!ok) {
    connection.mark_broken();
    co_return make_error(ErrorId::backend_protocol, {connection.name(), "COM_STMT_PREPARE_OK"});
  }
  Result<void> parameters = co_await take_definitions(
      connection, ok->parameters, metadata != nullptr ? &metadata->parameters : nullptr);
  if (!parameters) co_return parameters.error();
  Result<void> columns = co_await take_definitions(
      connection, ok->columns, metadata != nullptr ? &metadata->columns : nullptr);
  if (!columns) co_return columns.error();
  connection.end_answer();
  if (!settled) co_return settled.error();
  co_return *ok;
}

void remember(backend::Connection& connection, std::string_view sql, std::uint32_t id) {
  if (connection.statements().find(sql)) return connection.queue_close_statement(id);
  const std::optional<std::uint32_t> evicted = connection.statements().insert(sql, id);
  if (evicted) connection.queue_close_statement(*evicted);
}

void rename_columns(std::vector<Buffer>& columns, const NameMap& names) {
  for (Buffer& payload : columns) {
    Result<wire::ColumnDefinition> column = wire::decode_column_definition(payload);
    if (!column) continue;
    names.rename(*column);
    Buffer renamed;
    wire::encode(*column, renamed);
    payload = std::move(renamed);
  }
}

// A unit's SQL and which parameters it takes, in order.
struct UnitText {
  Buffer sql;
  std::vector<router::UnitParameter> order;
};

UnitText render_prepared(Request& request, const router::Unit& unit) {
  UnitText text;
  router::render(request.routed, unit, request.resolution, request.values, request.session.values(),
                 true, text.sql, text.order);
  return text;
}

void queue_execute(Request& request, const UnitText& text, std::uint32_t id, std::uint8_t cursor,
                   backend::Connection& connection) {
  const std::vector<router::UnitParameter>& order = text.order;
  std::vector<wire::Parameter> parameters(order.size());
  std::vector<std::array<std::byte, 8>> computed(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!order[i].computed) {
      parameters[i] = request.parameters[order[i].ordinal];
      continue;
    }
    std::memcpy(computed[i].data(), &order[i].number, 8);
    parameters[i] = {.type = {.type = wire::ColumnType::long_long, .is_unsigned = true},
                     .is_null = false,
                     .value = computed[i]};
  }
  connection.start_statement();
  wire::MessageScope scope(connection.out(), 0);
  wire::encode_stmt_execute(id, parameters, connection.out(), cursor);
  connection.statement_queued(scope.close());
}

}  // namespace

Task<Result<std::uint32_t>> prepare_on(backend::Connection& connection, std::string_view sql) {
  if (const std::optional<std::uint32_t> known = connection.statements().find(sql))
    co_return *known;
  Result<wire::PrepareOk> ok = co_await send_prepare(connection, sql, nullptr);
  if (!ok) co_return ok.error();
  remember(connection, sql, ok->statement_id);
  co_return ok->statement_id;
}

Task<Result<void>> prepare_unit(Request& request, const router::Unit& unit,
                                backend::Connection& connection) {
  Buffer sql;
  std::vector<router::UnitParameter> order;
  router::render(request.routed, unit, request.resolution, request.values, request.session.values(),
                 true, sql, order);
  Result<std::uint32_t> id = co_await prepare_on(connection, as_text(sql));
  if (!id) co_return id.error();
  co_return Result<void>();
}

Task<Result<void>> queue_prepared_unit(Request& request, const router::Unit& unit,
                                       backend::Connection& connection) {
  UnitText text = render_prepared(request, unit);
  Result<std::uint32_t> id = co_await prepare_on(connection, as_text(text.sql));
  if (!id) co_return id.error();
  queue_execute(request, text, *id, 0, connection);
  co_return Result<void>();
}

Task<Result<std::uint32_t>> queue_cursor_unit(Request& request, const router::Unit& unit,
                                              backend::Connection& connection) {
  UnitText text = render_prepared(request, unit);
  Result<wire::PrepareOk> ok = co_await send_prepare(connection, as_text(text.sql), nullptr);
  if (!ok) co_return ok.error();
  queue_execute(request, text, ok->statement_id, wire::kReadOnlyCursor, connection);
  co_return ok->statement_id;
}

Task<Result<PreparedMetadata>> describe_prepared(Request& request) {
  const router::Unit& unit = request.resolution.units.front();
  Result<ShardSession> shard = co_await open_shard_session(request, unit);
  if (!shard) co_return shard.error();
  backend::Connection& connection = shard->connection();
  Buffer sql;
  std::vector<router::UnitParameter> order;
  router::render(request.routed, unit, request.resolution, request.values, request.session.values(),
                 true, sql, order);
  PreparedMetadata metadata;
  Result<wire::PrepareOk> ok = co_await send_prepare(connection, as_text(sql), &metadata);
  if (!ok) co_return ok.error();
  metadata.warnings = ok->warnings;
  remember(connection, as_text(sql), ok->statement_id);
  NameMap names;
  request.fill_names(unit, names);
  rename_columns(metadata.columns, names);
  co_return metadata;
}

}  // namespace sluice::executor
