// SPDX-License-Identifier: Apache-2.0
// caching_sha2_password's cache: digests of passwords that accounts known only by a hash
// have proven, so that their next login is fast. Thread rule: any thread; synchronised (logins
// only).
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "frontend/server_handshake.h"

namespace sluice::frontend {

class Sha2Cache final : public CachingSha2Cache {
 public:
  std::optional<wire::Sha256> lookup(const config::User& account) override {
    const std::lock_guard lock(mutex_);
    const auto found = digests_.find(key(account));
    if (found == digests_.end()) return std::nullopt;
    return found->second;
  }
  void store(const config::User& account, const wire::Sha256& digest) override {
    const std::lock_guard lock(mutex_);
    digests_[key(account)] = digest;
  }

 private:
  static std::string key(const config::User& account) {
    const config::PasswordHash& hash = account.hash;
    return account.name + '\0' + account.host + '\0' + hash.sha1 + '\0' + hash.sha2_salt +
           hash.sha2_hash;
  }

  std::mutex mutex_;
  std::map<std::string, wire::Sha256> digests_;
};

}  // namespace sluice::frontend
