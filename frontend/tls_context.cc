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
  asio::ssl::verify_mode verify = asio::ssl::verify_peer;
  if (!tls.client_certificates_optional) verify |= asio::ssl::verify_fail_if_no_peer_cert;
  context->set_verify_mode(verify, failed);
  // OpenSSL resumes no session with a client's certificate unless it has a name of its own.
  constexpr unsigned char kSessions[] = "sluice";
  SSL_CTX_set_session_id_context(context->native_handle(), kSessions, sizeof kSessions - 1);
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
