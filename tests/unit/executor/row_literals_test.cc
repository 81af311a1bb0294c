// SPDX-License-Identifier: Apache-2.0
#include "executor/row_literals.h"

#include <doctest/doctest.h>

namespace sluice::executor {
namespace {

using router::Transfer;

std::string literal(std::string_view value, Transfer transfer) {
  const wire::Cell cell{as_bytes(value).data(), value.size(), false};
  std::string sql;
  append_row_literal({&cell, 1}, {&transfer, 1}, sql);
  return sql;
}

TEST_CASE("values are written so that they are stored unchanged") {
  CHECK(literal("-12.50", Transfer::number) == "(-12.50)");
  CHECK(literal("it's", Transfer::plain_text) == "(x'69742773')");
  CHECK(literal("a\\b", Transfer::plain_text) == "(x'615c62')");
  CHECK(literal("plain text_1", Transfer::plain_text) == "('plain text_1')");
  CHECK(literal("", Transfer::plain_text) == "('')");
  CHECK(literal("ab", Transfer::text) == "(x'6162')");
  CHECK(literal(std::string_view("\0\xff", 2), Transfer::bytes) == "(x'00ff')");
  CHECK(literal("", Transfer::bytes) == "(x'')");
  CHECK(literal("2024-02-29 00:00:00.001", Transfer::temporal) == "('2024-02-29 00:00:00.001')");
  CHECK(literal("{}", Transfer::json) == "(CONVERT(x'7b7d' USING utf8mb4))");
}

TEST_CASE("TIMESTAMP travels as seconds, its zero value as itself") {
  CHECK(literal("1700000000.250000", Transfer::timestamp) == "(FROM_UNIXTIME(1700000000.250000))");
  CHECK(literal("0", Transfer::timestamp) == "('0000-00-00 00:00:00')");
  CHECK(literal("0.000000", Transfer::timestamp) == "('0000-00-00 00:00:00')");
}

TEST_CASE("a row has its cells in order, NULL among them") {
  const std::string_view text = "x";
  const wire::Cell cells[] = {{as_bytes(text).data(), 1, false}, {nullptr, 0, true}};
  const Transfer columns[] = {Transfer::plain_text, Transfer::number};
  std::string sql = "VALUES ";
  append_row_literal(cells, columns, sql);
  CHECK(sql == "VALUES ('x',NULL)");
}

}  // namespace
}  // namespace sluice::executor
