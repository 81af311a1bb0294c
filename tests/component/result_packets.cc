// SPDX-License-Identifier: Apache-2.0
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

bool deprecates_eof(const ScriptedConnection& connection) {
  return (connection.capabilities & wire::capability::kDeprecateEof) != 0;
}

}  // namespace

Buffer column_count_packet(std::size_t count) {
  Buffer payload;
  wire::Writer(payload).lenenc(count);
  return payload;
}

Buffer column_packet(const WireColumn& column) {
  wire::ColumnDefinition definition;
  definition.schema = column.schema;
  definition.table = column.table;
  definition.org_table = column.table;
  definition.name = column.name;
  definition.org_name = column.name;
  definition.type = column.type;
  const bool text = column.type == wire::ColumnType::var_string;
  definition.collation = text ? 45 : wire::kBinaryCollation;
  definition.length = column.type == wire::ColumnType::long_blob ? 0xffffffff : 80;
  Buffer payload;
  wire::encode(definition, payload);
  return payload;
}

Buffer text_row_packet(const Cells& cells) {
  Buffer payload;
  wire::Writer writer(payload);
  for (const std::optional<std::string>& cell : cells) {
    if (cell) {
      writer.lenenc_text(*cell);
    } else {
      writer.u8(0xfb);
    }
  }
  return payload;
}

// Source: MySQL source documentation, "Binary Protocol Resultset Row".
Buffer binary_row_packet(const std::vector<WireColumn>& columns, const Cells& cells) {
  Buffer payload(1 + (columns.size() + 9) / 8);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i]) payload[1 + (i + 2) / 8] |= std::byte(1u << ((i + 2) % 8));
  }
  wire::Writer writer(payload);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i]) continue;
    if (columns[i].type == wire::ColumnType::long_long) {
      writer.u64(std::stoull(*cells[i]));
    } else {
      writer.lenenc_text(*cells[i]);
    }
  }
  return payload;
}

Buffer end_of_rows_packet(wire::Capabilities capabilities) {
  if ((capabilities & wire::capability::kDeprecateEof) == 0) return eof_packet();
  wire::OkPacket ok;
  ok.status = wire::status::kAutocommit;
  Buffer payload;
  wire::encode(ok, capabilities, true, payload);
  return payload;
}

Step result_head(std::vector<WireColumn> columns) {
  return [columns = std::move(columns)](ScriptedConnection& connection) {
    connection.send(column_count_packet(columns.size()));
    for (const WireColumn& column : columns) connection.send(column_packet(column));
    if (!deprecates_eof(connection)) connection.send(eof_packet());
  };
}

Step row(Buffer payload) {
  return reply_with({std::move(payload)});
}

Step result_end() {
  return [](ScriptedConnection& connection) {
    connection.send(end_of_rows_packet(connection.capabilities));
  };
}

Step text_result(std::vector<WireColumn> columns, std::vector<Cells> rows) {
  std::vector<Buffer> payloads;
  for (const Cells& cells : rows) payloads.push_back(text_row_packet(cells));
  return all({result_head(std::move(columns)), reply_with(std::move(payloads)), result_end()});
}

Step binary_result(std::vector<WireColumn> columns, std::vector<Cells> rows) {
  std::vector<Buffer> payloads;
  for (const Cells& cells : rows) payloads.push_back(binary_row_packet(columns, cells));
  return all({result_head(std::move(columns)), reply_with(std::move(payloads)), result_end()});
}

Step prepared(std::uint32_t id, std::size_t parameters, std::vector<WireColumn> columns) {
  return [=, columns = std::move(columns)](ScriptedConnection& connection) {
    wire::PrepareOk ok;
    ok.statement_id = id;
    ok.parameters = static_cast<std::uint16_t>(parameters);
    ok.columns = static_cast<std::uint16_t>(columns.size());
    Buffer payload;
    wire::encode(ok, payload);
    connection.send(payload);
    for (std::size_t i = 0; i < parameters; ++i) connection.send(column_packet({.name = "?"}));
    if (parameters > 0 && !deprecates_eof(connection)) connection.send(eof_packet());
    for (const WireColumn& column : columns) connection.send(column_packet(column));
    if (!columns.empty() && !deprecates_eof(connection)) connection.send(eof_packet());
  };
}

}  // namespace sluice::test
