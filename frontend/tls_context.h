// SPDX-License-Identifier: Apache-2.0
// The listener's TLS context from its certificate files, and which one is in use.
#pragma once

#include <memory>
#include <mutex>

#include <asio/ssl/context.hpp>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::frontend {

// Errors: config_invalid naming the file that cannot be used.
Result<std::unique_ptr<asio::ssl::context>> make_server_tls(const config::FrontendTls& tls);

// What new TLS handshakes use. Certificates are replaced while sessions go on with theirs.
// Thread rule: internally synchronised; asked once per handshake.
class TlsCertificates {
 public:
  // Null: no TLS.
  std::shared_ptr<asio::ssl::context> current() const {
    const std::lock_guard lock(mutex_);
    return context_;
  }
  // Errors: config_invalid; what was in use stays so.
  Result<void> load(const config::FrontendTls& tls);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<asio::ssl::context> context_;
};

}  // namespace sluice::frontend
