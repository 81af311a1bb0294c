// SPDX-License-Identifier: Apache-2.0
// What a value proves about the row it is compared with or stored in.
#include "router/key_value.h"

#include <doctest/doctest.h>

#include "router/metadata.h"

namespace sluice::router {
namespace {

using parser::LiteralType;
using State = KeyValue::State;

const parser::LexOptions kLex;
constexpr std::string_view kUnknown = "unknown";

KeyDomain integer_domain(std::uint8_t bytes, bool is_unsigned) {
  ColumnSchema column;
  column.column_class = ColumnClass::integer;
  column.integer_bytes = bytes;
  column.is_unsigned = is_unsigned;
  return domain_of(column, nullptr, false);
}

KeyDomain text_domain(bool binary_collation, std::string charset = "utf8mb4",
                      std::uint32_t length = 8) {
  ColumnSchema column;
  column.column_class = ColumnClass::text;
  column.max_length = length;
  const Collation collation{46, "c", std::move(charset), false, true, " ", binary_collation};
  return domain_of(column, &collation, false);
}

KeyDomain binary_domain() {
  ColumnSchema column;
  column.column_class = ColumnClass::binary;
  column.max_length = 4;
  return domain_of(column, nullptr, false);
}

std::string show(const KeyValue& value) {
  if (value.state == State::unknown) return std::string(kUnknown);
  if (value.state == State::null_value) return "null";
  if (const auto* number = std::get_if<std::int64_t>(&value.value)) return std::to_string(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&value.value)) {
    return std::to_string(*number) + "u";
  }
  return "'" + std::string(std::get<std::string_view>(value.value)) + "'";
}

std::string literal(const KeyDomain& domain, ValueUse use, LiteralType type, std::string_view text,
                    bool minus = false, bool utf8 = true) {
  std::string scratch;
  return show(literal_value(domain, use, type, text, minus, {&kLex, utf8}, scratch));
}

std::string compared(const KeyDomain& domain, LiteralType type, std::string_view text) {
  return literal(domain, ValueUse::compare, type, text);
}
std::string stored(const KeyDomain& domain, LiteralType type, std::string_view text) {
  return literal(domain, ValueUse::store, type, text);
}

}  // namespace

TEST_CASE("integer columns take every exact form of an integer within their range") {
  const KeyDomain bigint = integer_domain(8, false);
  CHECK(compared(bigint, LiteralType::integer, "5") == "5");
  CHECK(compared(bigint, LiteralType::integer, "007") == "7");
  CHECK(literal(bigint, ValueUse::compare, LiteralType::integer, "5", true) == "-5");
  CHECK(compared(bigint, LiteralType::integer, "-5") == "-5");
  CHECK(compared(bigint, LiteralType::integer, "- 5") == "-5");
  CHECK(compared(bigint, LiteralType::decimal, "5.000") == "5");
  CHECK(compared(bigint, LiteralType::decimal, "5.") == "5");
  CHECK(compared(bigint, LiteralType::decimal, ".0") == "0");
  CHECK(compared(bigint, LiteralType::decimal, "5.5") == kUnknown);
  CHECK(compared(bigint, LiteralType::floating, "5e0") == "5");
  CHECK(compared(bigint, LiteralType::floating, "1.5e1") == "15");
  CHECK(compared(bigint, LiteralType::floating, "1e-1") == kUnknown);
  // 2^53 + 1 as a double is 2^53: the server finds that row
  CHECK(compared(bigint, LiteralType::floating, "9007199254740993e0") == "9007199254740992");
  CHECK(compared(bigint, LiteralType::floating, "9007199254740994e0") == kUnknown);
  CHECK(compared(bigint, LiteralType::string, "'5'") == "5");
  CHECK(compared(bigint, LiteralType::string, "'-5'") == "-5");
  CHECK(compared(bigint, LiteralType::string, "'9007199254740993'") == "9007199254740993");
  for (const char* text : {"'05'", "'5 '", "' 5'", "'+5'", "'-0'", "'5.0'", "'abc'", "''"}) {
    CHECK(compared(bigint, LiteralType::string, text) == kUnknown);
  }
  CHECK(compared(bigint, LiteralType::hex, "0x05") == kUnknown);
  CHECK(compared(bigint, LiteralType::integer, "9223372036854775807") == "9223372036854775807");
  CHECK(compared(bigint, LiteralType::integer, "9223372036854775808") == kUnknown);
  CHECK(literal(bigint, ValueUse::compare, LiteralType::integer, "9223372036854775808", true) ==
        "-9223372036854775808");
  CHECK(compared(bigint, LiteralType::integer, "99999999999999999999") == kUnknown);
  CHECK(compared(bigint, LiteralType::null_value, "NULL") == "null");
}

