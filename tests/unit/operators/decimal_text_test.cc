// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/decimal_text.h"

#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace sluice::executor::operators {
namespace {

DecimalText decimal(std::string_view text) {
  DecimalText value;
  CAPTURE(text);
  REQUIRE(parse_decimal(text, value));
  return value;
}

std::string canonical(std::string_view text) {
  Buffer out;
  append_canonical(decimal(text), out);
  return std::string(as_text(out));
}

}  // namespace

TEST_CASE("decimals in ascending order") {
  const std::vector<std::string> ascending = {"-" + std::string(65, '9'),
                                              "-100000000000000000.2",
                                              "-100000000000000000.1",
                                              "-10",
                                              "-9.99",
                                              "-1",
                                              "-0.5",
                                              "-0.05",
                                              "-0.00000000000000000000000000001",
                                              "0",
                                              "0.00000000000000000000000000001",
                                              "0.000001",
                                              "0.05",
                                              "0.5",
                                              "0.50001",
                                              "1",
                                              "1.01",
                                              "1.1",
                                              "9.99",
                                              "10",
                                              "99",
                                              "100",
                                              "1234567890123456",
                                              "1234567890123456.5",
                                              "12345678901234567",
                                              std::string(30, '1'),
                                              std::string(64, '9') + ".9",
                                              std::string(65, '9')};
  for (std::size_t a = 0; a < ascending.size(); ++a) {
    for (std::size_t b = 0; b < ascending.size(); ++b) {
      CAPTURE(ascending[a]);
      CAPTURE(ascending[b]);
      const DecimalText left = decimal(ascending[a]);
      const DecimalText right = decimal(ascending[b]);
      CHECK(compare(left, right) == (a < b ? -1 : a > b ? 1 : 0));
      if (a < b) CHECK(order_word(left) <= order_word(right));
      CHECK((canonical(ascending[a]) == canonical(ascending[b])) == (a == b));
    }
  }
}

TEST_CASE("different texts of one number are equal") {
  for (const auto& pair : std::vector<std::pair<std::string, std::string>>{{"0", "-0.00"},
                                                                           {"1", "1.000"},
                                                                           {"00042", "42"},
                                                                           {"+7", "7.0"},
                                                                           {".5", "0.50"},
                                                                           {"-00001.500", "-1.5"},
                                                                           {"5.", "5"}}) {
    const auto& a = pair.first;
    const auto& b = pair.second;
    CAPTURE(a);
    CHECK(compare(decimal(a), decimal(b)) == 0);
    CHECK(order_word(decimal(a)) == order_word(decimal(b)));
    CHECK(canonical(a) == canonical(b));
  }
}

TEST_CASE("what is no decimal is refused") {
  for (const std::string_view text :
       {"", "-", ".", "-.", "1e5", "1.2.3", "a", "1 ", " 1", "--1", "1-", "0x10", "NaN"}) {
    CAPTURE(text);
    DecimalText value;
    CHECK_FALSE(parse_decimal(text, value));
  }
}

TEST_CASE("words order random numbers as comparison does") {
  std::mt19937 random(3);
  const auto make = [&] {
    std::string text = random() % 2 != 0 ? "-" : "";
    for (unsigned i = random() % 25; i != 0; --i) text += static_cast<char>('0' + random() % 3);
    text += '0';
    if (random() % 2 != 0) {
      text += '.';
      for (unsigned i = random() % 25; i != 0; --i) text += static_cast<char>('0' + random() % 3);
    }
    return text;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::string a = make();
    const std::string b = make();
    CAPTURE(a);
    CAPTURE(b);
    const int order = compare(decimal(a), decimal(b));
    CHECK(compare(decimal(b), decimal(a)) == -order);
    if (order < 0) CHECK(order_word(decimal(a)) <= order_word(decimal(b)));
    if (order > 0) CHECK(order_word(decimal(a)) >= order_word(decimal(b)));
    const long double difference = std::stold(a) - std::stold(b);
    if (difference > 1e-3L || difference < -1e-3L) {
      if (std::abs(std::stold(a)) < 1e12L) CHECK(order == (difference < 0 ? -1 : 1));
    }
  }
}

TEST_CASE("numbers longer than any server's still compare") {
  const std::string a(300, '8');
  const std::string b(300, '9');
  CHECK(compare(decimal(a), decimal(b)) < 0);
  CHECK(order_word(decimal(a)) <= order_word(decimal(b)));
  CHECK(order_word(decimal(std::string(255, '9'))) < order_word(decimal(a)));
}

TEST_CASE("the nearest double") {
  CHECK(to_double(decimal("0.1")) == 0.1);
  CHECK(to_double(decimal("-12.50")) == -12.5);
  CHECK(to_double(decimal("9007199254740993")) == 9007199254740992.0);
  CHECK(to_double(decimal("0")) == 0.0);
  CHECK(to_double(decimal(std::string(65, '9'))) == 1e65);
}

}  // namespace sluice::executor::operators
