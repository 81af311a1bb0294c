// SPDX-License-Identifier: Apache-2.0
#include "executor/transaction.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "common/telemetry/log.h"
#include "executor/simple_command.h"
#include "executor/two_phase.h"

namespace sluice::executor {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  });
}

std::string names_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) {
    quoted += c;
    if (c == '`') quoted += c;
  }
  return quoted + '`';
}

void Transaction::begin(const TransactionOptions& options) {
  explicit_ = true;
  options_ = options;
  savepoints_.clear();
}

backend::Connection* Transaction::find(const backend::Pool& pool) {
  for (Participant& participant : participants_) {
    if (&participant.lease.pool() == &pool) return &*participant.lease;
  }
  return nullptr;
}

bool Transaction::has_written() const {
  return std::any_of(participants_.begin(), participants_.end(),
                     [](const Participant& participant) { return participant.wrote; });
}

std::optional<config::ServerIndex> Transaction::fixed_reader(
    const config::ServerGroup& group) const {
  const auto fixed = fixed_readers_.find(&group);
  return fixed == fixed_readers_.end() ? std::nullopt : std::optional(fixed->second);
}

std::string Transaction::start_statement(bool reader) const {
  std::string sql = "START TRANSACTION";
  const char* separator = " ";
  const auto add = [&](bool wanted, const char* text) {
    if (!wanted) return;
    sql += separator;
    sql += text;
    separator = ", ";
  };
  add(options_.consistent_snapshot, "WITH CONSISTENT SNAPSHOT");
  add(options_.read_only || reader, "READ ONLY");
  add(options_.read_write && !reader, "READ WRITE");
  return sql;
}

backend::Connection& Transaction::join(backend::Lease lease, bool reader) {
  backend::Connection& connection = *lease;
  if (!next_characteristics_.empty()) {
    connection.expect_ok("SET TRANSACTION " + next_characteristics_);
  }
  // XA knows no snapshots, and LOCK TABLES ends what XA START has begun.
  const bool distributed =
      decisions_ != nullptr && !options_.consistent_snapshot && !locked_ && !reader;
  Participant participant{.lease = std::move(lease), .xid = {}, .open = explicit_ || distributed};
  if (distributed) {
    start_branch(participant);
  } else if (explicit_) {
    connection.expect_ok(start_statement(reader));
  }
  for (const std::string& name : savepoints_) connection.expect_ok("SAVEPOINT " + name);
  participants_.push_back(std::move(participant));
  return connection;
}

void Transaction::start_branch(Participant& participant) {
  if (id_.empty()) id_ = decisions_->log().new_transaction();
  participant.xid = branch_xid(id_, participants_.size() + 1);
  if (options_.read_only) participant.lease->expect_ok("SET TRANSACTION READ ONLY");
  if (options_.read_write) participant.lease->expect_ok("SET TRANSACTION READ WRITE");
  participant.lease->expect_ok("XA START " + participant.xid);
}

void Transaction::mark_written(const backend::Connection& connection) {
  for (Participant& participant : participants_) {
    if (&*participant.lease == &connection) participant.wrote = true;
  }
}

void Transaction::note_status(const backend::Connection& connection, bool in_transaction) {
  for (Participant& participant : participants_) {
    if (&*participant.lease == &connection) participant.open = in_transaction;
  }
}

void Transaction::release_closed() {
  if (explicit_ || locked_) return;
  for (Participant& participant : participants_) {
    if (!participant.open) retire(participant);
  }
  std::erase_if(participants_, [](const Participant& participant) { return !participant.open; });
  if (participants_.empty()) close(false);
}

void Transaction::retire(Participant& participant) {
  if (is_pinned(participant.lease.pool())) {
    kept_.push_back(std::move(participant.lease));
    return;
  }
  if (participant.lease->cursors() > 0) held_.push_back(std::move(participant.lease));
}

void Transaction::drop_held() {
  if (held_.empty()) return;
  std::erase_if(held_, [](const backend::Lease& lease) { return lease->cursors() == 0; });
}

void Transaction::close(bool chain) {
  for (Participant& participant : participants_) retire(participant);
  participants_.clear();
  fixed_readers_.clear();
  id_.clear();
  savepoints_.clear();
  next_characteristics_.clear();
  locked_ = false;
  explicit_ = chain;
  // The next one of a chain has the same access mode, but no snapshot.
  options_.consistent_snapshot = false;
  if (!chain) options_ = {};
}

bool Transaction::knows(std::string_view savepoint) const {
  return std::any_of(savepoints_.begin(), savepoints_.end(),
                     [&](const std::string& name) { return same_name(name, savepoint); });
}