TEST_CASE("integer ranges are those of the column") {
  const KeyDomain tiny = integer_domain(1, false);
  CHECK(stored(tiny, LiteralType::integer, "127") == "127");
  CHECK(stored(tiny, LiteralType::integer, "128") == kUnknown);
  CHECK(literal(tiny, ValueUse::store, LiteralType::integer, "128", true) == "-128");
  CHECK(literal(tiny, ValueUse::store, LiteralType::integer, "129", true) == kUnknown);
  const KeyDomain utiny = integer_domain(1, true);
  CHECK(stored(utiny, LiteralType::integer, "255") == "255");
  CHECK(literal(utiny, ValueUse::store, LiteralType::integer, "1", true) == kUnknown);
  CHECK(literal(utiny, ValueUse::store, LiteralType::integer, "0", true) == "0");
  const KeyDomain ubigint = integer_domain(8, true);
  CHECK(stored(ubigint, LiteralType::integer, "18446744073709551615") == "18446744073709551615u");
  CHECK(stored(ubigint, LiteralType::integer, "9223372036854775807") == "9223372036854775807");
}

TEST_CASE("strings of a binary collation compare but for trailing spaces") {
  const KeyDomain exact = text_domain(true);
  CHECK(compared(exact, LiteralType::string, "'ab'") == "'ab'");
  CHECK(compared(exact, LiteralType::string, "'ab  '") == "'ab'");
  CHECK(stored(exact, LiteralType::string, "'ab  '") == "'ab'");
  CHECK(compared(exact, LiteralType::string, R"('a\'b''c')") == "'a'b'c'");
  CHECK(compared(exact, LiteralType::string, "\"ab\"") == "'ab'");
  CHECK(compared(exact, LiteralType::string, "'123456789'") == kUnknown);  // too long
  CHECK(compared(exact, LiteralType::string, "'\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9'") ==
        "'\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9'");
  CHECK(compared(exact, LiteralType::string, "'\xC3'") == kUnknown);  // no UTF-8
  CHECK(literal(exact, ValueUse::compare, LiteralType::string, "'\xC3\xA9'", false, false) ==
        kUnknown);                                                // of another character set
  CHECK(compared(exact, LiteralType::integer, "5") == kUnknown);  // 5 = '05'
  CHECK(stored(exact, LiteralType::integer, "5") == "'5'");
  CHECK(literal(exact, ValueUse::store, LiteralType::integer, "5", true) == "'-5'");
  CHECK(stored(exact, LiteralType::integer, "123456789") == kUnknown);
  CHECK(stored(exact, LiteralType::decimal, "5.0") == kUnknown);
  CHECK(compared(exact, LiteralType::string, "N'ab'") == "'ab'");
}

TEST_CASE("characters that the column cannot store prove nothing") {
  CHECK(stored(text_domain(true, "latin1"), LiteralType::string, "'\xC3\xA9'") == kUnknown);
  CHECK(stored(text_domain(true, "latin1"), LiteralType::string, "'e'") == "'e'");
  CHECK(stored(text_domain(true, "utf8mb3"), LiteralType::string, "'\xC3\xA9'") == "'\xC3\xA9'");
  CHECK(stored(text_domain(true, "utf8mb3"), LiteralType::string, "'\xF0\x9F\x98\x80'") ==
        kUnknown);
}

