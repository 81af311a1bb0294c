// SPDX-License-Identifier: Apache-2.0
// The frame around the parts of a staged write, which makes them one statement: outside a
// transaction they run in one of their own; inside, behind a savepoint, so that a failure undoes
// all of them and leaves the transaction open. They share one NOW().
//
// Thread rule: the session's worker.
#pragma once

#include <optional>

#include "frontend/session.h"

namespace sluice::frontend {

class StagedFrame {
 public:
  explicit StagedFrame(Session& session) : session_(session) {}

  // Errors: unsupported under LOCK TABLES. After success end() comes next, whatever happens.
  Task<Result<void>> begin();
  // `done`: how the statement went. Commits, keeps or undoes it.
  Task<Result<void>> end(Result<void> done);

 private:
  Task<Result<void>> undo(Error error);

  Session& session_;
  std::optional<executor::OtherVariables> clock_;
  bool own_transaction_ = false;
};

}  // namespace sluice::frontend
