// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/cell_value.h"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::operators {
namespace {

using test::binary_value;
using test::typed_column;
using wire::ColumnType;
using wire::RowFormat;

wire::Cell cell_of(std::string_view bytes) {
  return {as_bytes(bytes).data(), bytes.size(), false};
}

// In both formats; they must agree.
std::optional<std::int64_t> integer(ColumnType type, bool is_unsigned, const std::string& text) {
  wire::ColumnInfo column = typed_column(type);
  if (is_unsigned) column.flags = wire::column_flag::kUnsigned;
  CellInteger shown;
  CellInteger sent;
  if (!read_integer(cell_of(text), column, RowFormat::text, shown)) return std::nullopt;
  const std::string binary = binary_value(text, column);
  REQUIRE(read_integer(cell_of(binary), column, RowFormat::binary, sent));
  CHECK(shown.bits == sent.bits);
  CHECK(shown.is_unsigned == is_unsigned);
  return static_cast<std::int64_t>(shown.bits);
}

std::uint64_t moment(ColumnType type, const std::string& text) {
  const wire::ColumnInfo column = typed_column(type);
  const std::string binary = binary_value(text, column);
  std::uint64_t shown = 0;
  std::uint64_t sent = 0;
  CAPTURE(text);
  REQUIRE(read_moment(cell_of(text), RowFormat::text, shown));
  REQUIRE(read_moment(cell_of(binary), RowFormat::binary, sent));
  CHECK(shown == sent);
  return shown;
}

std::int64_t time_of(const std::string& text) {
  const std::string binary = binary_value(text, typed_column(ColumnType::time));
  std::int64_t shown = 0;
  std::int64_t sent = 0;
  CAPTURE(text);
  REQUIRE(read_time(cell_of(text), RowFormat::text, shown));
  REQUIRE(read_time(cell_of(binary), RowFormat::binary, sent));
  CHECK(shown == sent);
  return shown;
}

}  // namespace

TEST_CASE("integers of every width in both formats") {
  CHECK(integer(ColumnType::tiny, false, "-128") == -128);
  CHECK(integer(ColumnType::tiny, true, "255") == 255);
  CHECK(integer(ColumnType::short_int, false, "-32768") == -32768);
  CHECK(integer(ColumnType::int24, false, "-8388608") == -8388608);
  CHECK(integer(ColumnType::long_int, true, "4294967295") == 4294967295);
  CHECK(integer(ColumnType::long_int, true, "0000000042") == 42);  // ZEROFILL
  CHECK(integer(ColumnType::long_long, false, "-9223372036854775808") == INT64_MIN);
  CHECK(integer(ColumnType::long_long, true, "18446744073709551615") == -1);
  CHECK(integer(ColumnType::year, true, "2155") == 2155);
  CHECK(integer(ColumnType::year, true, "0000") == 0);
  for (const char* text : {"", "1x", "+1", "9223372036854775808", "1.5", "-"}) {
    CHECK_FALSE(integer(ColumnType::long_long, false, text));
  }
}

TEST_CASE("a binary integer has its type's width") {
  CellInteger value;
  CHECK_FALSE(read_integer(cell_of("abc"), test::int_column(), RowFormat::binary, value));
  double real = 0;
  CHECK_FALSE(read_real(cell_of("abc"), test::double_column(), RowFormat::binary, real));
}

TEST_CASE("doubles and floats in both formats") {
  double value = 0;
  const wire::ColumnInfo column = test::double_column();
  for (const char* text : {"0.1", "-1e20", "5e-324", "1.7976931348623157e308", "00000000001.5"}) {
    REQUIRE(read_real(cell_of(text), column, RowFormat::text, value));
    CHECK(value == std::strtod(text, nullptr));
    const std::string binary = binary_value(text, column);
    double sent = 0;
    REQUIRE(read_real(cell_of(binary), column, RowFormat::binary, sent));
    CHECK(sent == value);
  }
  const std::string tenth = binary_value("0.1", test::float_column());
  REQUIRE(read_real(cell_of(tenth), test::float_column(), RowFormat::binary, value));
  CHECK(value == static_cast<double>(0.1f));
  for (const char* text : {"", "abc", "1e999", "nan", "inf", "1 "}) {
    CHECK_FALSE(read_real(cell_of(text), column, RowFormat::text, value));
  }
}

TEST_CASE("dates and times of day grow with the calendar") {
  const std::vector<std::string> ascending = {
      "0000-00-00 00:00:00", "2019-12-31 23:59:59.999999", "2020-00-00 00:00:00",
      "2020-01-01 00:00:00", "2020-01-01 00:00:00.000001", "2020-01-01 00:00:00.5",
      "2020-01-01 00:00:01", "2020-01-01 10:00:00",        "2020-01-02 00:00:00",
      "2020-02-01 00:00:00", "9999-12-31 23:59:59"};
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    CHECK(moment(ColumnType::datetime, ascending[i - 1]) <
          moment(ColumnType::datetime, ascending[i]));
  }
  CHECK(moment(ColumnType::date, "2020-02-03") ==
        moment(ColumnType::datetime, "2020-02-03 00:00:00"));
  CHECK(moment(ColumnType::date, "0000-00-00") == 0);
  std::uint64_t value = 0;
  for (const char* text :
       {"", "2020", "2020-01", "2020-01-01x", "2020-01-01 ", "2020-13-01", "2020-01-01 24:00:00",
        "2020-01-01 00:00:00.", "2020-01-01 1:1:1.1234567", "99999999999-01-01",
        "2020-01-01 00:60:00"}) {
    CAPTURE(text);
    CHECK_FALSE(read_moment(cell_of(text), RowFormat::text, value));
  }
  CHECK_FALSE(read_moment(cell_of("abc"), RowFormat::binary, value));
}

TEST_CASE("times are signed and longer than a day") {
  const std::vector<std::string> ascending = {
      "-838:59:59.999999", "-838:59:59",      "-24:00:00",  "-00:00:01", "-00:00:00.5",
      "00:00:00",          "00:00:00.000001", "00:00:00.1", "00:01:00",  "23:59:59",
      "24:00:00",          "100:00:00",       "838:59:59"};
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    CHECK(time_of(ascending[i - 1]) < time_of(ascending[i]));
  }
  CHECK(time_of("-00:00:00.5") == -500'000);
  std::int64_t value = 0;
  for (const char* text : {"", "1", "1:2", "1:2:3:4", "--1:00:00", "10:60:00", "1:00:60",
                           "999999:00:00", "1:00:00.1234567"}) {
    CAPTURE(text);
    CHECK_FALSE(read_time(cell_of(text), RowFormat::text, value));
  }
  CHECK_FALSE(read_time(cell_of("abcdef"), RowFormat::binary, value));
}

}  // namespace sluice::executor::operators
