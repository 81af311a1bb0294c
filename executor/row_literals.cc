// SPDX-License-Identifier: Apache-2.0
#include "executor/row_literals.h"

#include <algorithm>

#include "executor/hex_literal.h"

namespace sluice::executor {
namespace {

using router::Transfer;

// Letters, digits and a little more: the same in every character set that clients may use, and no
// part of a wider character in UTF-16 or UTF-32, which would have zero bytes beside them.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
           c == '-' || c == ':' || c == '.' || c == '_' || c == '@';
  });
}

void append_quoted(std::string_view text, std::string& sql) {
  sql += '\'';
  sql += text;
  sql += '\'';
}

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
      return is_plain(cell) ? append_quoted(cell, sql) : append_hex_literal(cell, sql);
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
