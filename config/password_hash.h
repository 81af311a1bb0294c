// SPDX-License-Identifier: Apache-2.0
// Passwords as servers store them, in the forms in which servers print them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::config {

struct PasswordHash {
  // mysql_native_password: SHA1(SHA1(password)), 20 bytes. From '*' and 40 hex digits.
  std::string sha1;
  // caching_sha2_password: SHA-256 crypt. From $A$005$, 20 characters of salt and 43 of hash, where
  // 005 is the number of rounds in thousands (hexadecimal).
  std::string sha2_salt;
  std::string sha2_hash;  // the 43 characters
  std::uint32_t sha2_rounds = 0;
  // MariaDB's ed25519: the public key, 32 bytes. From 43 characters of base64.
  std::string ed25519;

  bool operator==(const PasswordHash&) const = default;
  bool empty() const { return sha1.empty() && sha2_hash.empty() && ed25519.empty(); }
};

// Salts hold any byte but zero and '$', so all forms may be given in hexadecimal as well, 0x..., as
// SHOW CREATE USER prints them with print_identified_with_as_hex. Nothing: none of the forms.
std::optional<PasswordHash> parse_password_hash(std::string_view text);

}  // namespace sluice::config
