// SPDX-License-Identifier: Apache-2.0
// Rows of a result set, text (COM_QUERY) and binary (COM_STMT_EXECUTE), as cells: views of each
// column's value in its wire encoding. Nothing is decoded or copied.
// Sources: MySQL source documentation, "Text Resultset Row" and "Binary Protocol Resultset Row".
#pragma once

#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/wire/messages.h"

namespace sluice::wire {

enum class RowFormat : std::uint8_t { text, binary };

// Text: the characters. Binary: the value's bytes; for string-like types without their length
// prefix, for temporal types without their length byte.
struct Cell {
  const std::byte* data = nullptr;
  std::size_t size = 0;
  bool is_null = false;

  Bytes bytes() const { return {data, size}; }
  std::string_view text() const { return as_text(bytes()); }
};

// The part of a column definition that row decoding and merging need; owns nothing.
struct ColumnInfo {
  ColumnType type = ColumnType::null_type;
  std::uint16_t flags = 0;
  std::uint16_t collation = 0;
  std::uint8_t decimals = 0;
  std::uint32_t length = 0;

  bool is_unsigned() const { return (flags & column_flag::kUnsigned) != 0; }
};

inline ColumnInfo column_info(const ColumnDefinition& column) {
  return {.type = column.type,
          .flags = column.flags,
          .collation = column.collation,
          .decimals = column.decimals,
          .length = column.length};
}

// Fills `cells` (resized to columns.size()) from one row's payload. Errors: malformed_packet.
Result<void> split_row(Bytes payload, RowFormat format, std::span<const ColumnInfo> columns,
                       std::vector<Cell>& cells);

// Appends a row payload made of the first `count` cells.
void append_row(std::span<const Cell> cells, std::size_t count, RowFormat format,
                std::span<const ColumnInfo> columns, Buffer& out);

}  // namespace sluice::wire
