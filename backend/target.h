// SPDX-License-Identifier: Apache-2.0
// What a pool connects to: a data source of the configuration, with which handshake flags, and the
// TLS settings made for it. Ownership: kept alive by the configuration snapshot's Cluster. Thread
// rule: immutable.
#pragma once

#include <memory>
#include <string>

#include <asio/ssl/context.hpp>

#include "common/base/result.h"
#include "common/wire/protocol.h"
#include "config/config.h"

namespace sluice::backend {

struct Target {
  const config::DataSource* source = nullptr;
  std::string database;                  // logical database, for logs
  wire::Capabilities wanted = 0;         // beyond the usual ones: kFoundRows
  asio::ssl::context* tls = nullptr;     // null while source->tls is disabled
  std::uint32_t max_message = 1u << 30;  // bytes of one row or other message
};

// A context for source.tls (CA, verification). Errors: backend_tls_failed naming the file.
Result<std::unique_ptr<asio::ssl::context>> make_tls_context(const config::DataSource& source);

}  // namespace sluice::backend