Task<Result<void>> Transaction::end_participant(Participant& participant, std::string_view sql) {
  Result<OkAnswer> answer = co_await run_simple(*participant.lease, sql);
  if (!answer) co_return answer.error();
  if (participant.wrote) gtids_ = std::move(answer->gtids);
  co_return Result<void>();
}

Task<Result<void>> Transaction::commit_participant(Participant& participant) {
  if (participant.xid.empty()) return end_participant(participant, "COMMIT");
  return commit_one_phase(*participant.lease, participant.xid, gtids_);
}

// A connection that breaks here is closed, and its server rolls back by itself.
Task<void> Transaction::roll_back_participant(Participant& participant) {
  if (participant.lease->broken()) co_return;
  if (!participant.xid.empty()) {
    co_await roll_back_branch(*participant.lease, participant.xid);
    co_return;
  }
  Result<void> done = co_await end_participant(participant, "ROLLBACK");
  if (!done) participant.lease->mark_broken();
}

Task<void> Transaction::roll_back_all() {
  for (Participant& participant : participants_) co_await roll_back_participant(participant);
}

Task<void> Transaction::unlock() {
  for (Participant& participant : participants_) {
    if (participant.lease->broken()) continue;
    Result<void> done = co_await end_participant(participant, "UNLOCK TABLES");
    if (!done) participant.lease->mark_broken();
  }
  close(false);
}

Task<void> Transaction::end() {
  const bool locked = locked_;
  if (locked) co_await unlock();
  if (!locked) (void)co_await rollback(false);
  pins_.clear();
  std::vector<backend::Lease> kept = std::exchange(kept_, {});
  for (backend::Lease& lease : kept) {
    lease->mark_dirty();
    if (lease->cursors() > 0) held_.push_back(std::move(lease));
  }
}

void Transaction::pin(backend::Lease lease) {
  pins_.push_back(&lease.pool());
  kept_.push_back(std::move(lease));
}

void Transaction::unpin(const backend::Pool& pool) {
  std::erase(pins_, &pool);
  if (backend::Connection* const connection = find(pool)) connection->mark_dirty();
  std::erase_if(kept_, [&](backend::Lease& lease) {
    if (&lease.pool() != &pool) return false;
    lease->mark_dirty();
    if (lease->cursors() > 0) held_.push_back(std::move(lease));
    return true;
  });
}

bool Transaction::is_pinned(const backend::Pool& pool) const {
  return std::find(pins_.begin(), pins_.end(), &pool) != pins_.end();
}

bool Transaction::has_lost_pin() const {
  return std::any_of(pins_.begin(), pins_.end(), [&](const backend::Pool* pool) {
    const auto works = [pool](const backend::Lease& lease) {
      return &lease.pool() == pool && !lease->broken();
    };
    return std::none_of(kept_.begin(), kept_.end(), works) &&
           std::none_of(participants_.begin(), participants_.end(),
                        [&](const Participant& each) { return works(each.lease); });
  });
}

backend::Connection* Transaction::find_kept(const backend::Pool& pool) {
  for (backend::Lease& lease : kept_) {
    if (&lease.pool() == &pool) return &*lease;
  }
  return nullptr;
}

backend::Connection& Transaction::join_kept(const backend::Pool& pool) {
  const auto kept = std::find_if(kept_.begin(), kept_.end(), [&](const backend::Lease& lease) {
    return &lease.pool() == &pool;
  });
  backend::Lease lease = std::move(*kept);
  kept_.erase(kept);
  return join(std::move(lease));
}

void Transaction::adopt(backend::Lease lease) {
  explicit_ = true;
  participants_.push_back(
      Participant{.lease = std::move(lease), .wrote = true, .xid = {}, .open = true});
}

Task<Result<void>> Transaction::commit(Counters& counters, bool chain) {
  if (locked_ && !explicit_) {
    Result<void> done = co_await run_everywhere("COMMIT");
    co_return done;
  }
  // Writers first: once they are through, a reader's failure changes nothing.
  const auto readers =
      std::stable_partition(participants_.begin(), participants_.end(),
                            [](const Participant& participant) { return participant.wrote; });
  const auto writers = static_cast<std::size_t>(readers - participants_.begin());
  const bool together = decisions_ != nullptr && writers > 1;
  Task<Result<void>> committing = together ? commit_together(writers) : commit_each(counters);
  Result<void> outcome = co_await committing;
  if (together) counters.transactions_multi.add();
  close(chain);
  co_return outcome;
}

