// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/wire/commands.h"
#include "tests/unit/wire/captured_rows.h"

namespace sluice::wire {

using test::hex;
using test::to_hex;

namespace {

struct Decoded {
  std::vector<ParameterType> types = {};
  bool types_known = false;
  std::vector<Parameter> parameters = {};
};

Result<void> decode(Bytes payload, const LongData& long_data, Decoded& into,
                    bool query_attributes = false) {
  const Result<StmtExecute> execute = decode_stmt_execute(payload);
  if (!execute) return execute.error();
  const ExecuteShape shape{.parameters = into.types.size(), .query_attributes = query_attributes};
  return decode_parameters(*execute, shape, long_data, into.types, into.types_known,
                           into.parameters);
}

// 17 parameters that MariaDB 10.11 took apart in this way: it answered the texts of kEchoed for
// CREATE TABLE echo AS SELECT ?,?,... and SELECT * FROM echo.
const std::string kAllTypes =
    "17 06000000 00 01000000 00c000 01 0100 0280 0300 0880 0400 0500 f600 0a00 0c00 0700 0b00 0b00"
    "fd00 fc00 0600 0300 fe00 fb ffff f9ffffff ffffffffffffffff 0000c03f 00000000000002c0"
    "0631322e333430 04e807021d 0bcf070c1f173b3b01000000 07da070a11131b1e 0c0122000000163b3ac0d40100"
    "00 fc0401" +
    test::repeated("71", 260) + "0200ff 00";

const std::string kEchoed[] = {"-5",
                               "65535",
                               "-7",
                               "18446744073709551615",
                               "1.5",
                               "-2.25",
                               "12.340",
                               "2024-02-29",
                               "1999-12-31 23:59:59.000001",
                               "2010-10-17 19:27:30",
                               "-838:59:58.120000",
                               "00:00:00",
                               std::string(260, 'q'),
                               std::string("\0\xff", 2),
                               "NULL",
                               "NULL",
                               ""};

std::string shown(const Parameter& parameter) {
  const ColumnType type = parameter.type.type;
  if (parameter.is_null) return "NULL";
  if (const auto real = read_real(type, parameter.value)) {
    return std::to_string(*real).substr(0, *real < 0 ? 5 : 3);
  }
  if (const auto number = read_integer(type, parameter.type.is_unsigned, parameter.value)) {
    return number->is_unsigned ? std::to_string(static_cast<std::uint64_t>(number->bits))
                               : std::to_string(number->bits);
  }
  std::string text;
  if (append_temporal_text(type, parameter.value, text)) return text;
  return std::string(as_text(parameter.value));
}

}  // namespace

// The documentation's example: one VARCHAR parameter, 'foo'.
TEST_CASE("COM_STMT_EXECUTE with one parameter") {
  const Buffer payload = hex("17 01000000 00 01000000 00 01 0f00 03 666f6f");
  Decoded decoded{.types = std::vector<ParameterType>(1)};
  REQUIRE(decode(payload, {}, decoded).ok());
  CHECK(decoded.types_known);
  REQUIRE(decoded.parameters.size() == 1);
  CHECK(decoded.parameters[0].type.type == ColumnType::varchar);
  CHECK(as_text(decoded.parameters[0].value) == "foo");
  Buffer encoded;
  encode_stmt_execute(1, decoded.parameters, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
}

TEST_CASE("every type, NULLs, lenenc prefixes") {
  const Buffer payload = hex(kAllTypes);
  Decoded decoded{.types = std::vector<ParameterType>(17)};
  REQUIRE(decode(payload, {}, decoded).ok());
  REQUIRE(decoded.parameters.size() == 17);
  for (std::size_t i = 0; i < 17; ++i) {
    CAPTURE(i);
    CHECK(shown(decoded.parameters[i]) == kEchoed[i]);
  }
  Buffer encoded;
  encode_stmt_execute(6, decoded.parameters, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  test::check_truncations(payload, payload.size(), [](Bytes prefix) {
    Decoded truncated{.types = std::vector<ParameterType>(17)};
    return decode(prefix, {}, truncated).ok();
  });
  Buffer longer = payload;
  longer.push_back(std::byte{0});
  CHECK_FALSE(decode(longer, {}, decoded).ok());
}

TEST_CASE("types are remembered between executions") {
  Decoded decoded{.types = std::vector<ParameterType>(2)};
  const Buffer without_types = hex("17 01000000 00 01000000 02 00 2a");
  const Result<void> first = decode(without_types, {}, decoded);
  REQUIRE_FALSE(first.ok());
  CHECK(first.error().number() == 1210);
  CHECK(first.error().message().starts_with("Incorrect arguments to mysqld_stmt_execute"));
  REQUIRE(decode(hex("17 01000000 00 01000000 00 01 0180 0300 ff 01000000"), {}, decoded).ok());
  REQUIRE(decode(without_types, {}, decoded).ok());
  CHECK(shown(decoded.parameters[0]) == "42");
  CHECK(decoded.parameters[0].type.is_unsigned);
  CHECK(decoded.parameters[1].is_null);
  SUBCASE("but not those of a packet that made no sense") {
    CHECK_FALSE(decode(hex("17 01000000 00 01000000 00 01 0300 42ff 00"), {}, decoded).ok());
    CHECK(decode(without_types, {}, decoded).error().number() == 1210);
  }
}

TEST_CASE("long data replace the value, whatever the NULL bit says") {
  Decoded decoded{.types = std::vector<ParameterType>(3)};
  const Buffer payload = hex("17 01000000 00 01000000 02 01 fc00 fd00 0100 2a");
  LongData long_data(3);
  long_data[0] = test::buffer_of("long");
  long_data[1] = Buffer();
  REQUIRE(decode(payload, long_data, decoded).ok());
  CHECK(shown(decoded.parameters[0]) == "long");
  CHECK_FALSE(decoded.parameters[1].is_null);
  CHECK(decoded.parameters[1].value.empty());
  CHECK(shown(decoded.parameters[2]) == "42");
  Buffer encoded;
  encode_stmt_execute(1, decoded.parameters, encoded);
  CHECK(to_hex(encoded) ==
        to_hex(hex("17 01000000 00 01000000 00 01 fc00 fd00 0100 046c6f6e67 00 2a")));
}

TEST_CASE("long data of a number's parameter are sent on as characters") {
  Decoded decoded{.types = std::vector<ParameterType>(1)};
  LongData long_data(1);
  long_data[0] = test::buffer_of("17");
  REQUIRE(decode(hex("17 01000000 00 01000000 00 01 0300"), long_data, decoded).ok());
  CHECK(decoded.parameters[0].type.type == ColumnType::blob);
  CHECK(decoded.types[0].type == ColumnType::long_int);
}

// MariaDB 10.11 takes MEDIUMINT and YEAR parameters for NULL without a value and misreads what
// follows.
TEST_CASE("types that client libraries do not bind become those of their width") {
  Decoded decoded{.types = std::vector<ParameterType>(2)};
  const Buffer payload = hex("17 01000000 00 01000000 00 01 0900 0d80 f8ffffff 6b08");
  REQUIRE(decode(payload, {}, decoded).ok());
  CHECK(shown(decoded.parameters[0]) == "-8");
  CHECK(shown(decoded.parameters[1]) == "2155");
  CHECK(decoded.parameters[0].type.type == ColumnType::long_int);
  CHECK(decoded.parameters[1].type.type == ColumnType::short_int);
}

TEST_CASE("a type nobody knows is refused") {
  Decoded decoded{.types = std::vector<ParameterType>(1)};
  CHECK_FALSE(decode(hex("17 01000000 00 01000000 00 01 4200 0161"), {}, decoded).ok());
}

TEST_CASE("no parameters") {
  Decoded decoded;
  REQUIRE(decode(hex("17 01000000 01 01000000"), {}, decoded).ok());
  CHECK(decoded.parameters.empty());
  CHECK(decode_stmt_execute(hex("17 01000000 01 01000000"))->cursor == 1);
  Buffer encoded;
  encode_stmt_execute(7, {}, encoded);
  CHECK(to_hex(encoded) == "17070000000001000000");
}

TEST_CASE("query attributes behind the parameters are left out") {
  Decoded decoded{.types = std::vector<ParameterType>(1)};
  // One parameter (5), one attribute named n (6); without names it could not be taken apart.
  const Buffer payload =
      hex("17 01000000 08 01000000 02 00 01 0800 00 0800 01 6e 0500000000000000 0600000000000000");
  REQUIRE(decode(payload, {}, decoded, true).ok());
  REQUIRE(decoded.parameters.size() == 1);
  CHECK(shown(decoded.parameters[0]) == "5");
  CHECK(decoded.types.size() == 2);
}

TEST_CASE("attributes with a statement that has no parameters") {
  Decoded decoded;
  REQUIRE(
      decode(hex("17 01000000 08 01000000 01 00 01 fd00 01 6e 02 6869"), {}, decoded, true).ok());
  CHECK(decoded.parameters.empty());
  decoded = {};
  REQUIRE(decode(hex("17 01000000 00 01000000"), {}, decoded, true).ok());
}

TEST_CASE("attribute counts that the packet cannot hold are refused") {
  Decoded decoded{.types = std::vector<ParameterType>(2)};
  CHECK_FALSE(decode(hex("17 01000000 08 01000000 01 00 01 0800 00"), {}, decoded, true).ok());
  CHECK_FALSE(
      decode(hex("17 01000000 08 01000000 feffffffffffffff7f 00 01"), {}, decoded, true).ok());
}

TEST_CASE("the text of COM_QUERY, with and without attributes") {
  using capability::kQueryAttributes;
  const Buffer plain = test::buffer_of("\x03SELECT 1");
  CHECK(*decode_query(plain, 0) == "SELECT 1");
  const Buffer none = hex("03 00 01 53454c454354");
  CHECK(*decode_query(none, kQueryAttributes) == "SELECT");
  const Buffer two = hex("03 02 01 02 01 0800 01 61 fd00 01 62 0500000000000000 53454c454354");
  CHECK(*decode_query(two, kQueryAttributes) == "SELECT");
  for (std::size_t length = 1; length + 6 < two.size(); ++length) {
    CHECK_FALSE(decode_query(Bytes(two).first(length), kQueryAttributes).ok());
  }
}

}  // namespace sluice::wire
