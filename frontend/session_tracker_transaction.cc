// SPDX-License-Identifier: Apache-2.0
// session_track_transaction_info: eight letters for what a transaction has done, and the statements
// that would start it again. Source: MySQL reference manual, "Server Tracking of Client Session
// State"; what both servers send was compared with tests/integration/session_track_test.cc.
#include <algorithm>
#include <cctype>

#include "frontend/session_tracker.h"

namespace sluice::frontend {
namespace {

// Places among the eight letters.
constexpr std::size_t kActive = 0;
constexpr std::size_t kRead = 2;
constexpr std::size_t kWritten = 4;
constexpr std::size_t kResultSent = 6;
constexpr std::size_t kLocked = 7;

std::string upper_word(std::string_view value) {
  std::string word;
  for (const char c : value) {
    if (c != '\'') word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return word;
}

std::string info_of(const backend::VariableMap& variables) {
  const auto found = variables.find("session_track_transaction_info");
  return found == variables.end() ? "OFF" : upper_word(found->second);
}

// "ISOLATION LEVEL ..", "READ ONLY": the part of SET TRANSACTION that begins with `word`.
std::string part_of(const std::string& characteristics, std::string_view word) {
  const std::string text = upper_word(characteristics);
  const std::size_t begin = text.find(word);
  if (begin == std::string::npos) return {};
  const std::size_t end = std::min(text.find(',', begin), text.size());
  std::string part = text.substr(begin, end - begin);
  while (!part.empty() && part.back() == ' ') part.pop_back();
  return part;
}

std::string access_of(const std::string& characteristics) {
  std::string access = part_of(characteristics, "READ ONLY");
  return access.empty() ? part_of(characteristics, "READ WRITE") : access;
}

std::string start_of(const executor::Transaction& transaction) {
  const executor::TransactionOptions& options = transaction.options();
  std::string access = options.read_only ? "READ ONLY" : options.read_write ? "READ WRITE" : "";
  if (access.empty()) access = access_of(transaction.next_characteristics());
  std::string text = "START TRANSACTION";
  if (options.consistent_snapshot) text += " WITH CONSISTENT SNAPSHOT";
  if (!access.empty()) text += (options.consistent_snapshot ? ", " : " ") + access;
  return text + ";";
}

std::string characteristics_of(const executor::Transaction& transaction) {
  std::vector<std::string> statements;
  const std::string isolation = part_of(transaction.next_characteristics(), "ISOLATION LEVEL");
  if (!isolation.empty()) statements.push_back("SET TRANSACTION " + isolation + ";");
  if (transaction.is_explicit()) {
    statements.push_back(start_of(transaction));
  } else {
    const std::string access = access_of(transaction.next_characteristics());
    if (!access.empty()) statements.push_back("SET TRANSACTION " + access + ";");
  }
  std::string text;
  for (const std::string& statement : statements) text += (text.empty() ? "" : " ") + statement;
  return text;
}

bool reads_tables(const router::RoutedPlan& plan) {
  if (plan.statement_class == router::StatementClass::read) return !plan.tables.empty();
  return plan.statement_class == router::StatementClass::write && plan.tables.size() > 1;
}

bool writes_tables(const router::RoutedPlan& plan) {
  return plan.statement_class == router::StatementClass::write ||
         (plan.statement_class == router::StatementClass::locking_read && !plan.tables.empty());
}

}  // namespace

void SessionTracker::tell_state() {
  if (state_ == told_state_) return;
  told_state_ = state_;
  wire::append_state_change(wire::StateChange::transaction_state, state_, changes_);
}

void SessionTracker::tell_characteristics(const executor::Transaction& transaction) {
  if (transaction_info_ != TransactionInfo::characteristics) return;
  std::string text = characteristics_of(transaction);
  if (text == told_characteristics_) return;
  told_characteristics_ = std::move(text);
  wire::append_state_change(wire::StateChange::transaction_characteristics, told_characteristics_,
                            changes_);
}

void SessionTracker::follow_transaction_info(const backend::VariableMap& before,
                                             const backend::VariableMap& behind) {
  const std::string info = info_of(behind);
  transaction_info_ = info == "STATE" || info == "1"             ? TransactionInfo::state
                      : info == "CHARACTERISTICS" || info == "2" ? TransactionInfo::characteristics
                                                                 : TransactionInfo::off;
  if (info == info_of(before) || transaction_info_ == TransactionInfo::off) return;
  if (transaction_info_ == TransactionInfo::characteristics) {
    wire::append_state_change(wire::StateChange::transaction_characteristics, "", changes_);
  } else if (mariadb_) {
    wire::append_state_change(wire::StateChange::transaction_state, state_, changes_);
  }
}

void SessionTracker::note_statement(const router::RoutedPlan& plan,
                                    const executor::SessionState& state) {
  if (!wanted_ || transaction_info_ == TransactionInfo::off) return;
  if (plan.statement_class == router::StatementClass::ddl) return;
  const bool reads = reads_tables(plan);
  const bool writes = writes_tables(plan);
  if (state_[kActive] == '_' && !state.autocommit && (reads || writes)) state_[kActive] = 'I';
  if (state_[kActive] == '_') return;
  if (reads) state_[kRead] = 'R';
  if (writes) state_[kWritten] = 'W';
  if (plan.returns_rows && plan.into.empty()) state_[kResultSent] = 'S';
  tell_state();
}

void SessionTracker::note_transaction(const executor::SessionState& state, bool fresh) {
  if (!wanted_) return;
  const executor::Transaction& transaction = state.transaction;
  if (fresh || !transaction.active()) state_ = kNoTransaction;
  // MySQL tells of an explicit transaction even if it was not asked to.
  if (transaction_info_ == TransactionInfo::off && mariadb_) return;
  if (transaction.is_explicit()) state_[kActive] = 'T';
  if (transaction_info_ != TransactionInfo::off) {
    if (fresh && transaction.is_explicit() && transaction.options().consistent_snapshot) {
      state_[kRead] = 'R';
    }
    if (transaction.locked()) state_[kLocked] = 'L';
  }
  tell_state();
  tell_characteristics(transaction);
}

}  // namespace sluice::frontend
