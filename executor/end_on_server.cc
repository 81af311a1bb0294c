// SPDX-License-Identifier: Apache-2.0
#include "executor/end_on_server.h"

#include "backend/kill_query.h"
#include "common/telemetry/log.h"

namespace sluice::executor {

Task<void> end_on_server(RunningStatement statement, backend::Cluster& cluster,
                         asio::io_context& context, net::Ticker& ticker, Counters& counters) {
  Result<void> killed = co_await backend::kill_query(statement.target, statement.server_thread,
                                                     context, ticker, counters);
  if (killed) co_return;
  log::warning("executor", "KILL QUERY did not reach the server",
               {{"connection", statement.session},
                {"data_source", statement.target.source->name},
                {"error", killed.error().message()}});
  cluster.cancel(statement.target, statement.server_thread);
}

}  // namespace sluice::executor
