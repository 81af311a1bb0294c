// SPDX-License-Identifier: Apache-2.0
#include "common/wire/auth/native_password.h"

#include <algorithm>

#include "common/wire/auth/digest.h"

namespace sluice::wire {
namespace {

Sha1 sha1(Bytes first, Bytes second = {}) {
  return digest_of<std::tuple_size_v<Sha1>>(EVP_sha1(), first, second);
}

}  // namespace

Sha1 native_password_hash(std::string_view password) {
  return sha1(sha1(as_bytes(password)));
}

Buffer native_password_response(std::string_view password, const Nonce& nonce) {
  if (password.empty()) return {};
  const Sha1 once = sha1(as_bytes(password));
  const Sha1 response = exclusive_or(once, sha1(nonce, sha1(once)));
  return {response.begin(), response.end()};
}

bool verify_native_password(Bytes response, const Sha1& stored, const Nonce& nonce) {
  if (response.size() != stored.size()) return false;
  const Sha1 once = exclusive_or(sha1(nonce, stored), response);
  return equal_digests(sha1(once), stored);
}

}  // namespace sluice::wire
