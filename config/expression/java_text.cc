// SPDX-License-Identifier: Apache-2.0
#include "config/expression/java_text.h"

#include <algorithm>

namespace sluice::config::expression {
namespace {

struct CodePoint {
  char32_t value;
  std::size_t bytes;
  std::size_t units() const { return value > 0xFFFF ? 2 : 1; }
};

constexpr CodePoint kInvalid{0xFFFD, 1};

// The code point that begins at `at`; overlong forms and surrogates are not UTF-8.
CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t offset) -> unsigned {
    return static_cast<unsigned char>(text[at + offset]);
  };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() - at < bytes) return kInvalid;
  char32_t value = first & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return kInvalid;
    value = (value << 6) | (byte(i) & 0x3F);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[bytes] || value > 0x10FFFF || surrogate) return kInvalid;
  return {value, bytes};
}

// The byte offset of the unit offset `wanted`.
std::optional<std::size_t> byte_offset(std::string_view text, std::size_t wanted) {
  std::size_t unit = 0;
  std::size_t at = 0;
  while (unit < wanted && at < text.size()) {
    const CodePoint point = decode(text, at);
    unit += point.units();
    at += point.bytes;
  }
  if (unit != wanted) return std::nullopt;
  return at;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

std::int32_t java_hash(std::string_view utf8) {
  std::uint32_t hash = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint point = decode(utf8, at);
    at += point.bytes;
    if (point.units() == 1) {
      hash = hash * 31 + point.value;
    } else {
      const char32_t rest = point.value - 0x10000;
      hash = hash * 31 + (0xD800 + (rest >> 10));
      hash = hash * 31 + (0xDC00 + (rest & 0x3FF));
    }
  }
  return static_cast<std::int32_t>(hash);
}

std::size_t java_length(std::string_view utf8) {
  if (is_ascii(utf8)) return utf8.size();
  std::size_t units = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint point = decode(utf8, at);
    at += point.bytes;
    units += point.units();
  }
  return units;
}

std::optional<std::string_view> java_substring(std::string_view utf8, std::size_t begin,
                                               std::size_t end) {
  if (begin > end) return std::nullopt;
  const std::optional<std::size_t> from = byte_offset(utf8, begin);
  const std::optional<std::size_t> to = byte_offset(utf8, end);
  if (!from || !to) return std::nullopt;
  return utf8.substr(*from, *to - *from);
}

}  // namespace sluice::config::expression
