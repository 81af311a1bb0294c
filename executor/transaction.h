// SPDX-License-Identifier: Apache-2.0
// A session's transaction over the shards it touches. A shard takes part from its first statement
// on: only then is a connection leased, and START TRANSACTION (with the savepoints that exist by
// then) goes out with that statement. One shard commits as it would alone. Several: type LOCAL
// commits one after the other, in the order in which they joined (best effort; a failure in between
// is reported as partial_commit, a lost answer as outcome_unknown, and neither is retried); type XA
// commits all or none (executor/two_phase.h), its participants start with XA START.
//
// A replica may take part for reads: its transaction is READ ONLY and of no distributed one, and
// ends with the others.
//
// Under autocommit=0 there is no START TRANSACTION: the variable is part of what the connection has
// applied, and a participant is kept for as long as its server says that a transaction is open.
//
// Ownership: belongs to the SessionState; holds the leases. Thread rule: its worker's thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/pool/pool.h"
#include "backend/xa/decisions.h"
#include "common/base/result.h"
#include "common/base/task.h"
#include "common/telemetry/counters.h"

namespace sluice::executor {

struct TransactionOptions {
  bool read_only = false;
  bool read_write = false;
  bool consistent_snapshot = false;
};

class Transaction {
 public:
  struct Participant {
    backend::Lease lease;
    bool wrote = false;
    std::string xid;  // as SQL, of type XA; empty: START TRANSACTION or autocommit=0
    // Whether its server has a transaction open, as far as the last answer told.
    bool open = false;
  };

  // Started by BEGIN or START TRANSACTION (or AND CHAIN), or carried along by autocommit=0.
  bool active() const { return explicit_ || !participants_.empty(); }
  bool is_explicit() const { return explicit_; }
  bool read_only() const { return explicit_ && options_.read_only; }
  // A participant was written to.
  bool has_written() const;
  const TransactionOptions& options() const { return options_; }
  bool empty() const { return participants_.empty(); }
  std::size_t size() const { return participants_.size(); }

  // Type XA from the next transaction on; null: LOCAL. `decisions` must outlive the session.
  void set_decisions(backend::Decisions* decisions) { decisions_ = decisions; }

  void begin(const TransactionOptions& options);
  // Characteristics for the next transaction only (SET TRANSACTION ...), as SQL text.
  void set_next_characteristics(std::string text) { next_characteristics_ = std::move(text); }
  bool has_next_characteristics() const { return !next_characteristics_.empty(); }
  const std::string& next_characteristics() const { return next_characteristics_; }
  void clear_next_characteristics() { next_characteristics_.clear(); }

  // The connection of a shard that takes part already, or null.
  backend::Connection* find(const backend::Pool& pool);
  // Any participant's connection, for statements that may run anywhere. Precondition: !empty().
  backend::Connection& any() { return *participants_.front().lease; }
  // Makes `lease` a participant and queues what starts the transaction there. `reader`: of a
  // replica.
  backend::Connection& join(backend::Lease lease, bool reader = false);
  // The replica of a data source that this transaction reads from (TransactionalRead::fixed), once
  // it is chosen. `group`: as key.
  std::optional<config::ServerIndex> fixed_reader(const config::ServerGroup& group) const;
  void fix_reader(const config::ServerGroup& group, config::ServerIndex server) {
    fixed_readers_[&group] = server;
  }
  void mark_written(const backend::Connection& connection);
  // After a statement: what the server's status said.
  void note_status(const backend::Connection& connection, bool in_transaction);
  // Lets go of participants whose server has no transaction open (autocommit=0 only).
  void release_closed();

  // A connection that the session keeps, in transactions and between them, for what is on it
  // (temporary tables). `lease`: of one that is in no transaction; else the pool's participant.
  void pin(backend::Lease lease);
  void pin_participant(const backend::Pool& pool) { pins_.push_back(&pool); }
  // Nothing is on it any more: it is reset before its next use.
  void unpin(const backend::Pool& pool);
  bool is_pinned(const backend::Pool& pool) const;
  bool has_pins() const { return !pins_.empty(); }
  // One of them broke, and what was on it is lost.
  bool has_lost_pin() const;
  // The pinned connection of that pool while it is in no transaction, or null.
  backend::Connection* find_kept(const backend::Pool& pool);
  // Takes it along into the transaction. Precondition: find_kept() finds it.
  backend::Connection& join_kept(const backend::Pool& pool);
  // Its server has begun a transaction by itself (START TRANSACTION inside a procedure).
  void adopt(backend::Lease lease);

  // Connections that have left a transaction with cursors open stay on lease until these are
  // closed: gives back those whose are.
  void drop_held();

  // LOCK TABLES: participants stay, and every statement runs on them, until unlock(); COMMIT and
  // ROLLBACK end what transactions they have and no more.
  void hold_locks() { locked_ = true; }
  bool locked() const { return locked_; }
  Task<void> unlock();
  // The end of a session: rolls back and gives back all locks.
  Task<void> end();

  // Each of these works on all participants and ends with the transaction closed or, for
  // savepoints, unchanged but for what they say.
  Task<Result<void>> commit(Counters& counters, bool chain);
  Task<Result<void>> rollback(bool chain);
  // What the last commit's server said of GTIDs, as changes of the session's state; of several
  // servers nothing. Once.
  Buffer take_gtids() { return std::exchange(gtids_, {}); }
  Task<Result<void>> savepoint(std::string_view name);
  Task<Result<void>> rollback_to(std::string_view name);
  Task<Result<void>> release_savepoint(std::string_view name);

  // After an ERR inside a transaction: asks the server whether its transaction is still open (a
  // deadlock ends it) and if not, rolls the others back, as one server would have.
  Task<void> check_after_error(backend::Connection& connection);
  // A participant's connection broke: everything is rolled back.
  Task<void> abandon();

 private:
  std::string start_statement(bool reader) const;
  void start_branch(Participant& participant);
  Task<Result<void>> commit_each(Counters& counters);
  Task<Result<void>> commit_together(std::size_t writers);
  Task<void> roll_back_all();
  bool knows(std::string_view savepoint) const;
  Task<Result<void>> run_everywhere(std::string sql);
  Task<Result<void>> end_participant(Participant& participant, std::string_view sql);
  Task<Result<void>> commit_participant(Participant& participant);
  Task<void> roll_back_participant(Participant& participant);
  void close(bool chain);
  // Takes a participant out of the transaction.
  void retire(Participant& participant);

  backend::Decisions* decisions_ = nullptr;
  std::string id_;  // of a distributed transaction, from its first participant on
  bool explicit_ = false;
  bool locked_ = false;
  TransactionOptions options_;
  std::string next_characteristics_;
  std::vector<std::string> savepoints_;  // quoted names, oldest first
  std::vector<Participant> participants_;
  std::map<const config::ServerGroup*, config::ServerIndex> fixed_readers_;
  std::vector<backend::Lease> held_;  // with open cursors
  std::vector<const backend::Pool*> pins_;
  Buffer gtids_;
  std::vector<backend::Lease> kept_;  // pinned, and in no transaction
};

// `name` between back-quotes.
std::string quote_identifier(std::string_view name);

}  // namespace sluice::executor
