// SPDX-License-Identifier: Apache-2.0
#include "executor/row_literals.h"

#include "executor/literal_text.h"

namespace sluice::executor {
namespace {

using router::Transfer;

// TIMESTAMP's zero value is the epoch, which no other TIMESTAMP is.
void append_timestamp(std::string_view seconds, std::string& sql) {
  if (seconds.find_first_not_of("0.") == std::string_view::npos) {
    sql += "'0000-00-00 00:00:00'";
    return;
  }
  sql += "FROM_UNIXTIME(";
  sql += seconds;
  sql += ')';
}

void append_cell(std::string_view cell, Transfer transfer, std::string& sql) {
  switch (transfer) {
    case Transfer::number:
      sql += cell;
      return;
    case Transfer::text:
    case Transfer::bytes:
      return append_hex_literal(cell, sql);
    case Transfer::plain_text:
      return is_plain_text(cell) ? append_quoted(cell, sql) : append_hex_literal(cell, sql);
    case Transfer::temporal:
      return append_quoted(cell, sql);
    case Transfer::timestamp:
      return append_timestamp(cell, sql);
    case Transfer::json:
      sql += "CONVERT(";
      append_hex_literal(cell, sql);
      sql += " USING utf8mb4)";
      return;
  }
}

}  // namespace

void append_row_literal(std::span<const wire::Cell> cells,
                        std::span<const router::Transfer> columns, std::string& sql) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    sql += i == 0 ? '(' : ',';
    if (cells[i].is_null) {
      sql += "NULL";
    } else {
      append_cell(cells[i].text(), columns[i], sql);
    }
  }
  sql += ')';
}

}  // namespace sluice::executor
