// SPDX-License-Identifier: Apache-2.0
#include "executor/scatter_write.h"

#include <optional>

#include "executor/backend_prepare.h"
#include "executor/diagnostics.h"
#include "executor/info_text.h"
#include "executor/server_error.h"
#include "executor/simple_command.h"
#include "executor/unit_fan.h"

namespace sluice::executor {
namespace {

// Statements sent on one connection before their answers are taken.
constexpr std::size_t kPipeline = 64;
constexpr const char* kSavepoint = "`sluice statement`";

// One server's OK, and its text.
struct UnitAnswer {
  std::uint64_t affected_rows = 0;
  std::uint64_t insert_id = 0;
  std::uint16_t warnings = 0;
  wire::StatusFlags status = 0;
  std::string info;
};

Task<Result<UnitAnswer>> take_answer(backend::Connection& connection) {
  Result<void> settled = co_await connection.settle();
  connection.begin_answer();
  Result<wire::Message> message = co_await connection.message();
  if (!message) co_return message.error();
  if (!settled) {
    connection.mark_broken();
    co_return settled.error();
  }
  const wire::ReplyKind kind = wire::reply_kind(message->payload);
  if (kind == wire::ReplyKind::ok) {
    const Result<wire::OkPacket> ok = wire::decode_ok(message->payload, connection.capabilities());
    if (ok) {
      co_return UnitAnswer{ok->affected_rows, ok->insert_id, ok->warnings, ok->status,
                           std::string(ok->info)};
    }
  } else if (kind == wire::ReplyKind::err) {
    co_return server_error(message->payload, connection);
  }
  connection.mark_broken();
  co_return make_error(ErrorId::backend_protocol,
                       {connection.name(), "an OK or ERR packet was expected"});
}

// What all units together say to the client.
class Totals {
 public:
  void add(const UnitAnswer& answer, bool sum_affected) {
    if (sum_affected || !any_) affected_rows_ += answer.affected_rows;
    if (insert_id_ == 0) insert_id_ = answer.insert_id;
    if (sum_affected || !any_) {
      warnings_ += answer.warnings;
      info_.add(answer.info);
    }
    any_ = true;
  }

  void answer(Request& request) const {
    const std::uint64_t generated = request.resolution.first_generated;
    wire::OkPacket ok;
    ok.affected_rows = affected_rows_;
    ok.insert_id = generated != 0 ? generated : insert_id_;
    ok.status = request.client_status();
    ok.warnings = static_cast<std::uint16_t>(std::min<std::uint32_t>(warnings_, 0xffff));
    ok.info = info_.text();
    request.client.ok(ok);
    request.session.record_ok(static_cast<std::int64_t>(affected_rows_), generated);
  }

 private:
  std::uint64_t affected_rows_ = 0;
  std::uint64_t insert_id_ = 0;
  std::uint32_t warnings_ = 0;
  InfoText info_;
  bool any_ = false;
};

Error named(Request& request, std::size_t unit, const Error& error) {
  NameMap names;
  request.fill_names(request.resolution.units[unit], names);
  return with_logical_names(error, names);
}

class ScatterWrite {
 public:
  explicit ScatterWrite(Request& request)
      : request_(request), transaction_(request.session.transaction) {}

  Task<Result<void>> run() {
    const bool alone = request_.session.autocommit && !transaction_.is_explicit();
    locked_ = alone && transaction_.locked();
    const bool own_transaction = alone && !locked_;
    request_.session.diagnostics.clear();
    if (own_transaction) transaction_.begin({});
    Result<void> done = co_await run_units(own_transaction);
    if (done) co_await collect_warnings();
    if (!timestamp_.empty()) {
      for (UnitSlot& slot : slots_) slot.shard.restore_clock();
    }
    if (own_transaction) {
      done = co_await end_own_transaction(done);
    } else if (locked_) {
      done = co_await end_under_locks(done);
    } else if (!done) {
      done = co_await undo_statement(done.error());
    }
    if (!done) co_return done.error();
    transaction_.release_closed();
    totals_.answer(request_);
    co_return Result<void>();
  }

