// SPDX-License-Identifier: Apache-2.0
#include "backend/small_query.h"

#include <algorithm>

#include "common/wire/cursor.h"

namespace sluice::backend {
namespace {

constexpr std::uint64_t kMaxColumns = 4'096;

std::optional<SmallRow> read_row(Bytes payload, std::size_t columns) {
  wire::Reader reader(payload);
  SmallRow row;
  for (std::size_t i = 0; i < columns; ++i) {
    if (reader.peek() == 0xfb) {
      reader.skip(1);
      row.emplace_back(std::nullopt);
    } else {
      row.emplace_back(std::string(reader.lenenc_text()));
    }
  }
  if (!reader.finished()) return std::nullopt;
  return row;
}

Error protocol_error(Connection& connection, std::string_view what) {
  connection.mark_broken();
  return make_error(ErrorId::backend_protocol, {connection.name(), what});
}

Error server_error(Bytes payload, Connection& connection) {
  const Result<wire::ErrPacket> err = wire::decode_err(payload, connection.capabilities());
  if (!err) return protocol_error(connection, "ERR packet");
  return Error::from_server(err->number, err->sqlstate, std::string(err->message));
}

Task<Result<void>> send(Connection& connection, std::string_view sql) {
  connection.start_statement();
  connection.append_query(sql);
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<void> settled = co_await connection.settle();
  if (!settled) connection.mark_broken();
  connection.begin_answer();
  co_return settled;
}

// What follows the number of columns: their definitions, and an EOF for who wants one.
Task<Result<std::vector<std::string>>> read_columns(Connection& connection, std::uint64_t count) {
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < count; ++i) {
    Result<wire::Message> message = co_await connection.message();
    if (!message) co_return message.error();
    const Result<wire::ColumnDefinition> column = wire::decode_column_definition(message->payload);
    if (!column) co_return protocol_error(connection, "column definition");
    names.emplace_back(column->name);
  }
  if ((connection.capabilities() & wire::capability::kDeprecateEof) == 0) {
    Result<wire::Message> eof = co_await connection.message();
    if (!eof) co_return eof.error();
  }
  co_return names;
}

}  // namespace

const std::optional<std::string>* SmallResult::find(const SmallRow& row,
                                                    std::string_view column) const {
  const auto at = std::find(columns.begin(), columns.end(), column);
  if (at == columns.end()) return nullptr;
  return &row[static_cast<std::size_t>(at - columns.begin())];
}

Task<Result<SmallResult>> small_query(Connection& connection, std::string_view sql) {
  Result<void> sent = co_await send(connection, sql);
  if (!sent) co_return sent.error();
  Result<wire::Message> first = co_await connection.message();
  if (!first) co_return first.error();
  if (wire::reply_kind(first->payload) == wire::ReplyKind::err) {
    connection.end_answer();
    co_return server_error(first->payload, connection);
  }
  wire::Reader count_reader(first->payload);
  const std::uint64_t columns = count_reader.lenenc();
  if (!count_reader.finished() || columns == 0 || columns > kMaxColumns) {
    co_return protocol_error(connection, "column count");
  }
  Result<std::vector<std::string>> names = co_await read_columns(connection, columns);
  if (!names) co_return names.error();
  SmallResult result;
  result.columns = std::move(*names);
  for (;;) {
    Result<wire::Message> message = co_await connection.message();
    if (!message) co_return message.error();
    const Bytes payload = message->payload;
    const std::uint8_t lead = payload.empty() ? 0 : std::to_integer<std::uint8_t>(payload[0]);
    if (lead == 0xff) {  // MariaDB: of ALTER TABLE .. CHECK PARTITION without partitions
      connection.end_answer();
      co_return server_error(payload, connection);
    }
    if (!payload.empty() && wire::is_end_of_rows(lead, payload.size(), connection.capabilities())) {
      break;
    }
    std::optional<SmallRow> row = read_row(payload, columns);
    if (!row || result.rows.size() >= kMaxSmallRows) co_return protocol_error(connection, "row");
    result.rows.push_back(std::move(*row));
  }
  connection.end_answer();
  co_return result;
}

}  // namespace sluice::backend
