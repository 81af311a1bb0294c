// SPDX-License-Identifier: Apache-2.0
#include "common/wire/binary_value.h"

#include "tests/unit/wire/captured_rows.h"

namespace sluice::wire {

using test::hex;

namespace {

// A value as the text protocol shows it.
std::string shown(const ColumnInfo& column, const Cell& cell) {
  if (const auto integer = read_integer(column.type, column.is_unsigned(), cell.bytes())) {
    return integer->is_unsigned ? std::to_string(static_cast<std::uint64_t>(integer->bits))
                                : std::to_string(integer->bits);
  }
  std::string text;
  if (append_temporal_text(column.type, cell.bytes(), text)) return text;
  return std::string(cell.text());
}

std::string temporal(ColumnType type, std::string_view value) {
  std::string text;
  return append_temporal_text(type, hex(value), text) ? text : "refused";
}

}  // namespace

TEST_CASE("binary rows say what text rows say") {
  const std::vector<ColumnInfo> columns = test::captured_columns();
  const std::pair<std::string, std::string> rows[] = {{test::kTextRow1, test::kBinaryRow1},
                                                      {test::kTextRow2, test::kBinaryRow2}};
  for (const auto& [text_row, binary_row] : rows) {
    const Buffer text_payload = hex(text_row);
    const Buffer binary_payload = hex(binary_row);
    std::vector<Cell> text;
    std::vector<Cell> binary;
    REQUIRE(split_row(text_payload, RowFormat::text, columns, text).ok());
    REQUIRE(split_row(binary_payload, RowFormat::binary, columns, binary).ok());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      CAPTURE(i);
      CHECK(text[i].is_null == binary[i].is_null);
      if (text[i].is_null) continue;
      if (const auto real = read_real(columns[i].type, binary[i].bytes())) {
        CHECK(*real == std::stod(std::string(text[i].text())));
        continue;
      }
      // Trailing zeros of a fraction are the column's business: text has as many as the column.
      const std::string binary_text = shown(columns[i], binary[i]);
      CHECK(std::string(text[i].text()).substr(0, binary_text.size()) ==
            binary_text.substr(0, text[i].size));
    }
  }
}

TEST_CASE("integers") {
  CHECK(read_integer(ColumnType::tiny, true, hex("fb"))->bits == 251);
  CHECK(read_integer(ColumnType::short_int, false, hex("0080"))->bits == -32768);
  CHECK(read_integer(ColumnType::int24, false, hex("ffffffff"))->bits == -1);
  CHECK(read_integer(ColumnType::long_int, true, hex("ffffffff"))->bits == 0xffffffff);
  CHECK(read_integer(ColumnType::long_long, false, hex("0000000000000080"))->bits == INT64_MIN);
  CHECK(read_integer(ColumnType::long_long, true, hex("ffffffffffffffff"))->is_unsigned);
  CHECK_FALSE(read_integer(ColumnType::long_long, true, hex("ff")));
  CHECK_FALSE(read_integer(ColumnType::double_type, false, hex("0000000000000000")));
  CHECK_FALSE(read_integer(ColumnType::var_string, false, hex("31")));
  CHECK_FALSE(read_integer(ColumnType::null_type, false, {}));
}

// The documentation's example of a double is 10.2, of a float 10.2f.
TEST_CASE("reals") {
  CHECK(read_real(ColumnType::double_type, hex("6666666666662440")) == 10.2);
  CHECK(read_real(ColumnType::float_type, hex("33332341")) == doctest::Approx(10.2f));
  CHECK_FALSE(read_real(ColumnType::double_type, hex("33332341")));
  CHECK_FALSE(read_real(ColumnType::long_long, hex("6666666666662440")));
}

// The documentation's examples of dates and times.
TEST_CASE("dates and times") {
  using enum ColumnType;
  CHECK(temporal(datetime, "da070a11131b1e01000000") == "2010-10-17 19:27:30.000001");
  CHECK(temporal(datetime, "da070a11131b1e") == "2010-10-17 19:27:30");
  CHECK(temporal(date, "da070a11") == "2010-10-17");
  CHECK(temporal(datetime, "da070a11") == "2010-10-17 00:00:00");
  CHECK(temporal(date, "") == "0000-00-00");
  CHECK(temporal(timestamp, "") == "0000-00-00 00:00:00");
  CHECK(temporal(time, "0178000000131b1e01000000") == "-2899:27:30.000001");
  CHECK(temporal(time, "0178000000131b1e") == "-2899:27:30");
  CHECK(temporal(time, "") == "00:00:00");
  CHECK(temporal(datetime, "da070a11131b1e010000001aff") == "2010-10-17 19:27:30.000001-03:50");
  CHECK(temporal(datetime, "da070a11131b1e010000003c00") == "2010-10-17 19:27:30.000001+01:00");
}

TEST_CASE("temporal values of any content and no other length") {
  using enum ColumnType;
  CHECK(temporal(time, "ffffffffffffffffffffffff") == "-103079215335:255:255.4294967295");
  CHECK(temporal(datetime, "ffffffffffffffffffffff") == "65535-255-255 255:255:255.4294967295");
  for (const std::string_view length : {"00", "0000", "000000", "0000000000", "000000000000"}) {
    CHECK(temporal(datetime, length) == "refused");
    CHECK(temporal(time, length) == "refused");
  }
  CHECK(temporal(long_int, "00000000") == "refused");
}

}  // namespace sluice::wire
