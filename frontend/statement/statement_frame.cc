// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/statement_frame.h"

namespace sluice::frontend {

Task<Result<void>> StatementFrame::begin() {
  executor::Transaction& transaction = session_.state.transaction;
  if (transaction.locked()) {
    co_return make_error(ErrorId::unsupported, {what_, "tables under LOCK TABLES"});
  }
  if (session_.state.autocommit && !transaction.is_explicit()) {
    transaction.begin({});
    kind_ = Kind::own_transaction;
    co_return Result<void>();
  }
  kind_ = Kind::savepoint;
  Result<void> set = co_await transaction.savepoint(savepoint_);
  co_return set;
}

Task<Result<void>> StatementFrame::end(Result<void> done) {
  executor::Transaction& transaction = session_.state.transaction;
  if (kind_ == Kind::own_transaction && transaction.active()) {  // unless an error has ended it
    if (done) {
      done = co_await transaction.commit(session_.services.counters, false);
    } else {
      (void)co_await transaction.rollback(false);
    }
  } else if (kind_ == Kind::savepoint) {
    if (transaction.active()) done = co_await end_savepoint(std::move(done));
    transaction.release_closed();
  }
  co_return done;
}

// Nothing is left to undo when a failure has ended the transaction (a deadlock, a lost connection).
Task<Result<void>> StatementFrame::end_savepoint(Result<void> done) {
  executor::Transaction& transaction = session_.state.transaction;
  Result<void> undone;
  if (!done) undone = co_await transaction.rollback_to(savepoint_);
  if (undone) undone = co_await transaction.release_savepoint(savepoint_);
  if (done || undone) co_return done ? undone : done;
  if (undone.error().id() != ErrorId::unknown_savepoint) co_await transaction.abandon();
  co_return done;
}

}  // namespace sluice::frontend
