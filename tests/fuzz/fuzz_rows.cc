// SPDX-License-Identifier: Apache-2.0
// Rows of any column types in both protocols. What splits is written and split again into equal
// cells. Input: format (1 byte), number of columns (1), their types (1 each), the payload.
#include "common/wire/binary_value.h"
#include "common/wire/row.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using fuzz::check;

void read_as_everything(const wire::ColumnInfo& column, Bytes value) {
  std::string text;
  wire::read_integer(column.type, column.is_unsigned(), value);
  wire::read_real(column.type, value);
  wire::append_temporal_text(column.type, value, text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size - 2 < data[1]) return 0;
  const auto format = (data[0] & 1) == 0 ? wire::RowFormat::text : wire::RowFormat::binary;
  std::vector<wire::ColumnInfo> columns(data[1]);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].type = static_cast<wire::ColumnType>(data[2 + i]);
  }
  const Bytes payload = fuzz::as_input(data, size).subspan(2 + columns.size());
  std::vector<wire::Cell> cells;
  if (!wire::split_row(payload, format, columns, cells)) return 0;
  check(cells.size() == columns.size());

  Buffer written;
  wire::append_row(cells, cells.size(), format, columns, written);
  check(written.size() <= payload.size());  // shortest prefixes
  std::vector<wire::Cell> again;
  check(wire::split_row(written, format, columns, again).ok());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    check(cells[i].is_null == again[i].is_null && cells[i].text() == again[i].text());
    if (!cells[i].is_null) read_as_everything(columns[i], cells[i].bytes());
  }
  return 0;
}
