// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/column_kind.h"

#include <string>

#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::operators {
namespace {

using wire::ColumnType;

std::string name_of(ColumnType type, std::uint16_t flags = 0) {
  wire::ColumnInfo column = test::typed_column(type);
  column.flags = flags;
  return std::string(type_name(column));
}

}  // namespace

TEST_CASE("types have their SQL names") {
  CHECK(name_of(ColumnType::tiny) == "TINYINT");
  CHECK(name_of(ColumnType::short_int) == "SMALLINT");
  CHECK(name_of(ColumnType::int24) == "MEDIUMINT");
  CHECK(name_of(ColumnType::long_int) == "INT");
  CHECK(name_of(ColumnType::long_long) == "BIGINT");
  CHECK(name_of(ColumnType::long_long, wire::column_flag::kUnsigned) == "BIGINT UNSIGNED");
  CHECK(name_of(ColumnType::year) == "YEAR");
  CHECK(name_of(ColumnType::new_decimal) == "DECIMAL");
  CHECK(name_of(ColumnType::float_type) == "FLOAT");
  CHECK(name_of(ColumnType::double_type) == "DOUBLE");
  CHECK(name_of(ColumnType::date) == "DATE");
  CHECK(name_of(ColumnType::datetime) == "DATETIME");
  CHECK(name_of(ColumnType::timestamp) == "TIMESTAMP");
  CHECK(name_of(ColumnType::time) == "TIME");
  CHECK(name_of(ColumnType::bit) == "BIT");
  CHECK(name_of(ColumnType::json) == "JSON");
  CHECK(name_of(ColumnType::geometry) == "GEOMETRY");
  CHECK(name_of(ColumnType::null_type) == "NULL");
  CHECK(name_of(ColumnType::string, wire::column_flag::kEnum) == "ENUM or SET");
  CHECK(name_of(ColumnType::blob) == "VARBINARY");
  CHECK(std::string(type_name(test::text_column())) == "VARCHAR");
}

// The column definitions are those of MariaDB 10.11: SELECT f, m, d, dm FROM t with FLOAT,
// FLOAT(7,2), DOUBLE and DOUBLE(10,2).
TEST_CASE("what is rounded when it is sent as text") {
  wire::ColumnInfo fixed_float = test::float_column();
  fixed_float.decimals = 2;
  wire::ColumnInfo fixed_double = test::double_column();
  fixed_double.decimals = 2;
  for (const wire::ColumnInfo& column : {test::float_column(), fixed_float, fixed_double}) {
    CHECK(shown_rounded(column, wire::RowFormat::text));
    CHECK_FALSE(shown_rounded(column, wire::RowFormat::binary));
  }
  CHECK_FALSE(shown_rounded(test::double_column(), wire::RowFormat::text));
  CHECK_FALSE(shown_rounded(test::decimal_column(2), wire::RowFormat::text));
}

TEST_CASE("a refusal names the type and the reason") {
  const Error error = cannot_merge(test::float_column(), "some reason");
  CHECK(error.id() == ErrorId::merge_type);
  CHECK(error.message().find("FLOAT (some reason)") != std::string::npos);
}

}  // namespace sluice::executor::operators
