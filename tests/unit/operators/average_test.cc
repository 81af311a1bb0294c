// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/average.h"

#include <string>

#include <doctest/doctest.h>

namespace sluice::executor::operators {
namespace {

struct Fact {
  const char* sum;
  std::uint64_t count;
  unsigned sum_scale;
  unsigned scale;
  unsigned increment;
  const char* average;
};

std::string average(const Fact& fact) {
  DecimalText text;
  WideInteger sum;
  REQUIRE(parse_decimal(fact.sum, text));
  REQUIRE(WideInteger::from_decimal(text, fact.sum_scale, sum));
  NumberText quotient;
  const AverageRule rule{fact.sum_scale, fact.scale, fact.increment};
  if (!exact_average(sum, fact.count, rule, quotient)) return "overflow";
  return std::string(round_decimal(quotient.view(), fact.scale).view());
}

std::string quotient(const Fact& fact) {
  DecimalText text;
  WideInteger sum;
  NumberText quotient;
  REQUIRE(parse_decimal(fact.sum, text));
  REQUIRE(WideInteger::from_decimal(text, fact.sum_scale, sum));
  REQUIRE(exact_average(sum, fact.count, {fact.sum_scale, fact.scale, fact.increment}, quotient));
  return std::string(quotient.view());
}

std::string rounded(std::string_view number, unsigned scale) {
  return std::string(round_decimal(number, scale).view());
}

}  // namespace

// MariaDB 10.11: CREATE TABLE t (x DECIMAL(65,sum_scale)); SET div_precision_increment = increment;
// SELECT SUM(x), COUNT(x), AVG(x) FROM t
TEST_CASE("averages as the server computes them") {
  const Fact facts[] = {
      {"2", 3, 0, 4, 4, "0.6667"},
      {"-2", 3, 0, 4, 4, "-0.6667"},
      {"2.0", 3, 1, 5, 4, "0.66667"},
      {"2.00", 3, 2, 6, 4, "0.666667"},
      {"2.0000", 3, 4, 8, 4, "0.66666667"},
      // The quotient ends with its first group of nine digits: cut, not rounded.
      {"2.00000", 3, 5, 9, 4, "0.666666666"},
      {"-2.00000", 3, 5, 9, 4, "-0.666666666"},
      {"2.000000", 3, 6, 10, 4, "0.6666666667"},
      {"2.000000000", 3, 9, 13, 4, "0.6666666666667"},
      {"2.00000000000000", 3, 14, 18, 4, "0.666666666666666666"},
      {"2.000000000000000000", 3, 18, 22, 4, "0.6666666666666666666667"},
      {"2.00000000000000000000000", 3, 23, 27, 4, "0.666666666666666666666666666"},
      {"2", 3, 30, 34, 4, "0.6666666666666666666666666666666667"},
      {"2", 3, 36, 38, 4, "0.66666666666666666666666666666666666667"},
      {"2", 3, 37, 38, 4, "0.66666666666666666666666666666666666667"},
      {"1.0001", 8, 4, 8, 4, "0.12501250"},
      {"1", 3, 0, 7, 7, "0.3333333"},
      {"1.12345", 3, 5, 35, 30, "0.37448333333333333333333333333333333"},
      {"2", 3, 0, 0, 0, "0"},
      {"2.000000001", 3, 9, 9, 0, "0.666666667"},
      {"0", 5, 2, 6, 4, "0.000000"},
      {"-1", 1000000, 0, 4, 4, "0.0000"},
      {"1844674407370955161500", 100, 0, 4, 4, "18446744073709551615.0000"},
      {"1844674407370955161500", 101, 0, 4, 4, "18264103043276783777.2277"},
      {"199999999999999999999999999999999999999999999999999999999999999998", 2, 0, 4, 4,
       "99999999999999999999999999999999999999999999999999999999999999999.0000"},
      {"1599999999999999999999999999999999999999999999999999999999999999987", 18, 0, 4, 4,
       "88888888888888888888888888888888888888888888888888888888888888888.1667"},
      {"3999999999999999999999999999.99999999999999999999999999999999999996", 12, 38, 38, 4,
       "333333333333333333333333333.33333333333333333333333333333333333333"},
      // The integer part leaves less room for the fraction than the increment asks for.
      {"17595649589205750496854669250914658643.0273145914922948236310", 180, 22, 38, 30,
       "97753608828920836093637051393970325.79459619217495719346461666666666666667"},
  };
  for (const Fact& fact : facts) CHECK(average(fact) == fact.average);
}

TEST_CASE("a quotient beyond the server's nine groups of digits overflows") {
  CHECK(average({"1000000000000000000000000000000000000000000000000000000000000000000000000000", 1,
                 0, 4, 4, ""}) == "overflow");
}

// MariaDB 10.11: AVG(x) BETWEEN 1.000033333 AND 1.000033333 is true for these 30000 rows, AVG(x) >
// 1 is false: the first sees the quotient, the second what is shown.
TEST_CASE("the quotient has whole groups of nine digits") {
  CHECK(quotient({"30001", 30000, 0, 4, 4, ""}) == "1.000033333");
  CHECK(average({"30001", 30000, 0, 4, 4, ""}) == "1.0000");
  CHECK(quotient({"-1", 3, 0, 4, 4, ""}) == "-0.333333333");
  CHECK(quotient({"2.5", 1, 1, 5, 4, ""}) == "2.500000000");
}

TEST_CASE("rounding half up carries through") {
  CHECK(rounded("9.9995", 3) == "10.000");
  CHECK(rounded("-9.9995", 3) == "-10.000");
  CHECK(rounded("0.4999", 0) == "0");
  CHECK(rounded("0.5", 0) == "1");
  CHECK(rounded("-0.0004", 3) == "0.000");
  CHECK(rounded("-0.0005", 3) == "-0.001");
  CHECK(rounded("7", 2) == "7.00");
  CHECK(rounded("99.99", 1) == "100.0");
}

TEST_CASE("decimals print with all their decimals") {
  CHECK(format_decimal(WideInteger::of(0), 2).view() == "0.00");
  CHECK(format_decimal(WideInteger::of(-5), 2).view() == "-0.05");
  CHECK(format_decimal(WideInteger::of(1234), 2).view() == "12.34");
  CHECK(format_decimal(WideInteger::of(1234), 0).view() == "1234");
  CHECK(format_decimal(WideInteger::of(1), 38).view() == "0." + std::string(37, '0') + "1");
}

}  // namespace sluice::executor::operators
