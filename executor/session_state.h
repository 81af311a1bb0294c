// SPDX-License-Identifier: Apache-2.0
// What the gateway keeps for a session as one server would: variables, transaction,
// LAST_INSERT_ID(), ROW_COUNT(), FOUND_ROWS() and the diagnostics area. Server connections come and
// go behind it.
//
// Ownership: belongs to the client session. Thread rule: its worker's thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/session_variables.h"
#include "common/wire/protocol.h"
#include "executor/transaction.h"
#include "executor/user_locks.h"
#include "router/resolve.h"
#include "router/temporary_tables.h"

namespace sluice::executor {

// One row of SHOW WARNINGS.
struct Diagnostic {
  std::string level;  // Note, Warning or Error
  std::uint16_t number = 0;
  std::string message;
};

// An open HANDLER, on a connection that the transaction has pinned.
struct Handler {
  std::string name;  // its alias
  std::string database;
  std::string table;  // logical names
  router::DataSourceIndex source = 0;
};

struct SessionState {
  std::uint32_t connection_id = 0;
  std::string user;          // name@client-host, as USER() says
  std::string current_user;  // name@pattern of the account
  std::string database;      // default database; empty: none
  std::string version;       // advertised, if configured
  bool found_rows = false;   // the client negotiated CLIENT_FOUND_ROWS

  backend::SessionVariablesPtr variables;  // never null once the session is set up
  backend::VariableInterner* interner = nullptr;
  bool autocommit = true;
  bool no_backslash_escapes = false;
  bool omits_metadata = false;  // resultset_metadata = NONE
  std::uint64_t max_allowed_packet = 0;
  bool interrupted = false;  // somebody has killed the statement that runs now

  Transaction transaction;
  UserLocks locks;
  router::TemporaryTables temporary;  // on connections that the transaction has pinned
  std::vector<Handler> handlers;
  // Whether something is on the session's connection to that data source that nothing can replay.
  bool keeps_connection(std::string_view in_database, router::DataSourceIndex source) const;

  std::uint64_t last_insert_id = 0;
  std::int64_t row_count = -1;
  std::uint64_t found_row_count = 0;
  std::vector<Diagnostic> diagnostics;
  // How many warnings the last statement had, where more than max_error_count.
  std::uint32_t warnings_told = 0;
  std::size_t warnings_kept = 0;  // how many diagnostics there were then
  // `told` is what the answer says; call when the diagnostics are complete.
  void note_warnings(std::uint32_t told) {
    warnings_told = told;
    warnings_kept = diagnostics.size();
  }
  // As @@warning_count has it.
  std::uint32_t warning_count() const;

  // The status flags that belong to the session rather than to a server connection.
  static constexpr wire::StatusFlags kOwnedFlags =
      wire::status::kInTransaction | wire::status::kAutocommit | wire::status::kMoreResults |
      wire::status::kNoBackslashEscapes | wire::status::kInReadOnlyTransaction |
      wire::status::kDbDropped | wire::status::kMetadataChanged |
      wire::status::kSessionStateChanged | wire::status::kCursorExists | wire::status::kLastRowSent;
  wire::StatusFlags status() const;

  // Changes the variables through the interner.
  void set_variables(backend::VariableMap values) {
    variables = interner->intern(std::move(values));
  }

  // `values`: literals of user_variable.h by name, in lower case.
  void set_user_variables(const backend::VariableMap& values);

  void record_ok(std::int64_t rows, std::uint64_t insert_id);
  void record_rows(std::uint64_t rows);
  void record_error(const Error& error);
  router::SessionValues values() const;
};

// The session has other variables for as long as this lives; `change` makes them of the present
// ones.
class OtherVariables {
 public:
  template <class Change>
  OtherVariables(SessionState& session, Change change)
      : session_(session), own_(session.variables) {
    backend::VariableMap values = own_->values();
    change(values);
    session.set_variables(std::move(values));
  }
  ~OtherVariables() { session_.variables = std::move(own_); }
  OtherVariables(const OtherVariables&) = delete;
  OtherVariables& operator=(const OtherVariables&) = delete;

 private:
  SessionState& session_;
  backend::SessionVariablesPtr own_;
};

}  // namespace sluice::executor
