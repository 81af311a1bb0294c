// SPDX-License-Identifier: Apache-2.0
#include "common/wire/auth/caching_sha2.h"

#include <cstdlib>

#include <openssl/rand.h>

#include "common/wire/auth/digest.h"

namespace sluice::wire {
namespace {

Sha256 sha256(Bytes first, Bytes second = {}) {
  return digest_of<std::tuple_size_v<Sha256>>(EVP_sha256(), first, second);
}

}  // namespace

Sha256 caching_sha2_digest(std::string_view password) {
  return sha256(sha256(as_bytes(password)));
}

Buffer caching_sha2_response(std::string_view password, const Nonce& nonce) {
  if (password.empty()) return {};
  const Sha256 once = sha256(as_bytes(password));
  const Sha256 response = exclusive_or(once, sha256(sha256(once), nonce));
  return {response.begin(), response.end()};
}

bool verify_caching_sha2(Bytes response, const Sha256& digest, const Nonce& nonce) {
  if (response.size() != digest.size()) return false;
  const Sha256 once = exclusive_or(sha256(digest, nonce), response);
  return equal_digests(sha256(once), digest);
}

Nonce make_nonce() {
  Nonce nonce;
  // A nonce that can be guessed would let anyone in who has once listened: better no process.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(nonce.data()), kNonceBytes) != 1) std::abort();
  for (std::byte& byte : nonce) {
    byte &= std::byte{0x7f};  // clients take it for text
    if (byte == std::byte{0} || byte == std::byte{'$'})
      byte = static_cast<std::byte>(1 + static_cast<int>(byte));
  }
  return nonce;
}

}  // namespace sluice::wire
