// SPDX-License-Identifier: Apache-2.0
// What one account's password is checked against, by each of the plugins. Made from a password in
// clear or from what a server has stored of one. Copies what it needs; passwords are never logged.
// Thread rule: one thread.
#pragma once

#include <optional>
#include <string_view>

#include "common/wire/auth/plugin.h"
#include "config/config.h"

namespace sluice::frontend {

class Credentials {
 public:
  Credentials() = default;  // nobody's
  explicit Credentials(config::User account) : account_(std::move(account)), somebody_(true) {}

  // The same work, but nothing is accepted: for users that do not exist.
  static Credentials stand_in(config::User account);

  bool somebody() const { return somebody_; }
  const config::User& account() const { return account_; }
  wire::Plugin plugin() const;
  bool empty_password() const;
  // For clients that know no plugins.
  bool can_verify_native() const;

  bool verify_native(Bytes response, const wire::Nonce& nonce) const;
  bool verify_ed25519(Bytes response, const wire::Ed25519Nonce& nonce) const;
  // SHA256(SHA256(password)), where the password is known.
  std::optional<wire::Sha256> sha2_digest() const;
  bool accepts(std::string_view password) const;

 private:
  wire::Sha1 native_hash() const;

  config::User account_;
  bool somebody_ = false;
};

}  // namespace sluice::frontend
