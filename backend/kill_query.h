// SPDX-License-Identifier: Apache-2.0
// Ends what a server does on one of its connections, by KILL QUERY on a connection of its own: not
// one of the pool's, which may be exhausted by the very statements that are to be ended.
#pragma once

#include "backend/connection.h"

namespace sluice::backend {

// `target` must outlive the task. A thread that has gone meanwhile is no error. Errors: backend_*.
Task<Result<void>> kill_query(const Target& target, std::uint32_t server_thread,
                              asio::io_context& context, net::Ticker& ticker, Counters& counters);

}  // namespace sluice::backend
