// SPDX-License-Identifier: Apache-2.0
// String.hashCode(): h = 31 * h + unit over the UTF-16 units, in wrapping 32-bit arithmetic.
#include "router/algorithm/algorithm.h"
#include "router/utf8.h"

namespace sluice::router {

std::int32_t java_string_hash(std::string_view utf8) {
  constexpr std::uint32_t kReplacement = 0xFFFD;
  std::uint32_t hash = 0;
  while (!utf8.empty()) {
    const Utf8Character next = decode_utf8(utf8);
    utf8.remove_prefix(next.length);
    const std::uint32_t code_point = next.valid ? next.code_point : kReplacement;
    if (code_point < 0x10000) {
      hash = 31 * hash + code_point;
    } else {
      const std::uint32_t rest = code_point - 0x10000;
      hash = 31 * hash + (0xD800 + (rest >> 10));
      hash = 31 * hash + (0xDC00 + (rest & 0x3FF));
    }
  }
  return static_cast<std::int32_t>(hash);
}

}  // namespace sluice::router
