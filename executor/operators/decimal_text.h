// SPDX-License-Identifier: Apache-2.0
// A decimal number (an integer too) as the digits it was sent in: compares exactly, whatever its
// length and scale, without being converted. Views into the text.
#pragma once

#include <cstdint>
#include <string_view>

#include "common/base/bytes.h"

namespace sluice::executor::operators {

struct DecimalText {
  bool negative = false;      // never of zero
  std::string_view integer;   // without leading zeros
  std::string_view fraction;  // without trailing zeros

  bool is_zero() const { return integer.empty() && fraction.empty(); }
};

// [+-]digits[.digits], one of the two parts may be missing. False for anything else.
bool parse_decimal(std::string_view text, DecimalText& value);

int compare(const DecimalText& a, const DecimalText& b);

// a < b implies order_word(a) <= order_word(b): decides most comparisons alone.
std::uint64_t order_word(const DecimalText& value);

// Appends a form that equal numbers share and different ones do not.
void append_canonical(const DecimalText& value, Buffer& out);

// The nearest double.
double to_double(const DecimalText& value);

}  // namespace sluice::executor::operators
