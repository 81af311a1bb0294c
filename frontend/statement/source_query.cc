// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/source_query.h"

#include "executor/diagnostics.h"

namespace sluice::frontend {

Task<Result<std::vector<std::vector<std::optional<std::string>>>>> ask_source(Session& session,
                                                                              backend::Pool& pool,
                                                                              std::string sql) {
  Result<backend::Lease> lease =
      co_await pool.acquire(session.state.variables.get(), session.state.connection_id);
  if (!lease) co_return lease.error();
  (*lease)->set_owner(session.state.connection_id);
  (*lease)->queue_sync(session.state.variables);
  auto rows = co_await executor::query_rows(**lease, sql);
  co_return rows;
}

}  // namespace sluice::frontend
