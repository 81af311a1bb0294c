// SPDX-License-Identifier: Apache-2.0
#include "executor/atomic_write.h"

#include "executor/simple_command.h"

namespace sluice::executor {
namespace {

constexpr const char* kSavepoint = "`sluice statement`";

}  // namespace

Task<Result<void>> AtomicWrite::begin() {
  const bool alone = request_.session.autocommit && !transaction_.is_explicit();
  locked_ = alone && transaction_.locked();
  own_transaction_ = alone && !locked_;
  if (own_transaction_) transaction_.begin({});
  Result<std::vector<UnitSlot>> slots = co_await fan_out(request_, 1);
  if (!slots) co_return slots.error();
  slots_ = std::move(*slots);
  timestamp_ = shared_timestamp(request_);
  for (UnitSlot& slot : slots_) {
    backend::Connection& connection = slot.shard.connection();
    transaction_.mark_written(connection);
    if (locked_) {
      connection.expect_ok("SET autocommit=0");
    } else if (!own_transaction_) {
      connection.expect_ok(std::string("SAVEPOINT ") + kSavepoint);
    }
    if (!timestamp_.empty()) connection.expect_ok(timestamp_);
  }
  savepoints_set_ = !own_transaction_ && !locked_;
  co_return Result<void>();
}

Task<Result<void>> AtomicWrite::end(Result<void> done) {
  if (!timestamp_.empty()) {
    for (UnitSlot& slot : slots_) slot.shard.restore_clock();
  }
  if (own_transaction_) {
    done = co_await end_own_transaction(done);
  } else if (locked_) {
    done = co_await end_under_locks(done);
  } else if (!done) {
    done = co_await undo_statement(done.error());
  }
  if (done) transaction_.release_closed();
  co_return done;
}

Task<Result<void>> AtomicWrite::end_own_transaction(Result<void> done) {
  if (done) {
    Result<void> committed = co_await transaction_.commit(request_.counters, false);
    co_return committed;
  }
  (void)co_await transaction_.rollback(false);
  co_return done;
}

// START TRANSACTION would give back the locks, so autocommit is what makes one of the shards'
// parts.
Task<Result<void>> AtomicWrite::end_under_locks(Result<void> outcome) {
  for (UnitSlot& slot : slots_) {
    backend::Connection& connection = slot.shard.connection();
    if (connection.broken()) continue;
    if (!outcome) (void)co_await run_simple(connection, "ROLLBACK");
    Result<OkAnswer> ended = co_await run_simple(connection, "SET autocommit=1");
    if (!ended && outcome) outcome = ended.error();
  }
  co_return outcome;
}

// One server would have undone the failed statement and kept the transaction; so do we, unless a
// server has ended its transaction (deadlock) or is gone.
Task<Result<void>> AtomicWrite::undo_statement(Error error) {
  if (const std::string lost = lost_source(); !lost.empty()) {
    co_await transaction_.abandon();
    co_return make_error(ErrorId::transaction_lost, {lost});
  }
  for (UnitSlot& slot : slots_) {
    if (!savepoints_set_ || transaction_.empty()) break;
    backend::Connection& connection = slot.shard.connection();
    Result<OkAnswer> undone =
        co_await run_simple(connection, std::string("ROLLBACK TO SAVEPOINT ") + kSavepoint);
    if (undone) continue;
    co_await transaction_.abandon();
    break;
  }
  co_return error;
}

// The name of a source whose connection is broken, or nothing.
std::string AtomicWrite::lost_source() const {
  for (const UnitSlot& slot : slots_) {
    if (slot.shard.connection().broken()) return slot.shard.connection().name();
  }
  return {};
}

}  // namespace sluice::executor
