// SPDX-License-Identifier: Apache-2.0
// Several statements of the gateway that are one for the client: all or nothing, in a transaction
// of their own or behind a savepoint of the session's.
//
// Ownership: refers to the session. Thread rule: its worker's thread.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

class StatementFrame {
 public:
  // `what` is refused under LOCK TABLES, whose locks a transaction would give back. `savepoint` is
  // a name that no frame around this one has. Both are kept by reference.
  StatementFrame(Session& session, std::string_view what, std::string_view savepoint)
      : session_(session), what_(what), savepoint_(savepoint) {}

  bool begun() const { return kind_ != Kind::none; }
  // Whatever the outcome of what follows, end() comes next. Errors: unsupported.
  Task<Result<void>> begin();
  // `done`: how the statements went. Without begin() returns just that.
  Task<Result<void>> end(Result<void> done);

 private:
  enum class Kind : std::uint8_t { none, own_transaction, savepoint };

  Task<Result<void>> end_savepoint(Result<void> done);

  Session& session_;
  std::string_view what_;
  std::string_view savepoint_;
  Kind kind_ = Kind::none;
};

}  // namespace sluice::frontend
