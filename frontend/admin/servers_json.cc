// SPDX-License-Identifier: Apache-2.0
// /api/servers: each server with its health and its connections.
#include <nlohmann/json.hpp>

#include "frontend/admin/endpoints.h"

namespace sluice::frontend {

nlohmann::json servers_json(const GatewayView& gateway) {
  const WorkerReports reports = gateway.ask({.pools = true, .sessions = false, .digests = false});
  nlohmann::json rows = nlohmann::json::array();
  for (const ServerStatus& server : gateway.servers(reports)) {
    const backend::PoolState& pool = server.pool;
    const bool down = server.state == backend::ServerState::down;
    rows.push_back(
        {{"database", server.database},
         {"data_source", server.data_source},
         {"server", server.server},
         {"address", server.address},
         {"role", server.primary ? "primary" : "replica"},
         {"state", to_string(server.state)},
         {"lag_seconds", server.lag ? nlohmann::json(server.lag->count()) : nlohmann::json()},
         {"idle", pool.idle},
         {"leased", pool.leased},
         {"opening", pool.opening},
         {"waiting", pool.waiting},
         {"limit", pool.max},
         {"problem", down ? pool.failure : ""}});
  }
  return {{"servers", rows}};
}

}  // namespace sluice::frontend