 private:
  // START TRANSACTION would give back the locks, so autocommit is what makes one of the shards'
  // parts.
  Task<Result<void>> end_under_locks(Result<void> outcome) {
    for (UnitSlot& slot : slots_) {
      backend::Connection& connection = slot.shard.connection();
      if (connection.broken()) continue;
      if (!outcome) (void)co_await run_simple(connection, "ROLLBACK");
      Result<OkAnswer> ended = co_await run_simple(connection, "SET autocommit=1");
      if (!ended && outcome) outcome = ended.error();
    }
    co_return outcome;
  }

  Task<Result<void>> run_units(bool own_transaction) {
    Result<std::vector<UnitSlot>> slots = co_await fan_out(request_, 1);
    if (!slots) co_return slots.error();
    slots_ = std::move(*slots);
    timestamp_ = shared_timestamp(request_);
    for (UnitSlot& slot : slots_) {
      backend::Connection& connection = slot.shard.connection();
      transaction_.mark_written(connection);
      if (locked_) {
        connection.expect_ok("SET autocommit=0");
      } else if (!own_transaction) {
        connection.expect_ok(std::string("SAVEPOINT ") + kSavepoint);
      }
      if (!timestamp_.empty()) connection.expect_ok(timestamp_);
    }
    savepoints_set_ = !own_transaction && !locked_;
    // All shards work at the same time: first everything is sent, then the answers are taken.
    for (std::size_t from = 0;; from += kPipeline) {
      bool any = false;
      for (UnitSlot& slot : slots_) {
        if (from >= slot.units.size()) continue;
        any = true;
        Result<void> sent = co_await send(slot, from);
        if (!sent) co_return sent.error();
      }
      if (!any) co_return Result<void>();
      Result<void> taken = co_await take(from);
      if (!taken) co_return taken.error();
    }
  }

  Task<Result<void>> send(UnitSlot& slot, std::size_t from) {
    backend::Connection& connection = slot.shard.connection();
    const std::size_t to = std::min(slot.units.size(), from + kPipeline);
    if (request_.prepared) {
      // Preparing takes a round trip each, which must not happen between two statements.
      for (std::size_t i = from; i < to; ++i) {
        Result<void> ready =
            co_await prepare_unit(request_, request_.resolution.units[slot.units[i]], connection);
        if (!ready) co_return named(request_, slot.units[i], ready.error());
      }
    }
    for (std::size_t i = from; i < to; ++i) {
      Result<void> queued =
          co_await queue_unit(request_, request_.resolution.units[slot.units[i]], slot.shard);
      if (!queued) co_return named(request_, slot.units[i], queued.error());
    }
    Result<void> flushed = co_await connection.flush();
    co_return flushed;
  }

  // Takes one round's answers from every connection, even behind a failure: what was sent is
  // answered.
  Task<Result<void>> take(std::size_t from) {
    Result<void> outcome;
    for (UnitSlot& slot : slots_) {
      backend::Connection& connection = slot.shard.connection();
      const std::size_t to = std::min(slot.units.size(), from + kPipeline);
      for (std::size_t i = from; i < to; ++i) {
        Result<void> taken = co_await take_one(slot, slot.units[i]);
        if (!taken && (outcome || connection.broken())) outcome = taken.error();
        if (connection.broken()) break;
      }
      if (from < to && !connection.broken()) connection.end_answer();
    }
    co_return outcome;
  }

  // Servers describe an INSERT of several rows, but not of one, which may be a unit's share of
  // them.
  bool says_nothing_of_its_row(std::size_t unit, const UnitAnswer& answer) const {
    const auto& insert = request_.routed.insert;
    return insert && insert->plain && answer.info.empty() &&
           request_.resolution.units[unit].rows.size() == 1;
  }

  Task<Result<void>> take_one(UnitSlot& slot, std::size_t unit) {
    backend::Connection& connection = slot.shard.connection();
    Result<UnitAnswer> answer = co_await take_answer(connection);
    if (!answer) co_return named(request_, unit, answer.error());
    transaction_.note_status(connection, (answer->status & wire::status::kInTransaction) != 0);
    if (says_nothing_of_its_row(unit, *answer)) {
      answer->info = "Records: 1  Duplicates: 0  Warnings: " + std::to_string(answer->warnings);
    }
    totals_.add(*answer, request_.routed.sum_affected_rows);
    if (answer->warnings > 0) warned_ = true;
    co_return Result<void>();
  }

