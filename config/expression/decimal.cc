// SPDX-License-Identifier: Apache-2.0
#include "config/expression/decimal.h"

#include <algorithm>

namespace sluice::config::expression {
namespace {

constexpr std::int32_t kMaxScale = 600;         // digits that kMaxBits hold, about
constexpr std::int32_t kExtraPrecision = 10;    // Groovy's DIVISION_EXTRA_PRECISION
constexpr std::int32_t kMinDivisionScale = 10;  // and DIVISION_MIN_SCALE

BigInteger power_of_ten(std::int32_t exponent) {
  return boost::multiprecision::pow(BigInteger(10), static_cast<unsigned>(std::max(exponent, 0)));
}

BigInteger magnitude(const BigInteger& value) {
  return value < 0 ? BigInteger(-value) : value;
}

std::int32_t digit_count(const BigInteger& value) {
  return static_cast<std::int32_t>(magnitude(value).str().size());
}

// numerator / denominator, rounded half up (away from zero).
BigInteger divide_half_up(const BigInteger& numerator, const BigInteger& denominator) {
  BigInteger quotient;
  BigInteger remainder;
  boost::multiprecision::divide_qr(magnitude(numerator), magnitude(denominator), quotient,
                                   remainder);
  if (remainder * 2 >= magnitude(denominator)) ++quotient;
  return (numerator < 0) != (denominator < 0) ? BigInteger(-quotient) : quotient;
}

// The number of decimal places that `numerator / denominator` needs, or nothing if it never ends.
std::optional<std::int32_t> places_needed(const BigInteger& numerator,
                                          const BigInteger& denominator) {
  BigInteger rest = magnitude(denominator) /
                    boost::multiprecision::gcd(magnitude(numerator), magnitude(denominator));
  std::int32_t twos = 0;
  std::int32_t fives = 0;
  for (; rest % 2 == 0; rest /= 2) ++twos;
  for (; rest % 5 == 0; rest /= 5) ++fives;
  if (rest != 1) return std::nullopt;
  return std::max(twos, fives);
}

// The quotient's first `precision` digits, rounded half up.
Decimal divide_to_precision(const Decimal& left, const Decimal& right, std::int32_t precision) {
  const auto scaled = [&](std::int32_t shift) {
    return divide_half_up(left.unscaled * power_of_ten(shift),
                          right.unscaled * power_of_ten(-shift));
  };
  // The quotient of an m-digit by an n-digit number has m - n or m - n + 1 digits.
  std::int32_t shift = precision - (digit_count(left.unscaled) - digit_count(right.unscaled));
  BigInteger quotient = scaled(shift);
  // Rounding up to 10^precision leaves a digit too many as well; one place less is right there too.
  if (digit_count(quotient) > precision) quotient = scaled(--shift);
  return {quotient, left.scale - right.scale + shift};
}

Decimal with_scale_half_up(const Decimal& number, std::int32_t scale) {
  return {divide_half_up(number.unscaled, power_of_ten(number.scale - scale)), scale};
}

}  // namespace

Decimal decimal_of(const Number& number) {
  if (const auto* decimal = std::get_if<Decimal>(&number)) return *decimal;
  if (const auto* big = std::get_if<BigInteger>(&number)) return {*big, 0};
  if (const auto* wide = std::get_if<std::int64_t>(&number)) return {BigInteger(*wide), 0};
  return {BigInteger(*std::get_if<std::int32_t>(&number)), 0};
}

Decimal add(const Decimal& left, const Decimal& right) {
  const std::int32_t scale = std::max(left.scale, right.scale);
  return {left.unscaled * power_of_ten(scale - left.scale) +
              right.unscaled * power_of_ten(scale - right.scale),
          scale};
}

Decimal subtract(const Decimal& left, const Decimal& right) {
  return add(left, {-right.unscaled, right.scale});
}

Decimal multiply(const Decimal& left, const Decimal& right) {
  return {left.unscaled * right.unscaled, left.scale + right.scale};
}

Decimal divide(const Decimal& left, const Decimal& right) {
  const std::int32_t preferred = left.scale - right.scale;
  if (left.unscaled == 0) return {0, preferred};
  if (const auto places = places_needed(left.unscaled, right.unscaled)) {
    return {left.unscaled * power_of_ten(*places) / right.unscaled, preferred + *places};
  }
  const std::int32_t precision =
      std::max(digit_count(left.unscaled), digit_count(right.unscaled)) + kExtraPrecision;
  const Decimal quotient = divide_to_precision(left, right, precision);
  const std::int32_t scale = std::max({left.scale, right.scale, kMinDivisionScale});
  return quotient.scale > scale ? with_scale_half_up(quotient, scale) : quotient;
}

int compare(const Decimal& left, const Decimal& right) {
  return subtract(left, right).unscaled.sign();
}

BigInteger truncate(const Decimal& number) {
  if (number.scale <= 0) return number.unscaled * power_of_ten(-number.scale);
  return number.unscaled / power_of_ten(number.scale);
}

std::string to_text(const Decimal& number) {
  std::string digits = magnitude(number.unscaled).str();
  const std::int32_t count = static_cast<std::int32_t>(digits.size());
  const std::int32_t exponent = count - 1 - number.scale;
  std::string text = number.unscaled < 0 ? "-" : "";
  if (number.scale == 0) return text + digits;
  if (number.scale < 0 || exponent < -6) {
    if (count > 1) digits.insert(1, 1, '.');
    text += digits;
    if (exponent == 0) return text;
    return text + (exponent > 0 ? "E+" : "E") + std::to_string(exponent);
  }
  if (count <= number.scale) {
    digits.insert(0, static_cast<std::size_t>(number.scale - count + 1), '0');
  }
  digits.insert(digits.size() - static_cast<std::size_t>(number.scale), 1, '.');
  return text + digits;
}

bool within_limits(const Decimal& number) {
  return (number.unscaled == 0 || msb(magnitude(number.unscaled)) < kMaxBits) &&
         std::abs(number.scale) <= kMaxScale;
}

}  // namespace sluice::config::expression
