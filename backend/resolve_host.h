// SPDX-License-Identifier: Apache-2.0
// Host name to addresses. Numeric addresses cost nothing; names are resolved by asio's resolver
// thread.
#pragma once

#include <string>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include "common/base/result.h"
#include "common/base/task.h"

namespace sluice::backend {

// At least one endpoint, in the order to try them.
Task<Result<std::vector<asio::ip::tcp::endpoint>>> resolve_host(asio::io_context& context,
                                                                std::string host,
                                                                std::uint16_t port);

}  // namespace sluice::backend
