// SPDX-License-Identifier: Apache-2.0
#include "frontend/result_set.h"

#include <charconv>
#include <cstring>

namespace sluice::frontend {
namespace {

constexpr std::uint16_t kUtf8mb4 = 45;
constexpr std::uint32_t kBytesPerCharacter = 4;

bool is_text(ResultSet::Type type) {
  return type == ResultSet::Type::text || type == ResultSet::Type::long_text;
}

wire::ColumnType wire_type(ResultSet::Type type) {
  switch (type) {
    case ResultSet::Type::number:
      return wire::ColumnType::long_long;
    case ResultSet::Type::integer:
      return wire::ColumnType::long_int;
    case ResultSet::Type::long_text:
      return wire::ColumnType::medium_blob;
    case ResultSet::Type::text:
      break;
  }
  return wire::ColumnType::var_string;
}

}  // namespace

std::vector<Buffer> ResultSet::definitions() const {
  std::vector<Buffer> payloads;
  for (const Column& column : columns_) {
    wire::ColumnDefinition definition;
    definition.name = column.name;
    definition.table = definition.org_table = column.table;
    if (!column.nullable) definition.flags = wire::column_flag::kNotNull;
    definition.type = wire_type(column.type);
    if (!is_text(column.type)) {
      definition.collation = wire::kBinaryCollation;
      definition.flags |= wire::column_flag::kBinary;
      if (column.is_unsigned) definition.flags |= wire::column_flag::kUnsigned;
      definition.length = column.type == Type::integer ? 4 : 21;
    } else {
      definition.collation = kUtf8mb4;
      definition.length = column.length * kBytesPerCharacter;
      if (column.table.empty()) definition.decimals = text_decimals_;
    }
    wire::encode(definition, payloads.emplace_back());
  }
  return payloads;
}

void ResultSet::append_row(const Row& row, wire::RowFormat format, Buffer& out) const {
  std::vector<wire::Cell> cells(columns_.size());
  std::vector<wire::ColumnInfo> infos(columns_.size());
  std::vector<std::array<std::byte, 8>> numbers(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    infos[i].type = wire_type(columns_[i].type);
    cells[i].is_null = !row[i].has_value();
    if (cells[i].is_null) continue;
    Bytes bytes = as_bytes(*row[i]);
    if (!is_text(columns_[i].type) && format == wire::RowFormat::binary) {
      std::int64_t value = 0;
      std::from_chars(row[i]->data(), row[i]->data() + row[i]->size(), value);
      std::memcpy(numbers[i].data(), &value, sizeof value);  // little-endian, as the host is
      const bool is_int = columns_[i].type == Type::integer;
      bytes = Bytes(numbers[i]).first(is_int ? sizeof(std::uint32_t) : sizeof value);
    }
    cells[i].data = bytes.data();
    cells[i].size = bytes.size();
  }
  wire::append_row(cells, cells.size(), format, infos, out);
}

Task<Result<void>> ResultSet::send(executor::ClientWriter& client, wire::RowFormat format,
                                   wire::StatusFlags status, std::uint16_t warnings) const {
  Buffer payload;
  client.column_count(columns_.size());
  for (const Buffer& definition : definitions()) client.column(definition);
  client.end_of_columns(status);
  for (const Row& row : rows_) {
    payload.clear();
    append_row(row, format, payload);
    client.message(payload);
    if (!client.full()) continue;
    Result<void> flushed = co_await client.flush();
    if (!flushed) co_return flushed.error();
  }
  client.end_of_rows(status, warnings);
  co_return Result<void>();
}

}  // namespace sluice::frontend
