// SPDX-License-Identifier: Apache-2.0
#include "config/password_hash.h"

#include <algorithm>

namespace sluice::config {
namespace {

constexpr std::size_t kSha1Bytes = 20;
constexpr std::size_t kSaltBytes = 20;
constexpr std::size_t kSha2Characters = 43;
constexpr std::size_t kEd25519Characters = 43;
constexpr std::size_t kEd25519Bytes = 32;

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a' + 10);
  return std::nullopt;
}

std::optional<std::string> from_hex(std::string_view digits) {
  if (digits.empty() || digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    const auto high = hex_digit(digits[at]);
    const auto low = hex_digit(digits[at + 1]);
    if (!high || !low) return std::nullopt;
    bytes += static_cast<char>(*high << 4 | *low);
  }
  return bytes;
}

std::optional<unsigned> base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return std::nullopt;
}

// Without padding, as MariaDB has it.
std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto digit = base64_digit(c);
    if (!digit) return std::nullopt;
    bits = (bits << 6 | *digit) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::optional<PasswordHash> parse_sha2(std::string_view text) {
  constexpr std::string_view kBegin = "$A$";
  constexpr std::size_t kRoundDigits = 3;
  constexpr std::size_t kSaltAt = kBegin.size() + kRoundDigits + 1;
  if (text.size() != kSaltAt + kSaltBytes + kSha2Characters || text[kSaltAt - 1] != '$') {
    return std::nullopt;
  }
  PasswordHash hash;
  for (const char c : text.substr(kBegin.size(), kRoundDigits)) {
    const auto digit = hex_digit(c);
    if (!digit) return std::nullopt;
    hash.sha2_rounds = hash.sha2_rounds * 16 + *digit;
  }
  hash.sha2_rounds *= 1000;
  hash.sha2_salt = text.substr(kSaltAt, kSaltBytes);
  hash.sha2_hash = text.substr(kSaltAt + kSaltBytes);
  const bool printable = std::ranges::all_of(
      hash.sha2_hash, [](char c) { return c == '.' || (c != '+' && base64_digit(c).has_value()); });
  if (!printable || hash.sha2_rounds == 0) return std::nullopt;
  return hash;
}

std::optional<PasswordHash> parse_printed(std::string_view text) {
  PasswordHash hash;
  if (text.starts_with('*')) {
    const auto sha1 = from_hex(text.substr(1));
    if (!sha1 || sha1->size() != kSha1Bytes) return std::nullopt;
    hash.sha1 = *sha1;
    return hash;
  }
  if (text.starts_with("$A$")) return parse_sha2(text);
  if (text.size() != kEd25519Characters) return std::nullopt;
  const auto key = from_base64(text);
  if (!key || key->size() != kEd25519Bytes) return std::nullopt;
  hash.ed25519 = *key;
  return hash;
}

}  // namespace

std::optional<PasswordHash> parse_password_hash(std::string_view text) {
  if (!text.starts_with("0x")) return parse_printed(text);
  const auto bytes = from_hex(text.substr(2));
  return bytes ? parse_printed(*bytes) : std::nullopt;
}

}  // namespace sluice::config
