// SPDX-License-Identifier: Apache-2.0
#include "common/wire/auth/ed25519.h"

#include <algorithm>
#include <cstdlib>

#include <openssl/rand.h>
#include <sodium.h>

#include "common/wire/auth/digest.h"

namespace sluice::wire {
namespace {

using Sha512 = std::array<std::byte, 64>;
using Scalar = std::array<std::byte, 32>;
constexpr std::size_t kHalf = 32;

unsigned char* raw(std::byte* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}
const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

Sha512 sha512(Bytes first, Bytes second = {}) {
  return digest_of<std::tuple_size_v<Sha512>>(EVP_sha512(), first, second);
}

// Modulo the order of the group.
Scalar reduced(const Sha512& number) {
  Scalar scalar;
  crypto_core_ed25519_scalar_reduce(raw(scalar.data()), raw(number.data()));
  return scalar;
}

// scalar * B. Not null for the scalars here: a hash that is 0 modulo the order has not been seen.
Ed25519Key times_base(const Scalar& scalar) {
  Ed25519Key point{};
  if (crypto_scalarmult_ed25519_base_noclamp(raw(point.data()), raw(scalar.data())) != 0) {
    std::abort();
  }
  return point;
}

// RFC 8032, 5.1.5: the hash's first half, with some bits fixed, is the secret scalar; the second
// half goes into the signature's own random number.
struct Secret {
  explicit Secret(std::string_view password) : hash(sha512(as_bytes(password))) {
    hash[0] &= std::byte{0xf8};
    hash[31] &= std::byte{0x7f};
    hash[31] |= std::byte{0x40};
  }
  ~Secret() { sodium_memzero(hash.data(), hash.size()); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  Scalar scalar() const {
    Sha512 wide{};
    std::copy_n(hash.begin(), kHalf, wide.begin());
    return reduced(wide);
  }
  Bytes prefix() const { return Bytes(hash).subspan(kHalf); }

  Sha512 hash;
};

Buffer joined(Bytes first, Bytes second) {
  Buffer both(first.size() + second.size());
  std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), both.begin()));
  return both;
}

}  // namespace

Ed25519Key ed25519_key(std::string_view password) {
  return times_base(Secret(password).scalar());
}

Buffer ed25519_response(std::string_view password, const Ed25519Nonce& nonce) {
  const Secret secret(password);
  const Scalar a = secret.scalar();
  const Ed25519Key key = times_base(a);
  const Scalar r = reduced(sha512(secret.prefix(), nonce));
  const Ed25519Key point = times_base(r);

  const Buffer challenge = joined(point, key);
  const Scalar h = reduced(sha512(challenge, nonce));
  Scalar product;
  Scalar s;
  crypto_core_ed25519_scalar_mul(raw(product.data()), raw(h.data()), raw(a.data()));
  crypto_core_ed25519_scalar_add(raw(s.data()), raw(product.data()), raw(r.data()));

  return joined(point, s);
}

bool verify_ed25519(Bytes response, const Ed25519Key& key, const Ed25519Nonce& nonce) {
  return response.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(raw(response.data()), raw(nonce.data()), nonce.size(),
                                     raw(key.data())) == 0;
}

Ed25519Nonce make_ed25519_nonce() {
  Ed25519Nonce nonce;
  if (RAND_bytes(raw(nonce.data()), static_cast<int>(nonce.size())) != 1) std::abort();
  return nonce;
}

}  // namespace sluice::wire
