// SPDX-License-Identifier: Apache-2.0
#include "executor/shard_session.h"

#include "executor/backend_prepare.h"

namespace sluice::executor {

ShardSession ShardSession::borrowed(Request& request, backend::Lease lease) {
  ShardSession shard;
  shard.connection_ = &*lease;
  shard.connection_->set_owner(request.session.connection_id);
  shard.lease_ = std::move(lease);
  shard.connection_->queue_sync(request.session.variables);
  if (request.routed.leaves_session_state) shard.connection_->mark_dirty();
  return shard;
}

ShardSession ShardSession::kept(Request& request, backend::Connection& connection) {
  ShardSession shard;
  shard.connection_ = &connection;
  connection.set_owner(request.session.connection_id);
  connection.queue_variables(request.session.variables);
  return shard;
}

ShardSession ShardSession::of_transaction(Request& request, backend::Connection& connection) {
  ShardSession shard;
  shard.connection_ = &connection;
  shard.in_transaction_ = true;
  connection.set_owner(request.session.connection_id);
  connection.queue_variables(request.session.variables);
  if (request.routed.leaves_session_state) connection.mark_dirty();
  return shard;
}

void ShardSession::pin(Request& request) {
  Transaction& transaction = request.session.transaction;
  if (lease_) {
    transaction.pin(std::move(lease_));
  } else if (in_transaction_) {
    const backend::Pool& pool = request.pool(request.resolution.units.front());
    if (!transaction.is_pinned(pool)) transaction.pin_participant(pool);
  }
}

void ShardSession::adopt_transaction(Request& request) {
  Transaction& transaction = request.session.transaction;
  if (lease_) {
    transaction.adopt(std::move(lease_));
  } else {
    transaction.clear_next_characteristics();  // it is the transaction's that has begun
    transaction.join_kept(request.pool(request.resolution.units.front()));
    transaction.begin({});
    transaction.note_status(*connection_, true);
    transaction.mark_written(*connection_);
  }
  in_transaction_ = true;
}

Task<Result<ShardSession>> open_lock_session(Request& request) {
  UserLocks& locks = request.session.locks;
  if (!locks.pinned()) {
    Result<backend::Lease> lease = co_await locks.pool()->acquire(request.session.variables.get(),
                                                                  request.session.connection_id);
    if (!lease) co_return lease.error();
    (*lease)->queue_sync(request.session.variables);
    locks.keep(std::move(*lease));
  }
  co_return ShardSession::kept(request, *locks.connection());
}

namespace {

// What says that nobody can reach the server, or that it answers nobody.
bool is_unreachable(const Error& error) {
  return error.id() == ErrorId::backend_unreachable ||
         error.id() == ErrorId::backend_connect_timeout || error.id() == ErrorId::backend_handshake;
}

Error noted(const Request& request, const router::Unit& unit, const Error& error) {
  if (is_unreachable(error)) {
    request.pools.note_unreachable(unit.data_source, unit.server, error, request.counters);
  }
  return error;
}

}  // namespace

Task<Result<ShardSession>> open_shard_session(Request& request, const router::Unit& unit) {
  Transaction& transaction = request.session.transaction;
  backend::Pool& pool = request.pool(unit);
  const bool locked = transaction.locked() && !request.routed.tables.empty();
  const bool transactional = transaction.is_explicit() || !request.session.autocommit || locked;
  if (transactional) {
    if (backend::Connection* connection = transaction.find(pool)) {
      co_return ShardSession::of_transaction(request, *connection);
    }
  }
  if (locked) {
    co_return make_error(ErrorId::table_not_locked, {request.routed.tables.front().logic_table});
  }
  if (backend::Connection* const kept = transaction.find_kept(pool)) {
    if (!transactional || request.routed.tables.empty()) {
      co_return ShardSession::kept(request, *kept);
    }
    co_return ShardSession::of_transaction(request, transaction.join_kept(pool));
  }
  backend::Lease lease = pool.try_idle(request.session.variables.get());
  if (!lease) {
    Result<backend::Lease> acquired =
        co_await pool.acquire(request.session.variables.get(), request.session.connection_id);
    if (!acquired) co_return noted(request, unit, acquired.error());
    lease = std::move(*acquired);
  }
  // A statement without tables reads nothing that a transaction could protect.
  if (!transactional || request.routed.tables.empty()) {
    co_return ShardSession::borrowed(request, std::move(lease));
  }
  lease->queue_sync(request.session.variables);
  backend::Connection& connection = transaction.join(std::move(lease), unit.server != 0);
  co_return ShardSession::of_transaction(request, connection);
}

Task<Result<ShardSession>> open_spare_session(Request& request, const router::Unit& unit) {
  const Transaction& transaction = request.session.transaction;
  if (transaction.is_explicit() || transaction.locked() || !request.session.autocommit ||
      transaction.is_pinned(request.pool(unit))) {
    co_return ShardSession();
  }
  Result<backend::Lease> lease =
      co_await request.pool(unit).acquire_spare(request.session.variables.get());
  if (!lease) co_return lease.error();
  if (!*lease) co_return ShardSession();
  co_return ShardSession::borrowed(request, std::move(*lease));
}

Task<Result<void>> queue_unit(Request& request, const router::Unit& unit,
                              backend::Connection& connection) {
  request.counters.units.add();
  if (request.prepared) {
    Result<void> queued = co_await queue_prepared_unit(request, unit, connection);
    co_return queued;
  }
  connection.start_statement();
  std::vector<router::UnitParameter> none;
  wire::MessageScope scope(connection.out(), 0);
  connection.out().push_back(static_cast<std::byte>(wire::Command::query));
  router::render(request.routed, unit, request.resolution, request.values, request.session.values(),
                 false, connection.out(), none);
  connection.statement_queued(scope.close());
  co_return Result<void>();
}

}  // namespace sluice::executor
