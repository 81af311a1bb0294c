// SPDX-License-Identifier: Apache-2.0
#include "frontend/credentials.h"

#include <algorithm>

#include <openssl/crypto.h>

#include "common/wire/auth/sha256_crypt.h"

namespace sluice::frontend {
namespace {

// Whatever a hash of the configuration holds: one of another length fits no password.
template <std::size_t size>
std::array<std::byte, size> as_array(const std::string& text) {
  std::array<std::byte, size> out{};
  const Bytes bytes = as_bytes(text);
  std::ranges::copy(bytes.first(std::min(bytes.size(), size)), out.begin());
  return out;
}

bool equal(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

// MySQL 9.7 hashes with 10,000 rounds where nothing else is configured, and calls that 005 like the
// 5,000 of its predecessors: it accepts both behind that label.
bool matches_sha2(std::string_view password, const config::PasswordHash& hash) {
  constexpr std::uint32_t kLabel = 5'000;
  constexpr std::uint32_t kMeantAsWell = 10'000;
  if (password.size() > wire::kMaxHashedPassword) return false;
  const auto matches = [&](std::uint32_t rounds) {
    return equal(wire::sha256_crypt(password, hash.sha2_salt, rounds), hash.sha2_hash);
  };
  return matches(hash.sha2_rounds) || (hash.sha2_rounds == kLabel && matches(kMeantAsWell));
}

}  // namespace

Credentials Credentials::stand_in(config::User account) {
  Credentials credentials(std::move(account));
  credentials.somebody_ = false;
  return credentials;
}

wire::Plugin Credentials::plugin() const {
  switch (account_.auth) {
    case config::AuthPlugin::native_password:
      return wire::Plugin::native;
    case config::AuthPlugin::caching_sha2_password:
      return wire::Plugin::caching_sha2;
    case config::AuthPlugin::ed25519:
      return wire::Plugin::ed25519;
    case config::AuthPlugin::clear_password:
      return wire::Plugin::clear;
  }
  return wire::Plugin::native;
}

bool Credentials::empty_password() const {
  return somebody_ && account_.password.empty() && account_.hash.empty();
}

bool Credentials::can_verify_native() const {
  return account_.hash.empty() || !account_.hash.sha1.empty();
}

wire::Sha1 Credentials::native_hash() const {
  return account_.hash.sha1.empty() ? wire::native_password_hash(account_.password)
                                    : as_array<std::tuple_size_v<wire::Sha1>>(account_.hash.sha1);
}

bool Credentials::verify_native(Bytes response, const wire::Nonce& nonce) const {
  const bool valid = wire::verify_native_password(response, native_hash(), nonce);
  return valid && somebody_ && can_verify_native();
}

bool Credentials::verify_ed25519(Bytes response, const wire::Ed25519Nonce& nonce) const {
  const wire::Ed25519Key key =
      account_.hash.empty() ? wire::ed25519_key(account_.password)
                            : as_array<std::tuple_size_v<wire::Ed25519Key>>(account_.hash.ed25519);
  const bool valid = wire::verify_ed25519(response, key, nonce);
  return valid && somebody_;
}

std::optional<wire::Sha256> Credentials::sha2_digest() const {
  if (!account_.hash.empty() || account_.password.empty()) return std::nullopt;
  return wire::caching_sha2_digest(account_.password);
}

bool Credentials::accepts(std::string_view password) const {
  const config::PasswordHash& hash = account_.hash;
  bool valid = false;
  if (hash.empty()) {
    valid = equal(password, account_.password);
  } else if (!hash.sha1.empty()) {
    valid = wire::native_password_hash(password) == native_hash();
  } else if (!hash.ed25519.empty()) {
    valid = equal(as_text(wire::ed25519_key(password)), hash.ed25519);
  } else {
    valid = matches_sha2(password, hash);
  }
  return valid && somebody_ && !password.empty();
}

}  // namespace sluice::frontend
