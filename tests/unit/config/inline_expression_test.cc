// SPDX-License-Identifier: Apache-2.0
// algorithm-expression. The expected values are Java's (JDK 17) for what Groovy's documentation
// says an expression means; BigDecimal division was computed with java.math.
#include <array>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "config/row_expression.h"

namespace sluice::config {
namespace {

std::string evaluated(std::string_view expression, InlineValue value) {
  const auto compiled = InlineExpression::compile(expression);
  if (!compiled) return "error: " + compiled.error().message();
  const std::array arguments{InlineArgument{"id", value}};
  std::string text;
  const auto done = compiled->evaluate(arguments, text);
  return done ? text : "error: " + done.error().message();
}

// The value of a Groovy expression without columns.
std::string value(std::string_view groovy) {
  return evaluated("${" + std::string(groovy) + "}", std::int64_t{0});
}

std::string for_id(std::string_view groovy, InlineValue id) {
  return evaluated("${" + std::string(groovy) + "}", id);
}

bool fails(std::string_view groovy, std::string_view reason) {
  const std::string result = value(groovy);
  CAPTURE(result);
  return result.starts_with("error: ") && result.find(reason) != std::string::npos;
}

std::uint64_t modulus_of(std::string_view expression) {
  const auto compiled = InlineExpression::compile(expression);
  REQUIRE(compiled);
  return compiled->modulus();
}

bool alike(std::string_view left, std::string_view right) {
  const auto first = InlineExpression::compile(left);
  const auto second = InlineExpression::compile(right);
  REQUIRE(first);
  REQUIRE(second);
  return first->is_like(*second);
}

}  // namespace

TEST_CASE("an expression gives one text for its columns") {
  CHECK(evaluated("ds_${id % 2}", std::int64_t{7}) == "ds_1");
  CHECK(evaluated("ds_$->{id % 2}", std::int64_t{-1}) == "ds_-1");
  CHECK(evaluated("t_${ID % 4}_x", std::int64_t{6}) == "t_2_x");
  CHECK(evaluated("t_${id}, u", std::int64_t{6}) == "t_6, u");
  CHECK(evaluated("t_${id}", std::string_view("a")) == "t_a");
  CHECK(evaluated("ds_0", std::int64_t{1}) == "ds_0");
  CHECK(evaluated("<GROOVY> ds_${id % 2} ", std::int64_t{1}) == "ds_1");
  CHECK(evaluated("<LITERAL>ds_${id}", std::int64_t{1}) == "ds_${id}");
  CHECK(evaluated("t_${id % 4}", std::numeric_limits<std::uint64_t>::max()) == "t_3");
  CHECK(evaluated("t_${id % 4}", std::uint64_t{6}) == "t_2");
}

TEST_CASE("columns are listed once, in lower case, in order of use") {
  const auto compiled = InlineExpression::compile("${B % 2}_${a % 2}_${b}");
  REQUIRE(compiled);
  CHECK(compiled->columns() == std::vector<std::string>{"b", "a"});
  const std::array arguments{InlineArgument{"a", std::int64_t{1}},
                             InlineArgument{"b", std::int64_t{4}}};
  std::string text = "kept:";
  REQUIRE(compiled->evaluate(arguments, text));
  CHECK(text == "kept:0_1_4");
  const auto missing = compiled->evaluate(std::span(arguments).first(1), text);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message() ==
        "inline expression '${B % 2}_${a % 2}_${b}': column b has no value [SL-1002]");
  CHECK(text == "kept:0_1_4");
}

