// SPDX-License-Identifier: Apache-2.0
// AVG of exact numbers: SUM / COUNT with the digits that servers give it. They divide in groups of
// nine decimal digits and cut the quotient at the end of a group; what is shown is that quotient
// rounded half up to the column's scale. Checked against MariaDB 10.11; MySQL shares the algorithm.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "executor/operators/wide_integer.h"

namespace sluice::executor::operators {

// One decimal number as text.
class NumberText {
 public:
  std::string_view view() const { return {text_.data(), size_}; }
  void append(char c) { text_[size_++] = c; }
  void append(std::string_view text) {
    text.copy(text_.data() + size_, text.size());
    size_ += text.size();
  }

 private:
  // Digits of a quotient, 45 more of its fraction, sign, point and a leading zero.
  std::array<char, 160> text_;
  std::size_t size_ = 0;
};

// `value` / 10^scale as servers print a DECIMAL of this scale. Precondition: scale <= 45.
NumberText format_decimal(const WideInteger& value, unsigned scale);

struct AverageRule {
  unsigned sum_scale = 0;
  unsigned scale = 0;      // of the AVG column
  unsigned increment = 4;  // div_precision_increment
};

// The quotient before rounding. False: more digits than the server's numbers have.
// Precondition: count != 0.
bool exact_average(const WideInteger& sum, std::uint64_t count, const AverageRule& rule,
                   NumberText& quotient);

// `number` with exactly `scale` decimals, rounded half up.
NumberText round_decimal(std::string_view number, unsigned scale);

}  // namespace sluice::executor::operators