  // SHOW WARNINGS speaks of the last statement on a connection only; that is what can still be had.
  Task<void> collect_warnings() {
    if (!warned_) co_return;
    for (UnitSlot& slot : slots_) {
      backend::Connection& connection = slot.shard.connection();
      if (connection.broken()) continue;
      NameMap names;
      request_.fill_names(request_.resolution.units[slot.units.back()], names);
      (void)co_await fetch_warnings(request_, connection, names);
      if (!request_.routed.sum_affected_rows) break;
    }
  }

  bool any_broken() const {
    for (const UnitSlot& slot : slots_) {
      if (slot.shard.connection().broken()) return true;
    }
    return false;
  }

  Task<Result<void>> end_own_transaction(Result<void> done) {
    if (done) {
      Result<void> committed = co_await transaction_.commit(request_.counters, false);
      co_return committed;
    }
    (void)co_await transaction_.rollback(false);
    co_return done;
  }

  // One server would have undone the failed statement and kept the transaction; so do we, unless a
  // server has ended its transaction (deadlock) or is gone.
  Task<Result<void>> undo_statement(Error error) {
    if (any_broken()) {
      co_await transaction_.abandon();
      co_return make_error(ErrorId::transaction_lost, {lost_source()});
    }
    for (UnitSlot& slot : slots_) {
      if (!savepoints_set_ || transaction_.empty()) break;
      backend::Connection& connection = slot.shard.connection();
      Result<OkAnswer> undone =
          co_await run_simple(connection, std::string("ROLLBACK TO SAVEPOINT ") + kSavepoint);
      if (undone) continue;
      co_await transaction_.abandon();
      break;
    }
    co_return error;
  }

  std::string lost_source() const {
    for (const UnitSlot& slot : slots_) {
      if (slot.shard.connection().broken()) return slot.shard.connection().name();
    }
    return {};
  }

  Request& request_;
  Transaction& transaction_;
  std::vector<UnitSlot> slots_;
  Totals totals_;
  std::string timestamp_;
  bool warned_ = false;
  bool locked_ = false;  // runs under LOCK TABLES
  bool savepoints_set_ = false;
};

Task<Result<UnitAnswer>> run_alone(Request& request, const router::Unit& unit) {
  Result<ShardSession> shard = co_await open_shard_session(request, unit);
  if (!shard) co_return shard.error();
  Result<void> queued = co_await queue_unit(request, unit, *shard);
  if (!queued) co_return queued.error();
  backend::Connection& connection = shard->connection();
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<UnitAnswer> answer = co_await take_answer(connection);
  if (!connection.broken()) connection.end_answer();
  co_return answer;
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

Task<Result<void>> run_scatter_write(Request& request) {
  ScatterWrite write(request);
  Result<void> outcome = co_await write.run();
  co_return outcome;
}

Task<Result<void>> run_scatter_ddl(Request& request) {
  Totals totals;
  std::vector<std::string> succeeded;
  request.session.diagnostics.clear();
  for (std::size_t i = 0; i < request.resolution.units.size(); ++i) {
    const std::string place = request.pools.source(request.resolution.units[i].data_source).name;
    Result<UnitAnswer> answer = co_await run_alone(request, request.resolution.units[i]);
    if (!answer) {
      const Error error = named(request, i, answer.error());
      if (succeeded.empty()) co_return error;
      co_return make_error(ErrorId::ddl_partial, {names_of(succeeded), place, error.message()})
          .with_number(error.number(), error.sqlstate());
    }
    totals.add(*answer, false);
    if (succeeded.empty() || succeeded.back() != place) succeeded.push_back(place);
  }
  request.session.transaction.release_closed();
  totals.answer(request);
  co_return Result<void>();
}

}  // namespace sluice::executor
