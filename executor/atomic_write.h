// SPDX-License-Identifier: Apache-2.0
// The frame around a write over several units, which makes it all or nothing as one server would
// have it: outside a transaction the units run in one of their own; inside, behind a savepoint, so
// that a failure on one shard undoes the statement on all and leaves the transaction open.
#pragma once

#include <string>
#include <vector>

#include "executor/request.h"
#include "executor/unit_fan.h"

namespace sluice::executor {

class AtomicWrite {
 public:
  explicit AtomicWrite(Request& request)
      : request_(request), transaction_(request.session.transaction) {}

  // Leases one connection per data source, with what starts the transaction or sets the savepoint
  // queued on it. Whatever the outcome, end() comes next.
  Task<Result<void>> begin();
  std::vector<UnitSlot>& slots() { return slots_; }
  // A unit's answer: whether its server still has the transaction open.
  void note(const backend::Connection& connection, wire::StatusFlags status) {
    transaction_.note_status(connection, (status & wire::status::kInTransaction) != 0);
  }
  // `done`: how the statement went. Commits, keeps or undoes it.
  Task<Result<void>> end(Result<void> done);

 private:
  Task<Result<void>> end_own_transaction(Result<void> done);
  Task<Result<void>> end_under_locks(Result<void> outcome);
  Task<Result<void>> undo_statement(Error error);
  std::string lost_source() const;

  Request& request_;
  Transaction& transaction_;
  std::vector<UnitSlot> slots_;
  std::string timestamp_;
  bool own_transaction_ = false;
  bool locked_ = false;  // under LOCK TABLES
  bool savepoints_set_ = false;
};

}  // namespace sluice::executor
