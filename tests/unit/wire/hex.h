// SPDX-License-Identifier: Apache-2.0
// Byte vectors for tests: written as hexadecimal, spaces ignored.
#pragma once

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "common/base/bytes.h"

namespace sluice::test {

inline Buffer hex(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  Buffer out;
  bool high = true;
  for (const char c : text) {
    if (c == ' ') continue;
    const auto digit = static_cast<unsigned>(kDigits.find(c));
    REQUIRE(digit < 16);
    if (high) out.push_back(static_cast<std::byte>(digit << 4));
    if (!high) out.back() |= static_cast<std::byte>(digit);
    high = !high;
  }
  REQUIRE(high);
  return out;
}

inline std::string to_hex(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::byte byte : bytes) {
    out += kDigits[std::to_integer<unsigned>(byte >> 4)];
    out += kDigits[std::to_integer<unsigned>(byte & std::byte{15})];
  }
  return out;
}

inline Buffer buffer_of(std::string_view text) {
  Buffer out;
  append(out, text);
  return out;
}

// Runs `decode` on every proper prefix of `payload`, each in memory of exactly its length, so that
// a read beyond it is seen by the sanitizer. Prefixes shorter than `shortest_valid` must be
// refused.
template <class Decode>
void check_truncations(const Buffer& payload, std::size_t shortest_valid, Decode decode) {
  for (std::size_t length = 0; length < payload.size(); ++length) {
    CAPTURE(length);
    const Buffer prefix(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(length));
    const bool ok = decode(Bytes(prefix));
    if (length < shortest_valid) CHECK_FALSE(ok);
  }
}

}  // namespace sluice::test