TEST_CASE("int and long wrap, types are promoted") {
  CHECK(value("2147483647 + 1") == "-2147483648");
  CHECK(value("2147483647L + 1") == "2147483648");
  CHECK(value("2147483648 + 1") == "2147483649");
  CHECK(value("9223372036854775807 + 1") == "-9223372036854775808");
  CHECK(value("9223372036854775808 + 1") == "9223372036854775809");
  CHECK(value("9223372036854775807g + 1") == "9223372036854775808");
  CHECK(value("1000003 * 1000003") == "-721379959");
  CHECK(value("1000003L * 1000003") == "1000006000009");
  CHECK(value("-7 % 3") == "-1");
  CHECK(value("7 % -3") == "1");
  CHECK(value("-7.intdiv(2)") == "-3");
  CHECK(value("(-7).intdiv(2)") == "-3");
  CHECK(value("(-2147483647 - 1).intdiv(-1)") == "-2147483648");
  CHECK(value("(-2147483647 - 1) % -1") == "0");
  CHECK(value("18446744073709551615 % 7") == "1");
  CHECK(for_id("id * 2", std::int64_t{2'000'000'000}) == "-294967296");
  CHECK(for_id("id * 2", std::int64_t{3'000'000'000}) == "6000000000");
  CHECK(for_id("id.toLong() * 2", std::int64_t{2'000'000'000}) == "4000000000");
}

TEST_CASE("division gives decimals") {
  const std::pair<const char*, const char*> cases[] = {
      {"1 / 2", "0.5"},
      {"1 / 3", "0.3333333333"},
      {"2 / 3", "0.6666666667"},
      {"-2 / 3", "-0.6666666667"},
      {"100 / 0.5", "2.0E+2"},
      {"1 / 0.5", "2"},
      {"10 / 4", "2.5"},
      {"1000000007 / 7", "142857143.8571428571"},
      {"1 / 1024", "0.0009765625"},
      {"22 / 7", "3.1428571429"},
      {"123456789012345 / 1000", "123456789012.345"},
      {"5 / 1000000000000", "5E-12"},
      {"0 / 7", "0"},
      {"0 / 0.25", "0E+2"},
      {"999999999999 / 1000000000001", "1.0000000000"},
      {"1.25 / 0.05", "25"},
      {"9.99999999999 / 3", "3.33333333333"},
      {"2 / 2000000000000000003", "0E-10"},
      {"8 / 4", "2"},
      {"1.50 + 1", "2.50"},
      {"1.5 * 1.5", "2.25"},
      {"1.5 - 2", "-0.5"},
      {"(7 / 2).toInteger()", "3"},
      {"(7 / -2).toLong()", "-3"},
      {"(12345678901.9).intValue()", "-539222987"},
      {"-(1 / 4)", "-0.25"},
      {"(-1 / 4).abs()", "0.25"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(value(each.first) == each.second);
  }
  CHECK(fails("(7 / 2) % 2", "a decimal has no such operation"));
}

TEST_CASE("operators bind as Groovy's do") {
  CHECK(value("1 + 2 * 3") == "7");
  CHECK(value("(1 + 2) * 3") == "9");
  CHECK(value("-2 ** 2") == "-4");
  CHECK(value("(-2) ** 2") == "4");
  CHECK(value("2 ** 3 ** 2") == "64");
  CHECK(value("2 ** 31") == "2147483648");
  CHECK(value("2 ** 64") == "18446744073709551616");
  CHECK(value("10 - 4 - 3") == "3");
  CHECK(value("20 % 7 * 2") == "12");
  CHECK(value("6 & 3 | 8 ^ 1") == "11");
  CHECK(value("1 << 33") == "2");
  CHECK(value("1L << 33") == "8589934592");
  CHECK(value("-1 >>> 28") == "15");
  CHECK(value("-1L >>> 60") == "15");
  CHECK(value("-9 >> 1") == "-5");
  CHECK(value("~5") == "-6");
  CHECK(value("-5g & 36893488147419103231") == "36893488147419103227");
  CHECK(value("1 + 1 == 2 && 3 > 2") == "true");
  CHECK(value("1 < 2 ? 'a' : 'b'") == "a");
  CHECK(value("false ? 1 : true ? 2 : 3") == "2");
  CHECK(value("!true || false") == "false");
  CHECK(value("!0 && !''") == "true");
  CHECK(value("'abc' < 'abd'") == "true");
  CHECK(value("1.0 == 1") == "true");
  CHECK(value("0x1F + 017 + 0b11 + 1_000") == "1049");
}

TEST_CASE("strings: joining and methods") {
  CHECK(value("'a' + 1 + 2") == "a12");
  CHECK(value("1 + 2 + 'a'") == "3a");
  CHECK(value("\"x${1 + 1}y\" + 'z'") == "x2yz");
  CHECK(value("'it\\'s'") == "it's");
  CHECK(value("'${1}'") == "${1}");
  CHECK(value("'abcdef'.substring(2)") == "cdef");
  CHECK(value("'abcdef'.substring(1, 3)") == "bc");
  CHECK(value("'abc'.length() + 'abcd'.size()") == "7");
  CHECK(value("'7'.padLeft(3, '0')") == "007");
  CHECK(value("'7'.padRight(3) + '|'") == "7  |");
  CHECK(value("'7'.padLeft(6, 'ab')") == "ababa7");
  CHECK(value("'12345'.padLeft(3, '0')") == "12345");
  CHECK(value("'aBc'.toUpperCase() + 'aBc'.toLowerCase()") == "ABCabc");
  CHECK(value("'abc'.startsWith('ab') && 'abc'.endsWith('bc') && 'abc'.contains('b')") == "true");
  CHECK(value("'abc'.indexOf('c')") == "2");
  CHECK(value("'abc'.indexOf('x')") == "-1");
  CHECK(value("' 42 '.toInteger() + '42'.toLong()") == "84");
  CHECK(value("Integer.parseInt('-17') + Integer.valueOf('+17')") == "0");
  CHECK(value("Long.parseLong('9223372036854775807')") == "9223372036854775807");
  CHECK(value("Long.valueOf(5) + Long.valueOf('6')") == "11");
  CHECK(value("Math.abs(-5) + Math.abs(-2147483648L)") == "2147483653");
  CHECK(value("Math.abs(-2147483647 - 1)") == "-2147483648");
  CHECK(value("Math.floorMod(-7, 3)") == "2");
  CHECK(value("7.mod(4)") == "3");
  CHECK(value("300000000000L.intValue()") == "-647710720");
  CHECK(value("String.valueOf(5) + 6.toString()") == "56");
  CHECK(value("18446744073709551615.toBigInteger() % 10") == "5");
  CHECK(value("String.format('%05d|%5d|%-5d|%s|%-4s|%4s|%%', -42, 42, 42, 7, 'ab', 'cd')") ==
        "-0042|   42|42   |7|ab  |  cd|%");
  CHECK(for_id("id.substring(id.length() - 2)", std::string_view("user_10086")) == "86");
}

TEST_CASE("text is counted and hashed in UTF-16 units") {
  CHECK(value("'\xE4\xB8\xAD\xE6\x96\x87'.length()") == "2");
  CHECK(value("'\xF0\x9F\x98\x80z'.length()") == "3");
  CHECK(value("'\xF0\x9F\x98\x80z'.substring(2)") == "z");
  CHECK(fails("'\xF0\x9F\x98\x80z'.substring(1)", "beyond its string"));
  CHECK(value("'\xE4\xB8\xAD\xE6\x96\x87z'.indexOf('z')") == "2");
  CHECK(value("'abc'.hashCode()") == "96354");
  CHECK(value("'user_10086'.hashCode()") == "1871779643");
  CHECK(value("'\xE4\xB8\xAD\xE6\x96\x87'.hashCode()") == "646394");
  CHECK(value("'\xF0\x9F\x98\x80z'.hashCode()") == "54959991");
  CHECK(value("'polygenelubricants'.hashCode()") == "-2147483648");
  CHECK(value("Math.abs('polygenelubricants'.hashCode()) % 4") == "0");
}

TEST_CASE("numbers hash as Java's types do") {
  CHECK(value("(-1).hashCode()") == "-1");
  CHECK(value("(-1L).hashCode()") == "0");
  CHECK(value("278935294492016641.hashCode()") == "609942061");
  CHECK(value("18446744073709551615.hashCode()") == "-32");
  CHECK(value("(-18446744073709551616).hashCode()") == "-961");
  CHECK(value("123456789012345678901234567890.hashCode()") == "1915528825");
  CHECK(for_id("id.hashCode()", std::int64_t{-1}) == "-1");
  CHECK(for_id("id.hashCode()", std::int64_t{278935294492016641}) == "609942061");
  CHECK(for_id("id.hashCode()", std::string_view("abc")) == "96354");
  CHECK(fails("(1 / 2).hashCode()", "hashCode() needs a string or a whole number"));
  CHECK(fails("\"a${1}\".hashCode()", "is not supported"));
}

TEST_CASE("expressions that people use") {
  CHECK(evaluated(
            "t_test_$->{ (id & (1 << 4) - 1 << 18) >> 18 }_$->{ (id & (1 << 8) - 1 << 10) >> 10 }",
            std::int64_t{278935294492016641}) == "t_test_1_0");
  CHECK(evaluated("ds_${Math.abs(id.hashCode()) % 4}", std::string_view("user_10086")) == "ds_3");
  CHECK(evaluated("t_${id.longValue() % 2}", std::int64_t{5}) == "t_1");
  CHECK(evaluated("t_${String.format('%02d', id % 16)}", std::int64_t{23}) == "t_07");
  CHECK(evaluated("t_${(id % 16).toString().padLeft(2, '0')}", std::int64_t{23}) == "t_07");
  CHECK(evaluated("t_${id.toString().substring(0, 4)}", std::int64_t{202611}) == "t_2026");
  CHECK(evaluated("ds_${(id % 16).intdiv(4)}", std::int64_t{13}) == "ds_3");
  CHECK(evaluated("t_${id > 1000 ? 1 : 0}", std::int64_t{1001}) == "t_1");
}

TEST_CASE("what Groovy cannot compute is an error, not a guess") {
  CHECK(fails("1 % 0", "division by zero"));
  CHECK(fails("1 / 0", "division by zero"));
  CHECK(fails("1.intdiv(0)", "division by zero"));
  CHECK(fails("18446744073709551615 % 0", "division by zero"));
  CHECK(fails("'a' % 2", "arithmetic of a string and an integer"));
  CHECK(fails("'a' == 1", "a comparison of a string and an integer"));
  CHECK(fails("true + 1", "+ of a boolean and an integer"));
  CHECK(fails("-'a'", "a sign or ~ before a string"));
  CHECK(fails("'abc'.substring(4)", "goes beyond its string"));
  CHECK(fails("'abc'.substring(-1)", "goes beyond its string"));
  CHECK(fails("'12a'.toInteger()", "not a whole number in range"));
  CHECK(fails("'2147483648'.toInteger()", "not a whole number in range"));
  CHECK(fails("'+-1'.toInteger()", "not a whole number in range"));
  CHECK(fails("Integer.parseInt(5)", "need a string, not an integer"));
  CHECK(fails("Integer.valueOf(5L)", "not a long"));
  CHECK(fails("'\xC3\xA4'.toUpperCase()", "ASCII only"));
  CHECK(fails("'a'.padLeft(1025)", "a number up to 1024"));
  CHECK(fails("2 ** -1", "an exponent that is not negative"));
  CHECK(fails("2 ** 100000", "too large"));
  CHECK(fails("(2 ** 2000) * (2 ** 2000)", "too large"));
  CHECK(fails("(1g << 2000) << 2000", "too large"));
  CHECK(fails("String.format('%x', 1)", "String.format() supports"));
  CHECK(fails("String.format('%d')", "String.format() supports"));
  CHECK(fails("String.format('%d', 'a')", "%d needs a whole number"));
  CHECK(fails("'a'.substring()", "takes another number of arguments"));
  CHECK(fails("1 = 2", "expected '}'"));
  CHECK(fails("a ?: b", "expected a value"));
}

TEST_CASE("a modulus is found exactly where the remainder decides the text") {
  CHECK(modulus_of("ds_${user_id % 4}") == 4);
  CHECK(modulus_of("ds_$->{user_id % 1024L}_x") == 1024);
  CHECK(modulus_of("ds_${user_id % 4 + 1}") == 4);
  CHECK(modulus_of("ds_${(user_id % 16).intdiv(4)}") == 16);
  CHECK(modulus_of("t_${String.format('%02d', user_id % 16)}") == 16);
  CHECK(modulus_of("${user_id % 2 == 0 ? 'even' : 'odd'}") == 2);
  CHECK(modulus_of("${user_id % 8}_${user_id % 8}") == 8);
  CHECK(modulus_of("${user_id % 8}_${user_id % 4}") == 0);
  CHECK(modulus_of("ds_${user_id}") == 0);
  CHECK(modulus_of("ds_${user_id % 4}_${user_id}") == 0);
  CHECK(modulus_of("ds_${user_id % 0}") == 0);
  CHECK(modulus_of("ds_${user_id % -4}") == 0);
  CHECK(modulus_of("ds_${Math.abs(user_id.hashCode()) % 4}") == 0);
  CHECK(modulus_of("ds_${8 % user_id}") == 0);
  CHECK(modulus_of("ds_0") == 0);
  CHECK(modulus_of("ds_${a % 2}_${b % 2}") == 0);
  // An int wraps where a long does not, and a negative Long hashes differently from an Integer.
  CHECK(modulus_of("ds_${user_id % 4 * 1000000000}") == 0);
  CHECK(modulus_of("ds_${(user_id % 4).hashCode()}") == 0);
}

TEST_CASE("tabulation by modulus agrees with evaluation") {
  const char* expressions[] = {"ds_${id % 7}", "t_${(id % 12).intdiv(5)}_${id % 12}",
                               "${id % 3 < 0 ? -(id % 3) : id % 3}"};
  const std::int64_t samples[] = {0,
                                  1,
                                  -1,
                                  6,
                                  7,
                                  -8,
                                  12345678901LL,
                                  -12345678901LL,
                                  std::numeric_limits<std::int64_t>::max(),
                                  std::numeric_limits<std::int64_t>::min()};
  for (const char* expression : expressions) {
    const auto modulus = static_cast<std::int64_t>(modulus_of(expression));
    REQUIRE(modulus > 0);
    for (const std::int64_t sample : samples) {
      CAPTURE(sample);
      CHECK(evaluated(expression, sample) == evaluated(expression, sample % modulus));
    }
  }
}

TEST_CASE("likeness ignores the prefix and the columns' names") {
  CHECK(alike("t_order_${order_id % 2}", "t_order_item_${item_id % 2}"));
  CHECK(alike("t_order_${order_id % 2}", "t_order_item_$->{ order_id%2 }"));
  CHECK(alike("${a % 2}", "x_${b % 2}"));
  CHECK_FALSE(alike("t_${a % 2}", "t_${a % 4}"));
  CHECK_FALSE(alike("t_${a % 2}", "t_${a % 2}_x"));
  CHECK_FALSE(alike("t_${a % 2}", "t_${a % 2L}"));
  CHECK_FALSE(alike("t_${a - 2}", "t_${a + 2}"));
  CHECK_FALSE(alike("${a}_${b}", "${a}_${a}"));
  const auto compiled = InlineExpression::compile("t_order_${id % 2}");
  REQUIRE(compiled);
  CHECK(compiled->prefix() == "t_order_");
}

}  // namespace sluice::config
