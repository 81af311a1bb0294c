// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/wide_integer.h"

#include <random>
#include <string>

#include <doctest/doctest.h>

namespace sluice::executor::operators {
namespace {

__extension__ using Int128 = __int128;

WideInteger wide(std::string_view digits, unsigned scale = 0) {
  DecimalText text;
  REQUIRE(parse_decimal(digits, text));
  WideInteger value;
  REQUIRE(WideInteger::from_decimal(text, scale, value));
  return value;
}

std::string digits_of(const WideInteger& value) {
  char digits[WideInteger::kMaxDigits];
  const std::string text(digits, value.magnitude().write_digits(digits));
  return (value.is_negative() ? "-" : "") + (text.empty() ? "0" : text);
}

std::string digits_of(Int128 value) {
  const bool negative = value < 0;
  std::string text;
  for (; value != 0; value /= 10) {
    const auto digit = static_cast<int>(value % 10);
    text.insert(text.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
  }
  return text.empty() ? "0" : (negative ? "-" : "") + text;
}

bool fits(std::string_view digits, unsigned scale = 0) {
  DecimalText text;
  WideInteger value;
  return parse_decimal(digits, text) && WideInteger::from_decimal(text, scale, value);
}

}  // namespace

TEST_CASE("wide integers keep every digit") {
  const std::string seventy(70, '7');
  for (const std::string& digits :
       {std::string("0"), std::string("1"), std::string("-1"), std::string("18446744073709551616"),
        std::string(65, '9'), "-" + std::string(76, '9'), seventy}) {
    CAPTURE(digits);
    CHECK(digits_of(wide(digits)) == digits);
  }
}

TEST_CASE("a scale moves the point, and digits behind it are refused") {
  CHECK(digits_of(wide("1.50", 2)) == "150");
  CHECK(digits_of(wide("-0.001", 30)) == "-1" + std::string(27, '0'));
  CHECK(digits_of(wide("7", 38)) == "7" + std::string(38, '0'));
  CHECK(fits("0.120", 2));
  CHECK_FALSE(fits("0.123", 2));
}

TEST_CASE("numbers of more than 255 bits are refused") {
  // 2^255 - 1 and 2^255
  CHECK(fits("57896044618658097711785492504343953926634992332820282019728792003956564819967"));
  CHECK_FALSE(
      fits("57896044618658097711785492504343953926634992332820282019728792003956564819968"));
  CHECK_FALSE(fits(std::string(78, '9')));
  CHECK_FALSE(fits("1", 77));
  CHECK(fits("0", 200));
}

TEST_CASE("sums carry across limbs and notice overflow") {
  WideInteger sum = wide("340282366920938463463374607431768211455");  // 2^128 - 1
  CHECK(sum.add(wide("1")));
  CHECK(digits_of(sum) == "340282366920938463463374607431768211456");
  CHECK(sum.add(wide("-340282366920938463463374607431768211457")));
  CHECK(digits_of(sum) == "-1");

  WideInteger large =
      wide("57896044618658097711785492504343953926634992332820282019728792003956564819967");
  CHECK_FALSE(large.add(wide("1")));
  WideInteger low = wide("-" + std::string(76, '9'));
  bool added = true;
  for (int i = 0; i < 6 && added; ++i) added = low.add(wide("-" + std::string(76, '9')));
  CHECK_FALSE(added);
}

TEST_CASE("sums and quotients agree with 128-bit arithmetic") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const Int128 a = static_cast<Int128>(random()) << (random() % 62) >> (random() % 70);
    const Int128 b = static_cast<Int128>(random()) << (random() % 62);
    const Int128 x = (random() & 1) != 0 ? -a : a;
    const Int128 y = (random() & 1) != 0 ? -b : b;
    WideInteger sum = wide(digits_of(x));
    REQUIRE(sum.add(wide(digits_of(y))));
    CHECK(digits_of(sum) == digits_of(x + y));

    const std::uint64_t divisor = (random() >> (random() % 64)) | 1;
    WideInteger quotient = wide(digits_of(a));
    CHECK(quotient.divide(divisor) == static_cast<std::uint64_t>(a % divisor));
    CHECK(digits_of(quotient) == digits_of(a / static_cast<Int128>(divisor)));
  }
}

TEST_CASE("a value belongs to the integer types that hold it") {
  CHECK(wide("127").fits_signed(8));
  CHECK_FALSE(wide("128").fits_signed(8));
  CHECK(wide("-128").fits_signed(8));
  CHECK_FALSE(wide("-129").fits_signed(8));
  CHECK(wide("9223372036854775807").fits_signed(64));
  CHECK_FALSE(wide("9223372036854775808").fits_signed(64));
  CHECK(wide("-9223372036854775808").fits_signed(64));
  CHECK_FALSE(wide("-9223372036854775809").fits_signed(64));
  CHECK(wide("18446744073709551615").fits_unsigned(64));
  CHECK_FALSE(wide("18446744073709551616").fits_unsigned(64));
  CHECK_FALSE(wide("-1").fits_unsigned(64));
  CHECK_FALSE(wide("256").fits_unsigned(8));
  CHECK(WideInteger::of(-5) == wide("-5"));
  CHECK(WideInteger::of_unsigned(UINT64_MAX) == wide("18446744073709551615"));
}

}  // namespace sluice::executor::operators
