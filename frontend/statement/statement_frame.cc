// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/statement_frame.h"

namespace sluice::frontend {
namespace {

constexpr std::string_view kSavepoint = "sluice statements";

}  // namespace

Task<Result<void>> StatementFrame::begin() {
  executor::Transaction& transaction = session_.state.transaction;
  if (transaction.locked()) {
    co_return make_error(ErrorId::unsupported, {"bulk execution", "tables under LOCK TABLES"});
  }
  if (session_.state.autocommit && !transaction.is_explicit()) {
    transaction.begin({});
    kind_ = Kind::own_transaction;
    co_return Result<void>();
  }
  kind_ = Kind::savepoint;
  Result<void> set = co_await transaction.savepoint(kSavepoint);
  co_return set;
}

Task<Result<void>> StatementFrame::end(Result<void> done) {
  executor::Transaction& transaction = session_.state.transaction;
  if (kind_ == Kind::own_transaction) {
    if (!transaction.active()) co_return done;  // an error has ended it
    if (done) {
      done = co_await transaction.commit(session_.services.counters, false);
    } else {
      (void)co_await transaction.rollback(false);
    }
  } else if (kind_ == Kind::savepoint && transaction.active()) {
    Result<void> undone;
    if (!done) undone = co_await transaction.rollback_to(kSavepoint);
    if (undone) undone = co_await transaction.release_savepoint(kSavepoint);
    if (!undone && !done) co_await transaction.abandon();
    if (!undone && done) done = undone;
  }
  co_return done;
}

}  // namespace sluice::frontend
