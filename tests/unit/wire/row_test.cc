// SPDX-License-Identifier: Apache-2.0
#include "common/wire/row.h"

#include "tests/unit/wire/captured_rows.h"

namespace sluice::wire {

using test::captured_columns;
using test::hex;
using test::to_hex;

namespace {

std::vector<Cell> split(const Buffer& payload, RowFormat format,
                        const std::vector<ColumnInfo>& columns) {
  std::vector<Cell> cells;
  REQUIRE(split_row(payload, format, columns, cells).ok());
  return cells;
}

void check_every_truncation(const Buffer& payload, RowFormat format,
                            const std::vector<ColumnInfo>& columns) {
  test::check_truncations(payload, payload.size(), [&](Bytes prefix) {
    std::vector<Cell> cells;
    return split_row(prefix, format, columns, cells).ok();
  });
  Buffer longer = payload;
  longer.push_back(std::byte{0});
  std::vector<Cell> cells;
  CHECK_FALSE(split_row(longer, format, columns, cells).ok());
}

}  // namespace

TEST_CASE("a text row") {
  const std::vector<ColumnInfo> columns = captured_columns();
  const Buffer payload = hex(test::kTextRow1);
  const std::vector<Cell> cells = split(payload, RowFormat::text, columns);
  REQUIRE(cells.size() == 21);
  CHECK(cells[0].text() == "-5");
  CHECK(cells[4].text() == "18446744073709551615");
  CHECK(cells[9].text() == "1999-12-31 23:59:59.000001");
  CHECK(cells[15].text() == std::string(260, 'q'));
  CHECK(to_hex(cells[16].bytes()) == "00ff80");
  CHECK(cells[19].is_null);
  CHECK(cells[20].text() == "{\"a\":1}");
  check_every_truncation(payload, RowFormat::text, columns);
}

TEST_CASE("a binary row") {
  const std::vector<ColumnInfo> columns = captured_columns();
  const Buffer payload = hex(test::kBinaryRow1);
  const std::vector<Cell> cells = split(payload, RowFormat::binary, columns);
  REQUIRE(cells.size() == 21);
  CHECK(to_hex(cells[0].bytes()) == "fb");
  CHECK(to_hex(cells[2].bytes()) == "000080ff");
  CHECK(cells[7].text() == "-1234567890123456.7800");
  CHECK(to_hex(cells[8].bytes()) == "e807021d");
  CHECK(cells[15].text() == std::string(260, 'q'));
  CHECK(cells[19].is_null);
  CHECK(cells[20].text() == "{\"a\":1}");
  check_every_truncation(payload, RowFormat::binary, columns);
}

TEST_CASE("rows are written as they were read") {
  const std::vector<ColumnInfo> columns = captured_columns();
  const struct {
    const std::string& row;
    RowFormat format;
  } cases[] = {{test::kTextRow1, RowFormat::text},
               {test::kTextRow2, RowFormat::text},
               {test::kBinaryRow1, RowFormat::binary},
               {test::kBinaryRow2, RowFormat::binary}};
  for (const auto& [row, format] : cases) {
    const Buffer payload = hex(row);
    const std::vector<Cell> cells = split(payload, format, columns);
    Buffer written;
    append_row(cells, cells.size(), format, columns, written);
    CHECK(to_hex(written) == to_hex(payload));
  }
}

// Behind the visible columns may be hidden ones that only merging needed.
TEST_CASE("the first columns of a row") {
  const std::vector<ColumnInfo> columns = captured_columns();
  for (const RowFormat format : {RowFormat::text, RowFormat::binary}) {
    const Buffer payload = hex(format == RowFormat::text ? test::kTextRow2 : test::kBinaryRow2);
    const std::vector<Cell> cells = split(payload, format, columns);
    Buffer written;
    append_row(cells, 11, format, columns, written);
    const std::vector<ColumnInfo> first(columns.begin(), columns.begin() + 11);
    const std::vector<Cell> again = split(written, format, first);
    CHECK(again[7].text() == "0.0000");
    CHECK(again[10].is_null);
  }
}

TEST_CASE("the bitmap of a binary row grows at the sixth and the fourteenth column") {
  for (const std::size_t count : {1, 5, 6, 7, 13, 14, 15, 100}) {
    CAPTURE(count);
    const std::vector<ColumnInfo> columns(count, ColumnInfo{.type = ColumnType::tiny});
    const Cell null{nullptr, 0, true};
    std::vector<Cell> cells(count, null);
    Buffer payload;
    append_row(cells, count, RowFormat::binary, columns, payload);
    CHECK(payload.size() == 1 + (count + 9) / 8);
    for (const Cell& cell : split(payload, RowFormat::binary, columns)) CHECK(cell.is_null);
  }
}

TEST_CASE("binary values that do not fit their type") {
  std::vector<Cell> cells;
  const std::vector<ColumnInfo> date{{.type = ColumnType::datetime}};
  CHECK_FALSE(split_row(hex("00 00 05 e807021d01"), RowFormat::binary, date, cells).ok());
  const std::vector<ColumnInfo> time{{.type = ColumnType::time}};
  CHECK_FALSE(split_row(hex("00 00 07 00000000000000"), RowFormat::binary, time, cells).ok());
  const std::vector<ColumnInfo> unknown{{.type = static_cast<ColumnType>(0x42)}};
  CHECK_FALSE(split_row(hex("00 00 0161"), RowFormat::binary, unknown, cells).ok());
  const std::vector<ColumnInfo> tiny{{.type = ColumnType::tiny}};
  CHECK_FALSE(split_row(hex("01 00 61"), RowFormat::binary, tiny, cells).ok());
}

TEST_CASE("a first column of 16 MiB") {
  const std::vector<ColumnInfo> columns{{.type = ColumnType::blob}};
  const Buffer value(1u << 24, std::byte{'x'});
  const std::vector<Cell> cells{{value.data(), value.size(), false}};
  Buffer payload;
  append_row(cells, 1, RowFormat::text, columns, payload);
  CHECK(payload[0] == std::byte{0xfe});
  CHECK_FALSE(is_end_of_rows(0xfe, payload.size(), capability::kDeprecateEof));
  CHECK(split(payload, RowFormat::text, columns)[0].size == 1u << 24);
}

}  // namespace sluice::wire