TEST_CASE("other collations are stored by their bytes and never compared") {
  const KeyDomain loose = text_domain(false);
  CHECK(compared(loose, LiteralType::string, "'ab'") == kUnknown);
  CHECK(stored(loose, LiteralType::string, "'Ab '") == "'Ab '");
  CHECK_FALSE(loose.exact());
}

TEST_CASE("binary columns compare but for trailing zeros") {
  const KeyDomain binary = binary_domain();
  CHECK(compared(binary, LiteralType::string, "'ab'") == "'ab'");
  CHECK(compared(binary, LiteralType::hex, "x'61620000'") == "'ab'");
  CHECK(compared(binary, LiteralType::hex, "0x6162") == "'ab'");
  CHECK(stored(binary, LiteralType::string, "'abcde'") == kUnknown);
  CHECK(compared(binary, LiteralType::integer, "5") == kUnknown);
}

TEST_CASE("without a schema only integers are taken for what they look like") {
  const KeyDomain none;
  CHECK(compared(none, LiteralType::integer, "5") == "5");
  CHECK(compared(none, LiteralType::string, "'5'") == kUnknown);
  CHECK(stored(none, LiteralType::string, "'5'") == "'5'");
  CHECK(compared(none, LiteralType::decimal, "5.0") == kUnknown);
}

TEST_CASE("parameters") {
  std::string scratch;
  const KeyDomain bigint = integer_domain(8, false);
  const auto parameter = [&](ParameterValue::Kind kind, std::int64_t integer, double real,
                             std::string_view text, const KeyDomain& domain) {
    const ParameterValue value{kind, integer, real, text};
    return show(parameter_value(domain, ValueUse::compare, value, {&kLex, true}, scratch));
  };
  using Kind = ParameterValue::Kind;
  CHECK(parameter(Kind::signed_integer, -5, 0, "", bigint) == "-5");
  CHECK(parameter(Kind::signed_integer, INT64_MIN, 0, "", bigint) == "-9223372036854775808");
  CHECK(parameter(Kind::unsigned_integer, -1, 0, "", bigint) == kUnknown);
  CHECK(parameter(Kind::unsigned_integer, -1, 0, "", integer_domain(8, true)) ==
        "18446744073709551615u");
  CHECK(parameter(Kind::real, 0, 5.0, "", bigint) == "5");
  CHECK(parameter(Kind::real, 0, 5.5, "", bigint) == kUnknown);
  CHECK(parameter(Kind::real, 0, 1e300, "", bigint) == kUnknown);
  CHECK(parameter(Kind::text, 0, 0, "5", bigint) == "5");
  CHECK(parameter(Kind::text, 0, 0, "5 ", bigint) == kUnknown);
  CHECK(parameter(Kind::decimal, 0, 0, "-5.00", bigint) == "-5");
  CHECK(parameter(Kind::decimal, 0, 0, "5", text_domain(true)) == kUnknown);
  CHECK(parameter(Kind::text, 0, 0, "ab ", text_domain(true)) == "'ab'");
  CHECK(parameter(Kind::null_value, 0, 0, "", bigint) == "null");
  CHECK(parameter(Kind::other, 0, 0, "", bigint) == kUnknown);
}

TEST_CASE("columns compare with each other only in one exact domain") {
  CHECK(integer_domain(4, false).comparable_with(integer_domain(8, true)));
  CHECK(text_domain(true).comparable_with(text_domain(true)));
  CHECK_FALSE(text_domain(false).comparable_with(text_domain(false)));
  CHECK_FALSE(integer_domain(8, false).comparable_with(text_domain(true)));
  CHECK_FALSE(KeyDomain{}.comparable_with(KeyDomain{}));
}

}  // namespace sluice::router
