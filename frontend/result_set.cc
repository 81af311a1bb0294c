// SPDX-License-Identifier: Apache-2.0
#include "frontend/result_set.h"

#include <charconv>
#include <cstring>

namespace sluice::frontend {
namespace {

constexpr std::uint16_t kUtf8mb4 = 45;
constexpr std::uint32_t kBytesPerCharacter = 4;
constexpr std::uint8_t kTextDecimals = 39;  // NOT_FIXED_DEC, which servers give for texts

}  // namespace

std::vector<Buffer> ResultSet::definitions() const {
  std::vector<Buffer> payloads;
  for (const Column& column : columns_) {
    wire::ColumnDefinition definition;
    definition.name = column.name;
    if (column.type == Type::number) {
      definition.type = wire::ColumnType::long_long;
      definition.collation = wire::kBinaryCollation;
      definition.flags = wire::column_flag::kNotNull | wire::column_flag::kBinary;
      definition.length = 21;
    } else {
      definition.type = wire::ColumnType::var_string;
      definition.collation = kUtf8mb4;
      definition.length = column.length * kBytesPerCharacter;
      definition.decimals = kTextDecimals;
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
    const bool number = columns_[i].type == Type::number;
    infos[i].type = number ? wire::ColumnType::long_long : wire::ColumnType::var_string;
    cells[i].is_null = !row[i].has_value();
    if (cells[i].is_null) continue;
    Bytes bytes = as_bytes(*row[i]);
    if (number && format == wire::RowFormat::binary) {
      std::int64_t value = 0;
      std::from_chars(row[i]->data(), row[i]->data() + row[i]->size(), value);
      std::memcpy(numbers[i].data(), &value, numbers[i].size());
      bytes = numbers[i];
    }
    cells[i].data = bytes.data();
    cells[i].size = bytes.size();
  }
  wire::append_row(cells, cells.size(), format, infos, out);
}

Task<Result<void>> ResultSet::send(executor::ClientWriter& client, wire::RowFormat format,
                                   wire::StatusFlags status) const {
  Buffer payload;
  wire::Writer(payload).lenenc(columns_.size());
  client.message(payload);
  for (const Buffer& definition : definitions()) client.message(definition);
  client.end_of_columns(status);
  for (const Row& row : rows_) {
    payload.clear();
    append_row(row, format, payload);
    client.message(payload);
    if (!client.full()) continue;
    Result<void> flushed = co_await client.flush();
    if (!flushed) co_return flushed.error();
  }
  client.end_of_rows(status, 0);
  co_return Result<void>();
}

}  // namespace sluice::frontend
