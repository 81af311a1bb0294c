// SPDX-License-Identifier: Apache-2.0
// A client's session as the commands see it: who it is, what it has set, what it has prepared.
//
// Ownership: belongs to its ClientSession; refers to its worker's services, which outlive it.
// Thread rule: its worker's thread.
#pragma once

#include <map>
#include <string>

#include "common/wire/commands.h"
#include "executor/client_file.h"
#include "executor/client_writer.h"
#include "executor/session_state.h"
#include "frontend/prepared_statements.h"
#include "frontend/server_handshake.h"
#include "frontend/session_tracker.h"
#include "frontend/worker_services.h"
#include "parser/scan.h"
#include "router/resolve.h"

namespace sluice::frontend {

// The statement that runs, for frontend/statement/statement_note.h.
struct StatementNote {
  std::uint64_t digest = 0;  // its key; 0: none runs
  Clock::time_point begin{};
  std::uint64_t rows = 0;  // that it gave or changed
};

struct Session {
  Session(WorkerServices& worker, executor::ClientWriter& writer)
      : services(worker), client(writer) {}

  WorkerServices& services;
  executor::ClientWriter& client;
  Login login;
  executor::SessionState state;
  parser::LexOptions lex;
  bool utf8 = true;  // character_set_client is one of the UTF-8 ones
  PreparedStatements prepared;
  SessionTracker tracker;
  std::chrono::milliseconds idle_timeout{0};  // 0: none; wait_timeout, if the client has set it
  bool multi_statements = false;
  bool admin_port = false;  // it came through that, and speaks its language

  // What it is doing; Command::sleep between commands. For SHOW PROCESSLIST and KILL.
  wire::Command command = wire::Command::sleep;
  Clock::time_point command_since = Clock::now();
  std::string_view running_sql;
  StatementNote note;
  void begin_command(Bytes payload);
  void end_command(Clock::time_point now);
  // The error that the client shall see for what a command ended with: an interrupted statement
  // says so, whatever it ran into first.
  Error outward(const Error& error) const;

  executor::ClientFile* file = nullptr;  // of LOAD DATA LOCAL

  bool in_staged_write = false;  // its parts are running

  bool closing = false;  // COM_QUIT, or ROLLBACK RELEASE and the like

  // Scratch space, reused from statement to statement.
  parser::Normalized normalized;
  std::optional<router::Hints> hints;  // of the running statement, views of its text
  std::string resolved_text;           // of a statement with version comments
  std::string rewritten_text;          // of a statement that runs as another one
  std::string kept_text;               // of statements that outlive the client's packet
  router::Resolution resolution;
};

// Sets the session to what a fresh login has: character sets from the handshake's collation, no
// user variables, autocommit on. Used by login, COM_RESET_CONNECTION and COM_CHANGE_USER.
void set_initial_state(Session& session);

// Replaces the session's variables and what is derived from them (lexing options, flags).
void set_variables(Session& session, backend::VariableMap values);

// resultset_metadata = NONE: results come without column definitions.
void set_omits_metadata(Session& session, bool omits);

// Whether the account may use a database: always, or as DATABASE_PERMITTED says.
bool may_use(const Session& session, std::string_view database);
// The same as an error: database_access_denied. No database is allowed to everybody.
Result<void> check_access(const Session& session, std::string_view database);

// Makes `database` the default one. Errors: unknown_database, database_access_denied.
Result<void> use_database(Session& session, std::string_view database);

// An SQL string literal that means `text` under every sql_mode.
std::string quote_text(std::string_view text);

}  // namespace sluice::frontend
