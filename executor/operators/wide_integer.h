// SPDX-License-Identifier: Apache-2.0
// 256-bit signed integers: what exact sums of DECIMAL are counted in. DECIMAL has 65 digits, so
// more than 10^11 of the largest add up without overflow. Trivially copyable; two's complement.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "executor/operators/decimal_text.h"

namespace sluice::executor::operators {

class WideInteger {
 public:
  static constexpr std::size_t kMaxDigits = 77;

  constexpr WideInteger() = default;
  static WideInteger of(std::int64_t value);
  static WideInteger of_unsigned(std::uint64_t value);
  // value * 10^scale. False if it is no integer or does not fit.
  static bool from_decimal(const DecimalText& value, unsigned scale, WideInteger& out);

  bool is_negative() const { return limbs_[3] >> 63 != 0; }
  WideInteger negated() const;
  WideInteger magnitude() const { return is_negative() ? negated() : *this; }
  // False, and *this undefined, if the sum does not fit.
  bool add(const WideInteger& other);

  // Of a number that is not negative: divides by `divisor` and returns the remainder.
  std::uint64_t divide(std::uint64_t divisor);
  // Of a number that is not negative: its digits without leading zeros ("" for 0), at most
  // kMaxDigits. Returns how many.
  std::size_t write_digits(char* out) const;

  // Whether it is a value of these types.
  bool fits_signed(unsigned bits) const;
  bool fits_unsigned(unsigned bits) const;
  std::uint64_t low_bits() const { return limbs_[0]; }

  bool operator==(const WideInteger&) const = default;

 private:
  bool append_digits(std::string_view digits);
  bool multiply_add(std::uint64_t factor, std::uint64_t addend);
  bool is_zero() const { return (limbs_[0] | limbs_[1] | limbs_[2] | limbs_[3]) == 0; }

  std::array<std::uint64_t, 4> limbs_{};  // lowest first
};

}  // namespace sluice::executor::operators
