// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/show_sql.h"

#include "common/telemetry/log.h"

namespace sluice::frontend {

void show_sql(const Session& session, const executor::Request& request) {
  if (!session.services.config.global.sql_show) return;
  for (const router::Unit& unit : request.resolution.units) {
    Buffer sql;
    std::vector<router::UnitParameter> parameters;
    router::render(request.routed, unit, request.resolution, request.values, session.state.values(),
                   request.prepared, sql, parameters);
    log::info("sql", as_text(sql),
              {{"connection", session.state.connection_id},
               {"data_source", request.pools.server_name(unit.data_source, unit.server)}});
  }
}

}  // namespace sluice::frontend
