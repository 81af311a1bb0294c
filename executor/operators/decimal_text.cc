// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/decimal_text.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

namespace sluice::executor::operators {
namespace {

// order_word(): how many leading digits fit below the length of the integer part.
constexpr int kWordDigits = 16;
constexpr int kLengthShift = 54;  // 10^16 < 2^54
constexpr std::size_t kLongestInteger = 255;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return count;
}

int sign(int difference) {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

int compare_magnitude(const DecimalText& a, const DecimalText& b) {
  if (a.integer.size() != b.integer.size()) return a.integer.size() < b.integer.size() ? -1 : 1;
  if (const int whole = a.integer.compare(b.integer)) return sign(whole);
  // Without trailing zeros the longer of two equal beginnings is the larger number.
  return sign(a.fraction.compare(b.fraction));
}

}  // namespace

bool parse_decimal(std::string_view text, DecimalText& value) {
  value = {};
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    value.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::size_t whole = count_digits(text);
  value.integer = text.substr(0, whole);
  text.remove_prefix(whole);
  if (!text.empty()) {
    if (text.front() != '.') return false;
    text.remove_prefix(1);
    if (count_digits(text) != text.size()) return false;
    value.fraction = text;
  }
  if (value.integer.empty() && value.fraction.empty()) return false;
  while (!value.integer.empty() && value.integer.front() == '0') value.integer.remove_prefix(1);
  while (!value.fraction.empty() && value.fraction.back() == '0') value.fraction.remove_suffix(1);
  if (value.is_zero()) value.negative = false;
  return true;
}

int compare(const DecimalText& a, const DecimalText& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  const int magnitude = compare_magnitude(a, b);
  return a.negative ? -magnitude : magnitude;
}

std::uint64_t order_word(const DecimalText& value) {
  std::uint64_t digits = 0;
  int taken = 0;
  for (const std::string_view part : {value.integer, value.fraction}) {
    for (std::size_t i = 0; i < part.size() && taken < kWordDigits; ++i, ++taken) {
      digits = digits * 10 + static_cast<std::uint64_t>(part[i] - '0');
    }
  }
  for (; taken < kWordDigits; ++taken) digits *= 10;
  // Numbers too long for the scale (no server has them) share one word and are compared in full.
  if (value.integer.size() > kLongestInteger) digits = 0;
  const std::uint64_t length = std::min(value.integer.size(), kLongestInteger + 1);
  const std::uint64_t magnitude = length << kLengthShift | digits;
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
  return value.negative ? kSign - magnitude : kSign + magnitude;
}

void append_canonical(const DecimalText& value, Buffer& out) {
  append(out, value.negative ? "-" : "+");
  append(out, value.integer);
  append(out, ".");
  append(out, value.fraction);
}

double to_double(const DecimalText& value) {
  std::string text(value.negative ? "-0" : "0");
  text.append(value.integer).append(".").append(value.fraction).append("0");
  double result = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), result);
  (void)end;
  if (failure == std::errc::result_out_of_range && !value.integer.empty()) {
    result = std::numeric_limits<double>::infinity();
    return value.negative ? -result : result;
  }
  return result;
}

}  // namespace sluice::executor::operators
