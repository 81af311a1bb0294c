// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/staged_frame.h"

#include <chrono>
#include <cstdio>

namespace sluice::frontend {
namespace {

constexpr const char* kSavepoint = "sluice staged";

std::string now() {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%06lld", static_cast<long long>(micros / 1'000'000),
                static_cast<long long>(micros % 1'000'000));
  return text;
}

}  // namespace

Task<Result<void>> StagedFrame::begin() {
  executor::SessionState& state = session_.state;
  if (state.transaction.locked()) {
    co_return make_error(ErrorId::unsupported,
                         {"a write that reads rows of several shards", "LOCK TABLES"});
  }
  own_transaction_ = state.autocommit && !state.transaction.is_explicit();
  if (own_transaction_) {
    state.transaction.begin({});
  } else {
    Result<void> set = co_await state.transaction.savepoint(kSavepoint);
    if (!set) co_return set;
  }
  if (state.variables->find("timestamp") == nullptr) {
    clock_.emplace(state, [](backend::VariableMap& values) { values["timestamp"] = now(); });
  }
  co_return Result<void>();
}

Task<Result<void>> StagedFrame::end(Result<void> done) {
  clock_.reset();
  executor::Transaction& transaction = session_.state.transaction;
  if (own_transaction_) {
    if (done) done = co_await transaction.commit(session_.services.counters, false);
    if (!done && transaction.is_explicit()) (void)co_await transaction.rollback(false);
    co_return done;
  }
  if (!done) done = co_await undo(done.error());
  if (transaction.active()) (void)co_await transaction.release_savepoint(kSavepoint);
  transaction.release_closed();
  co_return done;
}

// Nothing is left to undo when a part's failure has ended the transaction (a deadlock, a lost
// connection).
Task<Result<void>> StagedFrame::undo(Error error) {
  executor::Transaction& transaction = session_.state.transaction;
  if (!transaction.active()) co_return error;
  Result<void> undone = co_await transaction.rollback_to(kSavepoint);
  if (!undone && undone.error().id() != ErrorId::unknown_savepoint) {
    co_await transaction.abandon();
  }
  co_return error;
}

}  // namespace sluice::frontend
