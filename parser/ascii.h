// SPDX-License-Identifier: Apache-2.0
// Comparing words without regard to case; SQL's keywords are ASCII.
#pragma once

#include <string_view>

namespace sluice::parser {

constexpr char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
}

constexpr bool starts_with_upper(std::string_view text, std::string_view upper) {
  if (text.size() < upper.size()) return false;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    if (to_upper(text[i]) != upper[i]) return false;
  }
  return true;
}

// `upper` is in upper case.
constexpr bool equals_upper(std::string_view text, std::string_view upper) {
  return text.size() == upper.size() && starts_with_upper(text, upper);
}

}  // namespace sluice::parser
