// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/average.h"

#include <algorithm>
#include <string>

namespace sluice::executor::operators {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr unsigned kGroupDigits = 9;
constexpr unsigned kServerGroups = 9;  // a server's DECIMAL has so many groups of digits
constexpr unsigned kLargestScale = kGroupDigits * kServerGroups;

unsigned groups(unsigned digits) {
  return (digits + kGroupDigits - 1) / kGroupDigits;
}

// Digits of a number without a point, `scale` of them behind it.
void append_with_point(NumberText& text, std::string_view digits, unsigned scale) {
  if (digits.size() <= scale) {
    text.append('0');
  } else {
    text.append(digits.substr(0, digits.size() - scale));
    digits.remove_prefix(digits.size() - scale);
  }
  if (scale == 0) return;
  text.append('.');
  for (std::size_t zeros = digits.size(); zeros < scale; ++zeros) text.append('0');
  text.append(digits);
}

// The number's first group of digits; groups are counted from the point.
unsigned first_group(std::string_view integer) {
  unsigned value = 0;
  for (const char digit : integer.substr(0, (integer.size() - 1) % kGroupDigits + 1)) {
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

// Decimals of the quotient that the server computes: those of the sum, in whole groups, and the
// increment, as far as there is room beside the groups it foresees for the integer part.
bool quotient_scale(std::string_view integer_part, std::uint64_t count, const AverageRule& rule,
                    unsigned& scale) {
  unsigned foreseen = 0;
  if (!integer_part.empty()) {
    const std::string divisor = std::to_string(count);
    const bool one_more = first_group(integer_part) >= first_group(divisor);
    const std::size_t integer_digits = integer_part.size() + (one_more ? 1 : 0);
    foreseen = groups(static_cast<unsigned>(
        integer_digits > divisor.size() ? integer_digits - divisor.size() : 0));
  }
  if (foreseen + groups(rule.scale) > kServerGroups) return false;
  const unsigned whole_groups = groups(rule.sum_scale) * kGroupDigits;
  const unsigned room = whole_groups - rule.sum_scale;
  const unsigned more = rule.increment > room ? rule.increment - room : 0;
  scale = std::min(groups(whole_groups + more), kServerGroups - foreseen) * kGroupDigits;
  return scale >= rule.sum_scale;
}

// Adds one to the last digit of the number in `digits`; false if that needs a digit more.
bool increment(char* first, char* last) {
  while (last != first) {
    --last;
    if (*last == '.') continue;
    if (*last != '9') {
      ++*last;
      return true;
    }
    *last = '0';
  }
  return false;
}

}  // namespace

NumberText format_decimal(const WideInteger& value, unsigned scale) {
  std::array<char, WideInteger::kMaxDigits> digits;
  const std::size_t count = value.magnitude().write_digits(digits.data());
  NumberText text;
  if (value.is_negative()) text.append('-');
  append_with_point(text, {digits.data(), count}, scale);
  return text;
}

bool exact_average(const WideInteger& sum, std::uint64_t count, const AverageRule& rule,
                   NumberText& quotient) {
  std::array<char, WideInteger::kMaxDigits + kLargestScale> digits;
  WideInteger whole = sum.magnitude();
  std::size_t size = whole.write_digits(digits.data());
  const std::string_view integer_part(digits.data(),
                                      size > rule.sum_scale ? size - rule.sum_scale : 0);
  unsigned scale = 0;
  if (!quotient_scale(integer_part, count, rule, scale)) return false;

  std::uint64_t remainder = whole.divide(count);
  size = whole.write_digits(digits.data());
  for (unsigned at = rule.sum_scale; at < scale; ++at) {
    const Uint128 dividend = static_cast<Uint128>(remainder) * 10;
    digits[size++] = static_cast<char>('0' + static_cast<unsigned>(dividend / count));
    remainder = static_cast<std::uint64_t>(dividend % count);
  }
  const std::string_view all(digits.data(), size);
  const bool zero = all.find_first_not_of('0') == std::string_view::npos;
  quotient = NumberText();
  if (sum.is_negative() && !zero) quotient.append('-');
  append_with_point(quotient, all, scale);
  return true;
}

NumberText round_decimal(std::string_view number, unsigned scale) {
  const bool negative = !number.empty() && number.front() == '-';
  if (negative) number.remove_prefix(1);
  const std::size_t point = std::min(number.find('.'), number.size());
  const std::string_view fraction =
      point < number.size() ? number.substr(point + 1) : std::string_view();
  std::array<char, 160> digits;
  std::size_t size = number.substr(0, point).copy(digits.data(), point);
  if (scale != 0) digits[size++] = '.';
  for (unsigned i = 0; i < scale; ++i) digits[size++] = i < fraction.size() ? fraction[i] : '0';
  const bool up = fraction.size() > scale && fraction[scale] >= '5';
  const bool longer = up && !increment(digits.data(), digits.data() + size);
  const std::string_view rounded(digits.data(), size);
  NumberText text;
  const bool zero = !longer && rounded.find_first_not_of("0.") == std::string_view::npos;
  if (negative && !zero) text.append('-');
  if (longer) text.append('1');
  text.append(rounded);
  return text;
}

}  // namespace sluice::executor::operators
