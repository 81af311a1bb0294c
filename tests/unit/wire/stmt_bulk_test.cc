// SPDX-License-Identifier: Apache-2.0
#include "common/wire/stmt_bulk.h"

#include <doctest/doctest.h>

#include "tests/unit/wire/hex.h"

namespace sluice::wire {
namespace {

// One BIGINT and one string: (5, 'abc'), (NULL, DEFAULT), (IGNORE, '').
constexpr const char* kRows =
    "fa 01000000 8000 0800 fd00 00 0500000000000000 00 03616263 01 02 03 00 00";

}  // namespace

TEST_CASE("bulk rows: values and indicators in order") {
  const Buffer payload = test::hex(kRows);
  const auto command = decode_stmt_bulk(payload);
  REQUIRE(command.ok());
  CHECK(command->statement_id == 1);
  CHECK(command->types_follow);
  std::vector<ParameterType> types;
  bool known = false;
  auto rows = BulkRows::begin(*command, 2, types, known);
  REQUIRE(rows.ok());
  CHECK(known);
  CHECK(types[0].type == ColumnType::long_long);
  std::vector<BulkParameter> row;
  REQUIRE(rows->next(row).ok());
  CHECK(read_integer(types[0].type, false, row[0].parameter.value)->bits == 5);
  CHECK(as_text(row[1].parameter.value) == "abc");
  REQUIRE(rows->next(row).ok());
  CHECK(row[0].indicator == Indicator::null);
  CHECK(row[0].parameter.is_null);
  CHECK(row[1].indicator == Indicator::use_default);
  REQUIRE(rows->next(row).ok());
  CHECK(row[0].indicator == Indicator::ignore);
  CHECK(row[1].indicator == Indicator::value);
  CHECK(row[1].parameter.value.empty());
  CHECK(rows->at_end());
}

TEST_CASE("bulk rows: cut off at every byte, nothing is read beyond it") {
  const Buffer whole = test::hex(kRows);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto command = decode_stmt_bulk(Bytes(whole).first(size));
    if (!command) continue;
    std::vector<ParameterType> types;
    bool known = false;
    auto rows = BulkRows::begin(*command, 2, types, known);
    if (!rows) continue;
    std::vector<BulkParameter> row;
    Result<void> read;
    std::size_t count = 0;
    while (read && !rows->at_end()) {
      read = rows->next(row);
      if (read) ++count;
    }
    CHECK(count < 3);
  }
}

TEST_CASE("bulk rows: what a server refuses") {
  std::vector<ParameterType> types;
  bool known = false;
  SUBCASE("another flag") {
    CHECK(decode_stmt_bulk(test::hex("fa 01000000 c000")).error().id() ==
          ErrorId::unsupported_prepared);
  }
  SUBCASE("no types, and none are known") {
    const Buffer payload = test::hex("fa 01000000 0000 00 01");
    CHECK(BulkRows::begin(*decode_stmt_bulk(payload), 1, types, known).error().id() ==
          ErrorId::wrong_arguments);
  }
  SUBCASE("an unknown indicator") {
    const Buffer payload = test::hex("fa 01000000 8000 0100 04 01");
    auto rows = BulkRows::begin(*decode_stmt_bulk(payload), 1, types, known);
    std::vector<BulkParameter> row;
    CHECK(rows->next(row).error().id() == ErrorId::malformed_packet);
  }
}

}  // namespace sluice::wire
