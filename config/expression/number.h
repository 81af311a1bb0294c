// SPDX-License-Identifier: Apache-2.0
// Groovy's numbers and their arithmetic: Integer, Long, BigInteger and BigDecimal with Groovy's
// promotion. int and long wrap as Java's do; `/` gives a BigDecimal, exact where it terminates,
// else rounded as Groovy does (10 digits more than the longer operand has, at most 10 behind the
// point). https://groovy-lang.org/syntax.html#_numbers and #_arithmetic_operators Pure. Sizes are
// bounded: a number has at most kMaxBits bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/multiprecision/cpp_int.hpp>

namespace sluice::config::expression {

inline constexpr unsigned kMaxBits = 2048;

using BigInteger = boost::multiprecision::cpp_int;

// unscaled * 10^-scale
struct Decimal {
  BigInteger unscaled;
  std::int32_t scale = 0;
};

using Number = std::variant<std::int32_t, std::int64_t, BigInteger, Decimal>;

enum class Arithmetic : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  remainder,
  integer_divide,
  power,
  bit_and,
  bit_or,
  bit_xor,
  shift_left,
  shift_right,
  shift_right_unsigned,
};

// Nothing if Groovy has no answer either (division by zero, % of a decimal) or the result is too
// large; then `why` says so.
std::optional<Number> apply(Arithmetic operation, const Number& left, const Number& right,
                            std::string& why);

// <0, 0, >0; by value, whatever the types.
int compare(const Number& left, const Number& right);

Number negate(const Number& number);    // -2^31 and -2^63 stay what they are
Number absolute(const Number& number);  // likewise
bool is_zero(const Number& number);
bool is_integral(const Number& number);  // not a Decimal

// Number.longValue(): the low 64 bits of the value without its fraction.
std::int64_t long_value(const Number& number);

// The smallest type that holds the value, as Groovy types a literal.
Number smallest(const BigInteger& value);

// Number.toString()
std::string to_text(const Number& number);

// Integer, Long and BigInteger have Java's hash; Decimal has none here.
std::optional<std::int32_t> java_hash(const Number& number);

}  // namespace sluice::config::expression
