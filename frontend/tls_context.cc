// SPDX-License-Identifier: Apache-2.0
#include "frontend/tls_context.h"

#include <openssl/ssl.h>

namespace sluice::frontend {

Result<std::unique_ptr<asio::ssl::context>> make_server_tls(const config::FrontendTls& tls) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(),
                                tls.min_version == "TLSv1.3" ? TLS1_3_VERSION : TLS1_2_VERSION);
  std::error_code failed;
  const auto check = [&](const std::string& file) -> Result<void> {
    if (!failed) return {};
    return make_error(ErrorId::config_invalid, {"sluice.tls: " + file + ": " + failed.message()});
  };
  context->use_certificate_chain_file(tls.certificate_file, failed);
  if (Result<void> usable = check(tls.certificate_file); !usable) return usable.error();
  context->use_private_key_file(tls.key_file, asio::ssl::context::pem, failed);
  if (Result<void> usable = check(tls.key_file); !usable) return usable.error();
  if (tls.ca_file.empty()) return context;
  context->load_verify_file(tls.ca_file, failed);
  if (Result<void> usable = check(tls.ca_file); !usable) return usable.error();
  context->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert, failed);
  return context;
}

Result<void> TlsCertificates::load(const config::FrontendTls& tls) {
  Result<std::unique_ptr<asio::ssl::context>> loaded = make_server_tls(tls);
  if (!loaded) return loaded.error();
  const std::lock_guard lock(mutex_);
  context_ = std::move(*loaded);
  return {};
}

}  // namespace sluice::frontend
