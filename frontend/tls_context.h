// SPDX-License-Identifier: Apache-2.0
// The listener's TLS context from its certificate files.
#pragma once

#include <memory>

#include <asio/ssl/context.hpp>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::frontend {

// Errors: config_invalid naming the file that cannot be used.
Result<std::unique_ptr<asio::ssl::context>> make_server_tls(const config::FrontendTls& tls);

}  // namespace sluice::frontend
