// SPDX-License-Identifier: Apache-2.0
#include "executor/write_literal.h"

#include <doctest/doctest.h>

namespace sluice::executor {
namespace {

using router::ColumnClass;
using wire::ColumnType;

constexpr std::uint16_t kGeneral = 45;

router::Metadata metadata() {
  router::Metadata all;
  router::Collation& collation = all.collations.emplace_back();
  collation.id = kGeneral;
  collation.name = "utf8mb4_general_ci";
  collation.charset = "utf8mb4";
  return all;
}

wire::ColumnInfo column(ColumnType type, std::uint16_t collation = wire::kBinaryCollation,
                        std::uint16_t flags = 0) {
  return {.type = type, .flags = flags, .collation = collation, .decimals = 31, .length = 0};
}

router::ColumnSchema target(ColumnClass column_class) {
  router::ColumnSchema schema;
  schema.name = "c";
  schema.column_class = column_class;
  return schema;
}

wire::Cell cell_of(const std::optional<std::string_view>& value) {
  if (!value) return {nullptr, 0, true};
  return {as_bytes(*value).data(), value->size(), false};
}

std::string stored(const wire::ColumnInfo& info, std::optional<std::string_view> value,
                   ColumnClass into) {
  std::string sql;
  const Result<void> done =
      append_stored({info, wire::RowFormat::text, cell_of(value)}, target(into), metadata(), sql);
  return done ? sql : std::to_string(done.error().number());
}

std::string key(const wire::ColumnInfo& info, std::string_view value, ColumnClass of) {
  const router::StagedKeyColumn key_column{
      .before = {}, .behind = {}, .column = target(of), .optional = false};
  std::string sql;
  const Result<void> done =
      append_key({info, wire::RowFormat::text, cell_of(value)}, key_column, metadata(), sql);
  return done ? sql : std::to_string(done.error().number());
}

}  // namespace

TEST_CASE("a stored value is what the column would take") {
  CHECK(stored(column(ColumnType::long_int), std::nullopt, ColumnClass::integer) == "NULL");
  CHECK(stored(column(ColumnType::long_int), "-5", ColumnClass::integer) == "-5");
  CHECK(stored(column(ColumnType::long_int), "007", ColumnClass::text) == "'007'");
  CHECK(stored(column(ColumnType::new_decimal), "1.50", ColumnClass::integer) == "1.50");
  CHECK(stored(column(ColumnType::double_type), "2.5", ColumnClass::integer) == "2.5e+00");
  CHECK(stored(column(ColumnType::double_type), "2.5", ColumnClass::text) == "'2.5'");
  CHECK(stored(column(ColumnType::bit), std::string_view("\x01\x02", 2), ColumnClass::bit) ==
        "258");
  CHECK(stored(column(ColumnType::datetime), "2024-02-29 10:00:00", ColumnClass::temporal) ==
        "'2024-02-29 10:00:00'");
  CHECK(stored(column(ColumnType::datetime), "2024-02-29 10:00:00", ColumnClass::integer) ==
        "TIMESTAMP'2024-02-29 10:00:00'");
  CHECK(stored(column(ColumnType::date), "0000-00-00", ColumnClass::integer) == "'0000-00-00'");
  CHECK(stored(column(ColumnType::time), "-10:00:00", ColumnClass::temporal) == "TIME'-10:00:00'");
  CHECK(stored(column(ColumnType::var_string, kGeneral), "plain", ColumnClass::text) == "'plain'");
  CHECK(stored(column(ColumnType::var_string, kGeneral), "a'\\", ColumnClass::text) ==
        "_utf8mb4 x'61275c'");
  CHECK(stored(column(ColumnType::var_string), "12", ColumnClass::integer) == "_binary x'3132'");
  CHECK(stored(column(ColumnType::json), "{}", ColumnClass::json) == "_utf8mb4 x'7b7d'");
}

TEST_CASE("a value that would be converted another way is refused") {
  CHECK(stored(column(ColumnType::json), "[1]", ColumnClass::integer) == "1235");
  CHECK(stored(column(ColumnType::bit), "\x01", ColumnClass::text) == "1235");
  CHECK(stored(column(ColumnType::geometry), "x", ColumnClass::other) == "1235");
  CHECK(stored(column(ColumnType::string, kGeneral, wire::column_flag::kEnum), "low",
               ColumnClass::integer) == "1235");
  CHECK(stored(column(ColumnType::string, kGeneral, wire::column_flag::kEnum), "low",
               ColumnClass::enumeration) == "'low'");
}

TEST_CASE("what a server sends for a number is no SQL") {
  CHECK(stored(column(ColumnType::long_int), "1); DROP", ColumnClass::integer) == "1835");
  CHECK(key(column(ColumnType::long_int), "1 OR 1", ColumnClass::integer) == "1835");
  CHECK(key(column(ColumnType::datetime), "x' OR '1", ColumnClass::temporal) == "1835");
}

TEST_CASE("a key equals its own value only") {
  CHECK(key(column(ColumnType::long_long), "5", ColumnClass::integer) == "5");
  CHECK(key(column(ColumnType::var_string, kGeneral), "abc", ColumnClass::text) == "'abc'");
  CHECK(key(column(ColumnType::var_string, kGeneral), "\xc3\xa9", ColumnClass::text) ==
        "_utf8mb4 x'c3a9' COLLATE utf8mb4_general_ci");
  CHECK(key(column(ColumnType::string), std::string_view("\0'", 2), ColumnClass::binary) ==
        "x'0027'");
}

TEST_CASE("text rows lack digits of FLOAT, and of DOUBLE with fixed decimals") {
  wire::ColumnInfo fixed = column(ColumnType::double_type);
  CHECK(has_all_digits(fixed));
  fixed.decimals = 2;
  CHECK_FALSE(has_all_digits(fixed));
  CHECK_FALSE(has_all_digits(column(ColumnType::float_type)));
}

}  // namespace sluice::executor