Task<Result<void>> Transaction::commit_together(std::size_t writers) {
  std::vector<Branch> branches;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < writers; ++i) {
    branches.push_back({&*participants_[i].lease, participants_[i].xid});
    names.push_back(participants_[i].lease->name());
  }
  const bool unbranched = std::any_of(branches.begin(), branches.end(),
                                      [](const Branch& branch) { return branch.xid.empty(); });
  // Of START TRANSACTION WITH CONSISTENT SNAPSHOT, or begun by a procedure.
  if (unbranched) {
    co_await roll_back_all();
    co_return make_error(ErrorId::snapshot_writes, {names_of(names)});
  }
  Result<void> outcome = co_await commit_two_phase(std::move(branches), id_, *decisions_);
  for (std::size_t i = writers; i < participants_.size(); ++i) {
    co_await roll_back_participant(participants_[i]);  // which only read
  }
  co_return outcome;
}

Task<Result<void>> Transaction::commit_each(Counters& counters) {
  std::vector<std::string> committed;
  Result<void> outcome;
  for (Participant& participant : participants_) {
    const std::string source = participant.lease->name();
    if (!outcome) {
      co_await roll_back_participant(participant);
      continue;
    }
    Result<void> done = co_await commit_participant(participant);
    if (done || !participant.wrote) {
      if (done && participant.wrote) committed.push_back(source);
      continue;
    }
    const bool unknown = participant.lease->broken();
    log::error("transaction", "commit failed",
               {{"data_source", source},
                {"outcome", unknown ? "unknown" : "rolled back"},
                {"committed", names_of(committed)},
                {"error", done.error().message()}});
    if (unknown) {
      outcome = make_error(ErrorId::outcome_unknown, {source});
    } else if (committed.empty()) {
      outcome = done.error();
    } else {
      outcome =
          make_error(ErrorId::partial_commit, {names_of(committed), source, done.error().message()})
              .with_cause(done.error());
    }
  }
  if (committed.size() != 1) gtids_.clear();  // no shard's are those of the whole
  (committed.size() > 1 ? counters.transactions_multi : counters.transactions_single).add();
  co_return outcome;
}

Task<Result<void>> Transaction::rollback(bool chain) {
  if (locked_ && !explicit_) {
    Result<void> done = co_await run_everywhere("ROLLBACK");
    co_return done;
  }
  co_await roll_back_all();
  close(chain);
  co_return Result<void>();
}

Task<Result<void>> Transaction::run_everywhere(std::string sql) {
  Result<void> outcome;
  for (Participant& participant : participants_) {
    Result<OkAnswer> answer = co_await run_simple(*participant.lease, sql);
    if (!answer && outcome) outcome = answer.error();
  }
  co_return outcome;
}

Task<Result<void>> Transaction::savepoint(std::string_view name) {
  const std::string quoted = quote_identifier(name);
  std::erase_if(savepoints_, [&](const std::string& known) { return same_name(known, quoted); });
  savepoints_.push_back(quoted);
  return run_everywhere("SAVEPOINT " + quoted);
}

Task<Result<void>> Transaction::rollback_to(std::string_view name) {
  const std::string quoted = quote_identifier(name);
  if (!knows(quoted)) co_return make_error(ErrorId::unknown_savepoint, {name});
  while (!same_name(savepoints_.back(), quoted)) savepoints_.pop_back();
  Result<void> done = co_await run_everywhere("ROLLBACK TO SAVEPOINT " + quoted);
  co_return done;
}

Task<Result<void>> Transaction::release_savepoint(std::string_view name) {
  const std::string quoted = quote_identifier(name);
  if (!knows(quoted)) co_return make_error(ErrorId::unknown_savepoint, {name});
  while (!same_name(savepoints_.back(), quoted)) savepoints_.pop_back();
  savepoints_.pop_back();
  Result<void> done = co_await run_everywhere("RELEASE SAVEPOINT " + quoted);
  co_return done;
}

Task<void> Transaction::check_after_error(backend::Connection& connection) {
  const bool was_open =
      std::any_of(participants_.begin(), participants_.end(), [&](const Participant& participant) {
        return &*participant.lease == &connection && participant.open;
      });
  if (!connection.broken()) {
    Result<OkAnswer> answer = co_await ping(connection);
    const bool open = answer && (answer->status & wire::status::kInTransaction) != 0;
    if (answer && (open || !was_open)) {
      note_status(connection, open);
      release_closed();
      co_return;
    }
  }
  co_await abandon();
}

Task<void> Transaction::abandon() {
  if (locked_) {
    co_await unlock();
    co_return;
  }
  co_await roll_back_all();
  close(false);
}

}  // namespace sluice::executor
