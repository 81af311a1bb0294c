// SPDX-License-Identifier: Apache-2.0
// SHA-1 and SHA-256 over one or two pieces, as the authentication plugins combine them.
#pragma once

#include <array>
#include <cassert>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "common/base/bytes.h"

namespace sluice::wire {

template <std::size_t kBytes>
using Digest = std::array<std::byte, kBytes>;

// `algorithm` is EVP_sha1() or EVP_sha256() and gives kBytes.
template <std::size_t kBytes>
Digest<kBytes> digest_of(const EVP_MD* algorithm, Bytes first, Bytes second = {}) {
  Digest<kBytes> digest{};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  [[maybe_unused]] const bool done =
      context && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1 &&
      EVP_DigestUpdate(context.get(), first.data(), first.size()) == 1 &&
      EVP_DigestUpdate(context.get(), second.data(), second.size()) == 1 &&
      EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) ==
          1;
  assert(done);
  return digest;
}

template <std::size_t kBytes>
Digest<kBytes> exclusive_or(const Digest<kBytes>& left, Bytes right) {
  assert(right.size() == kBytes);
  Digest<kBytes> out;
  for (std::size_t i = 0; i < kBytes; ++i) out[i] = left[i] ^ right[i];
  return out;
}

// In constant time.
template <std::size_t kBytes>
bool equal_digests(const Digest<kBytes>& left, const Digest<kBytes>& right) {
  return CRYPTO_memcmp(left.data(), right.data(), kBytes) == 0;
}

}  // namespace sluice::wire
