// SPDX-License-Identifier: Apache-2.0
// A small result set that the gateway answers itself: texts and numbers, in the text or the binary
// protocol.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/wire/row.h"
#include "executor/client_writer.h"

namespace sluice::frontend {

class ResultSet {
 public:
  // VARCHAR, MEDIUMTEXT, BIGINT, INT
  enum class Type : std::uint8_t { text, long_text, number, integer };

  struct Column {
    std::string name;
    Type type = Type::text;
    std::uint32_t length = 255;  // characters of a text
    std::string table{};         // where servers name one
    bool nullable = false;
    bool is_unsigned = false;
  };
  using Row = std::vector<std::optional<std::string>>;

  explicit ResultSet(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Texts without a table are described as a server of that kind does it; MariaDB's by default.
  void describe_as(bool mariadb) { text_decimals_ = mariadb ? 39 : 31; }  // NOT_FIXED_DEC
  void add(Row row) { rows_.push_back(std::move(row)); }
  const std::vector<Column>& columns() const { return columns_; }
  std::vector<Row>& rows() { return rows_; }

  // Payloads of the column definitions, as for COM_STMT_PREPARE.
  std::vector<Buffer> definitions() const;
  // The whole answer, flushing on the way so that nothing piles up.
  Task<Result<void>> send(executor::ClientWriter& client, wire::RowFormat format,
                          wire::StatusFlags status, std::uint16_t warnings = 0) const;

 private:
  void append_row(const Row& row, wire::RowFormat format, Buffer& out) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
  std::uint8_t text_decimals_ = 39;
};

}  // namespace sluice::frontend
