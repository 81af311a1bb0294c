// SPDX-License-Identifier: Apache-2.0
#include "backend/target.h"

namespace sluice::backend {

Result<std::unique_ptr<asio::ssl::context>> make_tls_context(const config::DataSource& source) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  std::error_code failed;
  context->set_options(asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                           asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1,
                       failed);
  const bool verify =
      source.tls == config::TlsMode::verify_ca || source.tls == config::TlsMode::verify_identity;
  context->set_verify_mode(verify ? asio::ssl::verify_peer : asio::ssl::verify_none, failed);
  if (!source.tls_ca_file.empty()) {
    context->load_verify_file(source.tls_ca_file, failed);
  } else if (verify) {
    context->set_default_verify_paths(failed);
  }
  if (failed) {
    return make_error(ErrorId::backend_tls_failed,
                      {source.name, source.tls_ca_file + ": " + failed.message()});
  }
  return context;
}

}  // namespace sluice::backend
