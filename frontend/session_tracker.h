// SPDX-License-Identifier: Apache-2.0
// What a client with CLIENT_SESSION_TRACK is told in OK packets: the default database and the
// system variables that it wants to know of, when a statement has changed them. Which ones is
// itself a matter of session variables (session_track_schema, session_track_system_variables,
// session_track_state_change). Pure. Thread rule: belongs to one session.
#pragma once

#include <set>
#include <string>

#include "common/wire/session_state.h"
#include "executor/session_state.h"

namespace sluice::frontend {

class SessionTracker {
 public:
  // `wanted`: the client negotiated CLIENT_SESSION_TRACK. Forgets what was noted.
  void start(bool wanted, bool mariadb);

  void note_schema(std::string_view name);
  // Compares the variables before and behind a SET, and follows changes of what is tracked.
  // `charset_of_connection`: behind it; empty if not known.
  void note_variables(const backend::VariableMap& before, const backend::VariableMap& behind,
                      std::string_view charset_of_connection);

  // session_track_transaction_info. A statement that is about to run: what its transaction will
  // have read and written, as far as one server would say so.
  void note_statement(const router::RoutedPlan& plan, const executor::SessionState& state);
  // Behind a statement. `fresh`: it has begun or ended a transaction.
  void note_transaction(const executor::SessionState& state, bool fresh);

  bool pending() const { return !changes_.empty(); }
  // What a server has told of, if the client wants to know of anything.
  Buffer wanted(Buffer changes) const { return wanted_ ? std::move(changes) : Buffer(); }
  // What has been noted, for the OK that is sent now.
  Buffer take();

 private:
  static constexpr std::string_view kNoTransaction = "________";

  void configure(const backend::VariableMap& variables);
  bool tracks(const std::string& name) const;
  void note_variable(const std::string& name, std::string_view value);

  bool wanted_ = false;
  bool mariadb_ = true;
  bool schema_ = true;
  bool any_ = false;
  bool every_variable_ = false;
  std::set<std::string> names_;
  void tell_state();
  void tell_characteristics(const executor::Transaction& transaction);
  void follow_transaction_info(const backend::VariableMap& before,
                               const backend::VariableMap& behind);

  enum class TransactionInfo : std::uint8_t { off, state, characteristics };
  TransactionInfo transaction_info_ = TransactionInfo::off;
  std::string state_ = std::string(kNoTransaction);
  std::string told_state_ = state_;
  std::string told_characteristics_;
  Buffer changes_;
};

}  // namespace sluice::frontend
