// SPDX-License-Identifier: Apache-2.0
// Vectors: captured from MariaDB 10.11 unless they are said to be the documentation's.
#include "common/wire/messages.h"
#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using test::check_truncations;
using test::hex;
using test::to_hex;

TEST_CASE("column definition") {
  const Buffer payload =
      hex("03646566 0777697265636170 0174 0174 0165 0165 0c 3f00 0b000000 f6 2000 02 0000");
  const Result<ColumnDefinition> column = decode_column_definition(payload);
  REQUIRE(column.ok());
  CHECK(column->schema == "wirecap");
  CHECK(column->table == "t");
  CHECK(column->org_table == "t");
  CHECK(column->name == "e");
  CHECK(column->org_name == "e");
  CHECK(column->collation == kBinaryCollation);
  CHECK(column->length == 11);
  CHECK(column->type == ColumnType::new_decimal);
  CHECK(column->flags == column_flag::kUnsigned);
  CHECK(column->decimals == 2);
  CHECK(column->default_value.empty());
  Buffer encoded;
  encode(*column, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  check_truncations(payload, payload.size(),
                    [](Bytes prefix) { return decode_column_definition(prefix).ok(); });
}

TEST_CASE("column definition of an expression: no table") {
  const Buffer payload = hex("03646566 00 00 00 0131 00 0c 3f00 01000000 03 8100 00 0000");
  const Result<ColumnDefinition> column = decode_column_definition(payload);
  REQUIRE(column.ok());
  CHECK(column->name == "1");
  CHECK(column->org_name.empty());
  Buffer encoded;
  encode(*column, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
}

TEST_CASE("column definition of COM_FIELD_LIST: the default value follows") {
  const std::string_view kColumn =
      "03646566 0777697265636170 0174 0174 0162 0162 0c 2d00 50000000 fd 0000 00 0000";
  for (const std::string_view value : {"0178", "fb"}) {
    Buffer payload = hex(kColumn);
    const Buffer with_prefix = hex(value);
    payload.insert(payload.end(), with_prefix.begin(), with_prefix.end());
    const Result<ColumnDefinition> column = decode_column_definition(payload);
    REQUIRE(column.ok());
    CHECK(to_hex(column->default_value) == value);
    Buffer encoded;
    encode(*column, encoded);
    CHECK(encoded == payload);
  }
}

TEST_CASE("column definition with another number of fixed fields") {
  CHECK_FALSE(
      decode_column_definition(hex("03646566 00 00 00 0131 00 0d 3f00 01000000 03 8100 00 000000"))
          .ok());
}

// The documentation's example of "COM_STMT_PREPARE_OK", and what MariaDB answered for 5 columns and
// 2 parameters.
TEST_CASE("answer to COM_STMT_PREPARE") {
  const Result<PrepareOk> example = decode_prepare_ok(hex("00 01000000 0100 0200 00 0000"));
  REQUIRE(example.ok());
  CHECK(example->statement_id == 1);
  CHECK(example->columns == 1);
  CHECK(example->parameters == 2);
  const Buffer payload = hex("000100000005000200000000");
  const Result<PrepareOk> answer = decode_prepare_ok(payload);
  REQUIRE(answer.ok());
  CHECK(answer->columns == 5);
  CHECK(answer->parameters == 2);
  CHECK(answer->warnings == 0);
  Buffer encoded;
  encode(*answer, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  check_truncations(payload, 12, [](Bytes prefix) { return decode_prepare_ok(prefix).ok(); });
}

}  // namespace sluice::wire
