// SPDX-License-Identifier: Apache-2.0
#include "config/expression/number.h"

#include <algorithm>
#include <limits>

#include "config/expression/decimal.h"

namespace sluice::config::expression {
namespace {

constexpr const char* kTooLarge = "a number becomes too large";
constexpr const char* kByZero = "division by zero";

BigInteger big_of(const Number& number) {
  return truncate(decimal_of(number));
}

unsigned bit_count(const BigInteger& value) {
  if (value == 0) return 0;
  return static_cast<unsigned>(msb(value < 0 ? BigInteger(-value) : value)) + 1;
}

// int and long: unsigned arithmetic wraps as Java's does.
template <class Int>
std::optional<Int> apply_wrapping(Arithmetic operation, Int left, Int right, std::string& why) {
  using Unsigned = std::make_unsigned_t<Int>;
  const auto a = static_cast<Unsigned>(left);
  const auto b = static_cast<Unsigned>(right);
  switch (operation) {
    case Arithmetic::add:
      return static_cast<Int>(a + b);
    case Arithmetic::subtract:
      return static_cast<Int>(a - b);
    case Arithmetic::multiply:
      return static_cast<Int>(a * b);
    case Arithmetic::bit_and:
      return static_cast<Int>(a & b);
    case Arithmetic::bit_or:
      return static_cast<Int>(a | b);
    case Arithmetic::bit_xor:
      return static_cast<Int>(a ^ b);
    case Arithmetic::remainder:
    case Arithmetic::integer_divide:
      break;
    default:
      return std::nullopt;
  }
  if (right == 0) {
    why = kByZero;
    return std::nullopt;
  }
  const bool quotient = operation == Arithmetic::integer_divide;
  if (right == -1) return quotient ? static_cast<Int>(0 - a) : Int{0};  // the lowest / -1 wraps
  return static_cast<Int>(quotient ? left / right : left % right);
}

std::optional<Number> apply_big(Arithmetic operation, const BigInteger& left,
                                const BigInteger& right, std::string& why) {
  const bool divides =
      operation == Arithmetic::remainder || operation == Arithmetic::integer_divide;
  if (divides && right == 0) {
    why = kByZero;
    return std::nullopt;
  }
  switch (operation) {
    case Arithmetic::add:
      return BigInteger(left + right);
    case Arithmetic::subtract:
      return BigInteger(left - right);
    case Arithmetic::multiply:
      return BigInteger(left * right);
    case Arithmetic::remainder:
      return BigInteger(left % right);
    case Arithmetic::integer_divide:
      return BigInteger(left / right);
    case Arithmetic::bit_and:
      return BigInteger(left & right);
    case Arithmetic::bit_or:
      return BigInteger(left | right);
    default:
      return BigInteger(left ^ right);
  }
}

std::optional<Number> apply_decimal(Arithmetic operation, const Decimal& left, const Decimal& right,
                                    std::string& why) {
  switch (operation) {
    case Arithmetic::add:
      return add(left, right);
    case Arithmetic::subtract:
      return subtract(left, right);
    case Arithmetic::multiply:
      return multiply(left, right);
    case Arithmetic::divide:
      if (right.unscaled != 0) return divide(left, right);
      why = kByZero;
      return std::nullopt;
    default:
      why = "a decimal has no such operation, use intdiv() instead of '/'";
      return std::nullopt;
  }
}

std::optional<Number> shift(Arithmetic operation, const Number& left, const Number& right,
                            std::string& why) {
  if (!is_integral(left) || !is_integral(right)) {
    why = "only whole numbers can be shifted";
    return std::nullopt;
  }
  const auto distance = static_cast<unsigned>(long_value(right));
  const auto shifted = [&](auto value) {
    using Int = decltype(value);
    using Unsigned = std::make_unsigned_t<Int>;
    const unsigned places = distance & (sizeof(Int) * 8 - 1);  // Java looks at the low bits only
    if (operation == Arithmetic::shift_right) return static_cast<Int>(value >> places);
    const auto bits = static_cast<Unsigned>(value);
    return static_cast<Int>(operation == Arithmetic::shift_left ? bits << places : bits >> places);
  };
  if (const auto* narrow = std::get_if<std::int32_t>(&left)) return shifted(*narrow);
  if (const auto* wide = std::get_if<std::int64_t>(&left)) return shifted(*wide);
  if (operation == Arithmetic::shift_right_unsigned || distance > kMaxBits) {
    why = "this shift of a BigInteger is not supported";
    return std::nullopt;
  }
  const BigInteger& value = *std::get_if<BigInteger>(&left);
  if (operation == Arithmetic::shift_right) return BigInteger(value >> distance);
  return BigInteger(value << distance);
}

// Groovy: the base's type if the result fits it, else BigInteger.
std::optional<Number> power(const Number& base, const Number& exponent, std::string& why) {
  const auto* count = std::get_if<std::int32_t>(&exponent);
  if (!is_integral(base) || !count || *count < 0) {
    why = "** needs a whole number and an exponent that is not negative";
    return std::nullopt;
  }
  const BigInteger big = big_of(base);
  if (static_cast<std::uint64_t>(bit_count(big)) * static_cast<std::uint32_t>(*count) > kMaxBits) {
    why = kTooLarge;
    return std::nullopt;
  }
  const BigInteger result = boost::multiprecision::pow(big, static_cast<unsigned>(*count));
  Number typed = smallest(result);
  if (typed.index() < base.index()) {
    if (base.index() == 1) return static_cast<std::int64_t>(result);
    return result;
  }
  if (typed.index() > base.index()) return result;
  return typed;
}

}  // namespace

bool is_integral(const Number& number) {
  return !std::holds_alternative<Decimal>(number);
}

bool is_zero(const Number& number) {
  return compare(number, std::int32_t{0}) == 0;
}

std::optional<Number> apply(Arithmetic operation, const Number& left, const Number& right,
                            std::string& why) {
  if (operation == Arithmetic::power) return power(left, right, why);
  std::optional<Number> result;
  if (operation >= Arithmetic::shift_left) {
    result = shift(operation, left, right, why);
  } else if (operation == Arithmetic::divide || !is_integral(left) || !is_integral(right)) {
    result = apply_decimal(operation, decimal_of(left), decimal_of(right), why);
  } else if (left.index() <= 1 && right.index() <= 1) {
    const auto* a = std::get_if<std::int32_t>(&left);
    const auto* b = std::get_if<std::int32_t>(&right);
    if (a && b) return apply_wrapping(operation, *a, *b, why);
    return apply_wrapping(operation, long_value(left), long_value(right), why);
  } else {
    result = apply_big(operation, big_of(left), big_of(right), why);
  }
  if (result && result->index() > 1 && !within_limits(decimal_of(*result))) {
    why = kTooLarge;
    return std::nullopt;
  }
  return result;
}

int compare(const Number& left, const Number& right) {
  if (left.index() <= 1 && right.index() <= 1) {
    const std::int64_t a = long_value(left);
    const std::int64_t b = long_value(right);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return compare(decimal_of(left), decimal_of(right));
}

Number negate(const Number& number) {
  if (const auto* narrow = std::get_if<std::int32_t>(&number)) {
    return static_cast<std::int32_t>(0U - static_cast<std::uint32_t>(*narrow));
  }
  if (const auto* wide = std::get_if<std::int64_t>(&number)) {
    return static_cast<std::int64_t>(0ULL - static_cast<std::uint64_t>(*wide));
  }
  if (const auto* big = std::get_if<BigInteger>(&number)) return BigInteger(-*big);
  const Decimal& decimal = *std::get_if<Decimal>(&number);
  return Decimal{-decimal.unscaled, decimal.scale};
}

Number absolute(const Number& number) {
  return compare(number, std::int32_t{0}) < 0 ? negate(number) : number;
}

std::int64_t long_value(const Number& number) {
  if (const auto* narrow = std::get_if<std::int32_t>(&number)) return *narrow;
  if (const auto* wide = std::get_if<std::int64_t>(&number)) return *wide;
  const BigInteger big = big_of(number);
  const BigInteger magnitude = big < 0 ? BigInteger(-big) : big;
  const BigInteger low = magnitude & std::numeric_limits<std::uint64_t>::max();
  const auto bits = static_cast<std::uint64_t>(low);
  return static_cast<std::int64_t>(big < 0 ? 0 - bits : bits);
}

Number smallest(const BigInteger& value) {
  const auto fits = [&](auto type) {
    using Limits = std::numeric_limits<decltype(type)>;
    return value >= Limits::min() && value <= Limits::max();
  };
  if (fits(std::int32_t{})) return static_cast<std::int32_t>(value);
  if (fits(std::int64_t{})) return static_cast<std::int64_t>(value);
  return value;
}

std::string to_text(const Number& number) {
  if (number.index() <= 1) return std::to_string(long_value(number));
  return to_text(decimal_of(number));
}

std::optional<std::int32_t> java_hash(const Number& number) {
  if (const auto* narrow = std::get_if<std::int32_t>(&number)) return *narrow;
  if (const auto* wide = std::get_if<std::int64_t>(&number)) {
    const auto bits = static_cast<std::uint64_t>(*wide);
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(bits ^ (bits >> 32)));
  }
  const auto* big = std::get_if<BigInteger>(&number);
  if (!big) return std::nullopt;
  // BigInteger: 31-polynomial over the magnitude's 32-bit words, highest first, times the sign.
  const BigInteger magnitude = *big < 0 ? BigInteger(-*big) : *big;
  std::uint32_t hash = 0;
  for (unsigned word = (bit_count(magnitude) + 31) / 32; word-- > 0;) {
    const BigInteger part = (magnitude >> (32 * word)) & 0xFFFFFFFFU;
    hash = hash * 31 + static_cast<std::uint32_t>(part);
  }
  return static_cast<std::int32_t>(*big < 0 ? 0 - hash : hash);
}

}  // namespace sluice::config::expression
