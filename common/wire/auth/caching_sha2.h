// SPDX-License-Identifier: Apache-2.0
// caching_sha2_password: the fast path is
//   response = SHA256(password) XOR SHA256(SHA256(SHA256(password)) + nonce);
// full authentication sends the password in clear over TLS, or XORed with the nonce and encrypted
// with the server's RSA key (OAEP). Source: MySQL source documentation, "Caching_sha2_password
// information".
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "common/wire/messages.h"

namespace sluice::wire {

inline constexpr std::string_view kCachingSha2 = "caching_sha2_password";
using Sha256 = std::array<std::byte, 32>;

inline constexpr std::byte kRequestPublicKey{0x02};
inline constexpr std::byte kFastAuthOk{0x03};
inline constexpr std::byte kFullAuthNeeded{0x04};

// SHA256(SHA256(password)): what the server's cache keeps.
Sha256 caching_sha2_digest(std::string_view password);
Buffer caching_sha2_response(std::string_view password, const Nonce& nonce);
bool verify_caching_sha2(Bytes response, const Sha256& digest, const Nonce& nonce);

// The server's key pair. Immutable after construction, safe to share between threads.
class RsaKey {
 public:
  static Result<RsaKey> generate();                     // 2048 bits
  static Result<RsaKey> load(const std::string& file);  // PEM private key
  const std::string& public_pem() const { return public_pem_; }
  // Decrypts and un-XORs a full-authentication packet; the closing zero byte is dropped.
  Result<std::string> decrypt_password(Bytes packet, const Nonce& nonce) const;

 private:
  struct Impl;
  RsaKey(std::shared_ptr<const Impl> impl, std::string public_pem);
  std::shared_ptr<const Impl> impl_;
  std::string public_pem_;
};

// The client's side: password + zero byte, XORed and encrypted for `public_pem`.
Result<Buffer> encrypt_password(std::string_view password, const Nonce& nonce,
                                std::string_view public_pem);

// Random bytes without 0x00 and '$', as greetings need them.
Nonce make_nonce();

}  // namespace sluice::wire
