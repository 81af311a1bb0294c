// SPDX-License-Identifier: Apache-2.0
// Groovy's number literals: 12, 1_000, 0x1F, 017, 0b11, 1.5, with the suffixes i, l and g. A
// literal without a suffix has the smallest type that holds it.
// https://groovy-lang.org/syntax.html#_numbers
#include "config/expression/parser.h"

namespace sluice::config::expression {
namespace {

constexpr std::size_t kMaxDigits = 300;

unsigned digit_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return 99;
}

// The digits from `at` on, which is moved behind them, without '_'.
std::string take_digits(std::string_view text, std::size_t& at, unsigned base) {
  std::string digits;
  for (; at < text.size() && (text[at] == '_' || digit_value(text[at]) < base); ++at) {
    if (text[at] != '_') digits += text[at];
  }
  return digits;
}

BigInteger value_of(std::string_view digits, unsigned base) {
  BigInteger value = 0;
  for (const char c : digits) value = value * base + digit_value(c);
  return value;
}

// Nothing if the suffix is none, or too small for the value.
std::optional<Number> typed(const BigInteger& value, char suffix) {
  const Number small = smallest(value);
  switch (suffix) {
    case '\0':
      return small;
    case 'i':
      return small.index() == 0 ? std::optional(small) : std::nullopt;
    case 'l':
      return small.index() <= 1 ? std::optional<Number>(long_value(small)) : std::nullopt;
    case 'g':
      return value;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Node> Parser::number() {
  unsigned base = 10;
  if (peek() == '0') {
    const char mark = static_cast<char>(peek(1) | 0x20);
    base = mark == 'x' ? 16 : mark == 'b' ? 2 : digit_value(peek(1)) < 10 ? 8 : 10;
    at_ += base == 16 || base == 2 ? 2 : 0;
  }
  std::string digits = take_digits(text_, at_, base);
  std::optional<std::string> fraction;
  if (base == 10 && peek() == '.' && digit_value(peek(1)) < 10) {
    ++at_;
    fraction = take_digits(text_, at_, 10);
    digits += *fraction;
  }
  const std::string_view suffix = identifier();
  const bool readable = !digits.empty() && digits.size() <= kMaxDigits && suffix.size() <= 1 &&
                        digit_value(peek()) > 9;
  const char kind = suffix.empty() ? '\0' : static_cast<char>(suffix.front() | 0x20);
  Node node;
  if (readable && fraction && (kind == '\0' || kind == 'g')) {
    node.value.data =
        Number(Decimal{value_of(digits, 10), static_cast<std::int32_t>(fraction->size())});
    return node;
  }
  const auto value = readable && !fraction ? typed(value_of(digits, base), kind) : std::nullopt;
  if (!value) return fail("this number is not supported");
  node.value.data = *value;
  return node;
}

}  // namespace sluice::config::expression
