// SPDX-License-Identifier: Apache-2.0
#include "executor/info_text.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace sluice::executor {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::uint64_t take_number(std::string_view text, std::size_t& at) {
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(text.data() + at, text.data() + text.size(), value);
  at = static_cast<std::size_t>(parsed.ptr - text.data());
  return value;
}

std::optional<std::string> add_numbers(std::string_view left, std::string_view right) {
  std::string sum;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() && j < right.size()) {
    if (is_digit(left[i]) && is_digit(right[j])) {
      const std::uint64_t a = take_number(left, i);
      sum += std::to_string(a + take_number(right, j));
    } else if (left[i] == right[j]) {
      sum += left[i];
      ++i;
      ++j;
    } else {
      return std::nullopt;
    }
  }
  if (i != left.size() || j != right.size()) return std::nullopt;
  return sum;
}

}  // namespace

std::string info_of_row(router::OnDuplicate on_duplicate, std::uint64_t affected_rows,
                        std::uint32_t warnings) {
  std::uint64_t duplicates = 0;
  switch (on_duplicate) {
    case router::OnDuplicate::fail:
      break;
    case router::OnDuplicate::ignore:
      duplicates = affected_rows == 0 ? 1 : 0;
      break;
    case router::OnDuplicate::replace:  // one row may take the place of several
    case router::OnDuplicate::update:
      duplicates = affected_rows > 1 ? affected_rows - 1 : 0;
      break;
  }
  return "Records: 1  Duplicates: " + std::to_string(duplicates) +
         "  Warnings: " + std::to_string(warnings);
}

void InfoText::add(std::string_view text) {
  if (!any_) {
    any_ = true;
    text_ = text;
    return;
  }
  if (unlike_) return;
  if (std::optional<std::string> sum = add_numbers(text_, text)) {
    text_ = std::move(*sum);
  } else {
    unlike_ = true;
    text_.clear();
  }
}

}  // namespace sluice::executor
