// SPDX-License-Identifier: Apache-2.0
#include "executor/user_variable.h"

#include <doctest/doctest.h>

namespace sluice::executor {
namespace {

using wire::ColumnType;

constexpr std::uint16_t kGeneral = 45;
constexpr std::uint16_t kLatin1 = 8;

void add(router::Metadata& to, std::uint16_t id, const char* name, const char* charset) {
  router::Collation& collation = to.collations.emplace_back();
  collation.id = id;
  collation.name = name;
  collation.charset = charset;
}

router::Metadata metadata() {
  router::Metadata all;
  add(all, kGeneral, "utf8mb4_general_ci", "utf8mb4");
  add(all, kLatin1, "latin1_swedish_ci", "latin1");
  add(all, 46, "utf8mb4_bin", "utf8mb4");
  return all;
}

wire::ColumnInfo column(ColumnType type, std::uint16_t flags = 0,
                        std::uint16_t collation = wire::kBinaryCollation) {
  return {.type = type, .flags = flags, .collation = collation, .decimals = 31, .length = 0};
}

std::string literal(const wire::ColumnInfo& info, std::optional<std::string_view> value,
                    wire::RowFormat format = wire::RowFormat::text) {
  wire::Cell cell;
  cell.is_null = !value;
  if (value) cell = {as_bytes(*value).data(), value->size(), false};
  const Result<std::string> text = user_variable_literal(info, format, cell, metadata());
  return text ? *text : text.error().message();
}

}  // namespace

TEST_CASE("numbers keep their type") {
  CHECK(literal(column(ColumnType::long_int), "-5") == "-5");
  CHECK(literal(column(ColumnType::long_long, wire::column_flag::kUnsigned), "5") ==
        "CAST(5 AS UNSIGNED)");
  CHECK(literal(column(ColumnType::long_long), "-9223372036854775808") ==
        "CAST(-9223372036854775808 AS SIGNED)");
  CHECK(literal(column(ColumnType::new_decimal), "1.50") == "1.50");
  CHECK(literal(column(ColumnType::new_decimal), "12") == "CAST(12 AS DECIMAL(65,0))");
  CHECK(literal(column(ColumnType::double_type), "0.1") == "1e-01");
  CHECK(literal(column(ColumnType::bit), std::string_view("\x01\x02", 2)) ==
        "CAST(258 AS UNSIGNED)");
}

TEST_CASE("texts keep their bytes, character set and collation") {
  CHECK(literal(column(ColumnType::var_string, 0, kGeneral), "a'\\") ==
        "_utf8mb4 x'61275c' COLLATE utf8mb4_general_ci");
  CHECK(literal(column(ColumnType::var_string), "ab") == "x'6162'");
  CHECK(literal(column(ColumnType::date), "2024-02-29") ==
        "_latin1 x'323032342d30322d3239' COLLATE latin1_swedish_ci");
  CHECK(literal(column(ColumnType::json), "1") == "_utf8mb4 x'31' COLLATE utf8mb4_bin");
  CHECK(literal(column(ColumnType::var_string, 0, 999), "ab") ==
        "Unknown collation: '999' [SL-2027]");
}

TEST_CASE("NULL has a type") {
  CHECK(literal(column(ColumnType::long_int), {}) == "CAST(NULL AS SIGNED)");
  CHECK(literal(column(ColumnType::double_type), {}) == "NULLIF(0e0, 0e0)");
  CHECK(literal(column(ColumnType::var_string, 0, kGeneral), {}) ==
        "CONVERT(NULL USING utf8mb4) COLLATE utf8mb4_general_ci");
  CHECK(literal(column(ColumnType::var_string), {}) == "NULL");
}

TEST_CASE("what cannot be kept exactly is refused, and what is no number does not get into SQL") {
  CHECK(literal(column(ColumnType::float_type), "1.1").find("FLOAT") != std::string::npos);
  wire::ColumnInfo fixed = column(ColumnType::double_type);
  fixed.decimals = 2;
  CHECK(literal(fixed, "1.10").find("DOUBLE") != std::string::npos);
  CHECK(literal(column(ColumnType::long_int), "1); DROP").find("number") != std::string::npos);
  CHECK(literal(column(ColumnType::new_decimal), "").find("number") != std::string::npos);
}

TEST_CASE("binary rows give the same") {
  using wire::RowFormat;
  CHECK(literal(column(ColumnType::long_int), std::string_view("\xfb\xff\xff\xff", 4),
                RowFormat::binary) == "-5");
  CHECK(literal(column(ColumnType::new_decimal), "1.50", RowFormat::binary) == "1.50");
  CHECK(literal(column(ColumnType::float_type), std::string_view("\xcd\xcc\x8c\x3f", 4),
                RowFormat::binary) == "1.100000023841858e+00");
  wire::ColumnInfo time = column(ColumnType::time);
  time.decimals = 1;
  CHECK(literal(time, std::string_view("\0\0\0\0\0\x0b\x0c\x0d", 8), RowFormat::binary) ==
        "_latin1 x'31313a31323a31332e30' COLLATE latin1_swedish_ci");
}

}  // namespace sluice::executor
