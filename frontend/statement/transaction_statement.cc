// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/transaction_statement.h"

#include "executor/lock_tables.h"
#include "executor/snapshot.h"

namespace sluice::frontend {
namespace {

using Kind = router::TransactionPlan::Kind;

Task<Result<void>> begin(Session& session, const router::TransactionPlan& plan) {
  executor::Transaction& transaction = session.state.transaction;
  if (transaction.locked()) co_await transaction.unlock();
  if (transaction.active()) {  // implicit commit
    Result<void> committed = co_await transaction.commit(session.services.counters, false);
    if (!committed) co_return committed.error();
  }
  transaction.begin({.read_only = plan.read_only,
                     .read_write = plan.read_write,
                     .consistent_snapshot = plan.consistent_snapshot});
  if (!plan.consistent_snapshot || session.state.database.empty()) co_return Result<void>();
  backend::DatabasePools* const pools = session.services.cluster->find(session.state.database);
  if (pools == nullptr) co_return Result<void>();  // information_schema
  Result<void> opened = co_await executor::open_snapshot(session.state, *pools);
  if (!opened) (void)co_await transaction.rollback(false);
  co_return opened;
}

// Outside a transaction a savepoint is gone as soon as it is set.
bool savepoints_vanish(const Session& session) {
  return session.state.autocommit && !session.state.transaction.active();
}

Task<Result<void>> perform(Session& session, const router::TransactionPlan& plan) {
  executor::Transaction& transaction = session.state.transaction;
  switch (plan.kind) {
    case Kind::begin:
      return begin(session, plan);
    case Kind::commit:
      return transaction.commit(session.services.counters, plan.chain);
    case Kind::rollback:
      return transaction.rollback(plan.chain);
    case Kind::savepoint:
      return transaction.savepoint(plan.name);
    case Kind::rollback_to:
      return transaction.rollback_to(plan.name);
    case Kind::release:
      return transaction.release_savepoint(plan.name);
  }
  return transaction.rollback(false);
}

}  // namespace

Task<Result<void>> run_lock(Session& session, const router::Plan& plan,
                            const router::LockPlan& lock, const Execution& execution) {
  executor::Transaction& transaction = session.state.transaction;
  if (transaction.locked()) {
    co_await transaction.unlock();
  } else if (transaction.active() && !lock.items.empty()) {  // implicit commit
    Result<void> committed = co_await transaction.commit(session.services.counters, false);
    if (!committed) co_return committed.error();
  }
  if (!lock.items.empty() && transaction.has_pins()) {
    co_return make_error(ErrorId::unsupported,
                         {"LOCK TABLES", "sessions with temporary tables or open handlers"});
  }
  if (!lock.items.empty()) {
    Result<backend::DatabasePools*> pools = pools_for(session, plan);
    if (!pools) co_return pools.error();
    Result<void> locked = co_await executor::lock_tables(session.state, **pools, lock);
    if (!locked) co_return locked.error();
  }
  session.tracker.note_transaction(session.state, true);
  session.state.record_ok(0, 0);
  answer_ok(session, execution.more_results);
  co_return Result<void>();
}

Task<Result<void>> run_transaction(Session& session, const router::TransactionPlan& plan,
                                   const Execution& execution) {
  if (plan.kind != Kind::savepoint || !savepoints_vanish(session)) {
    Result<void> done = co_await perform(session, plan);
    if (!done) co_return done.error();
  }
  const bool fresh =
      plan.kind == Kind::begin || plan.kind == Kind::commit || plan.kind == Kind::rollback;
  session.tracker.note_transaction(session.state, fresh);
  session.client.add_changes(session.tracker.wanted(session.state.transaction.take_gtids()));
  session.state.record_ok(0, 0);
  session.closing = session.closing || plan.release_connection;
  answer_ok(session, execution.more_results);
  co_return Result<void>();
}

}  // namespace sluice::frontend
