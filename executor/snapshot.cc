// SPDX-License-Identifier: Apache-2.0
#include "executor/snapshot.h"

namespace sluice::executor {

Task<Result<void>> open_snapshot(SessionState& session, backend::DatabasePools& pools) {
  for (std::size_t source = 0; source < pools.data_sources(); ++source) {
    backend::Pool& pool = pools.pool(source, session.found_rows);
    Result<backend::Lease> lease = co_await pool.acquire(session.variables.get());
    if (!lease) co_return lease.error();
    (*lease)->queue_sync(session.variables);
    backend::Connection& connection = session.transaction.join(std::move(*lease));
    Result<void> sent = co_await connection.flush();
    if (!sent) co_return sent.error();
    Result<void> settled = co_await connection.settle();
    if (!settled) co_return settled.error();
  }
  co_return Result<void>();
}

}  // namespace sluice::executor
