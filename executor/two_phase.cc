// SPDX-License-Identifier: Apache-2.0
#include "executor/two_phase.h"

#include "common/telemetry/log.h"
#include "executor/simple_command.h"

namespace sluice::executor {
namespace {

// While this lives, recovery leaves the transaction's branches alone.
class InFlight {
 public:
  InFlight(backend::DecisionLog& log, const std::string& transaction)
      : log_(log), transaction_(transaction) {
    log_.begin(transaction_);
  }
  ~InFlight() {
    if (!finished_) log_.leave(transaction_);
  }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

  void finish() {
    log_.finished(transaction_);
    finished_ = true;
  }

 private:
  backend::DecisionLog& log_;
  const std::string transaction_;
  bool finished_ = false;
};

class TwoPhase {
 public:
  explicit TwoPhase(std::vector<Branch> branches) : branches_(std::move(branches)) {}

  Task<Result<void>> prepare() {
    for (const Branch& branch : branches_) {
      branch.connection->expect_ok("XA END " + branch.xid);
      co_await send(branch, "XA PREPARE ");
    }
    Result<void> outcome;
    for (const Branch& branch : branches_) {
      Result<OkAnswer> prepared = co_await finish_simple(*branch.connection);
      if (prepared || !outcome) continue;
      outcome = make_error(ErrorId::prepare_failed,
                           {branch.connection->name(), prepared.error().message()})
                    .with_cause(prepared.error());
    }
    co_return outcome;
  }

  // Whether every branch is known to be committed.
  Task<bool> commit() {
    for (const Branch& branch : branches_) co_await send(branch, "XA COMMIT ");
    bool all = true;
    for (const Branch& branch : branches_) {
      Result<OkAnswer> committed = co_await finish_simple(*branch.connection);
      if (committed) continue;
      all = false;
      branch.connection->mark_broken();
      log::warning("xa", "a branch is committed by recovery",
                   {{"data_source", branch.connection->name()},
                    {"branch", branch.xid},
                    {"error", committed.error().message()}});
    }
    co_return all;
  }

  // A branch whose server does not answer is rolled back by recovery, if it was prepared.
  Task<void> roll_back() {
    for (const Branch& branch : branches_) {
      if (branch.connection->broken()) continue;
      Result<OkAnswer> done = co_await run_simple(*branch.connection, "XA ROLLBACK " + branch.xid);
      if (!done) branch.connection->mark_broken();
    }
  }

 private:
  static Task<void> send(const Branch& branch, std::string_view what) {
    branch.connection->start_statement();
    branch.connection->append_query(std::string(what) + branch.xid);
    // What goes wrong here is what the answer says.
    (void)co_await branch.connection->flush();
  }

  std::vector<Branch> branches_;
};

}  // namespace

std::string branch_xid(const std::string& transaction, std::size_t number) {
  return "'" + transaction + "','" + std::to_string(number) + "'";
}

Task<Result<void>> commit_two_phase(std::vector<Branch> branches, std::string transaction,
                                    backend::Decisions& decisions) {
  InFlight in_flight(decisions.log(), transaction);
  TwoPhase two_phase(std::move(branches));
  Result<void> outcome = co_await two_phase.prepare();
  if (outcome) outcome = co_await decisions.commit(transaction);
  if (!outcome) {
    co_await two_phase.roll_back();
    co_return outcome;
  }
  const bool committed = co_await two_phase.commit();
  if (committed) in_flight.finish();
  co_return Result<void>();
}

Task<Result<void>> commit_one_phase(backend::Connection& connection, const std::string& xid,
                                    Buffer& gtids) {
  connection.expect_ok("XA END " + xid);
  Result<OkAnswer> done = co_await run_simple(connection, "XA COMMIT " + xid + " ONE PHASE");
  if (done) {
    gtids = std::move(done->gtids);
    co_return Result<void>();
  }
  // The server has refused, and the branch may be open still.
  if (!connection.broken()) (void)co_await run_simple(connection, "XA ROLLBACK " + xid);
  co_return done.error();
}

// After a deadlock XA END fails, and XA ROLLBACK is due all the same.
Task<void> roll_back_branch(backend::Connection& connection, const std::string& xid) {
  (void)co_await run_simple(connection, "XA END " + xid);
  if (connection.broken()) co_return;
  Result<OkAnswer> done = co_await run_simple(connection, "XA ROLLBACK " + xid);
  if (!done) connection.mark_broken();
}

}  // namespace sluice::executor
