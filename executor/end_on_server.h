// SPDX-License-Identifier: Apache-2.0
// KILL of a session's statement, carried to a server that runs a part of it.
#pragma once

#include "backend/cluster.h"
#include "common/base/task.h"

namespace sluice::executor {

struct RunningStatement {
  const backend::Target& target;  // must outlive the task
  std::uint32_t server_thread;
  std::uint32_t session;  // for the log
};

// KILL QUERY on a connection of its own. A server that cannot be told is left alone: the statement
// ends here, with its connection.
Task<void> end_on_server(RunningStatement statement, backend::Cluster& cluster,
                         asio::io_context& context, net::Ticker& ticker, Counters& counters);

}  // namespace sluice::executor
