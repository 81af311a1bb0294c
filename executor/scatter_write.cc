// SPDX-License-Identifier: Apache-2.0
#include "executor/scatter_write.h"

#include <algorithm>

#include "executor/atomic_write.h"
#include "executor/backend_prepare.h"
#include "executor/diagnostics.h"
#include "executor/unit_answer.h"

namespace sluice::executor {
namespace {

// Statements sent on one connection before their answers are taken.
constexpr std::size_t kPipeline = 64;

class ScatterWrite {
 public:
  explicit ScatterWrite(Request& request) : request_(request), frame_(request) {}

  Task<Result<void>> run() {
    request_.session.diagnostics.clear();
    Result<void> done = co_await frame_.begin();
    if (done) done = co_await run_units();
    if (done) co_await collect_warnings();
    done = co_await frame_.end(done);
    if (!done) co_return done.error();
    totals_.answer(request_);
    co_return Result<void>();
  }

 private:
  Task<Result<void>> run_units() {
    // All shards work at the same time: first everything is sent, then the answers are taken.
    for (std::size_t from = 0;; from += kPipeline) {
      bool any = false;
      for (UnitSlot& slot : frame_.slots()) {
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
        if (!ready) co_return named_error(request_, slot.units[i], ready.error());
      }
    }
    for (std::size_t i = from; i < to; ++i) {
      Result<void> queued =
          co_await queue_unit(request_, request_.resolution.units[slot.units[i]], slot.shard);
      if (!queued) co_return named_error(request_, slot.units[i], queued.error());
    }
    Result<void> flushed = co_await connection.flush();
    co_return flushed;
  }

  // Takes one round's answers from every connection, even behind a failure: what was sent is
  // answered.
  Task<Result<void>> take(std::size_t from) {
    Result<void> outcome;
    for (UnitSlot& slot : frame_.slots()) {
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
    return insert && answer.info.empty() && request_.resolution.units[unit].rows.size() == 1;
  }

  Task<Result<void>> take_one(UnitSlot& slot, std::size_t unit) {
    backend::Connection& connection = slot.shard.connection();
    Result<UnitAnswer> answer = co_await take_answer(connection);
    if (!answer) co_return named_error(request_, unit, answer.error());
    frame_.note(connection, answer->status);
    if (says_nothing_of_its_row(unit, *answer)) {
      answer->info = info_of_row(request_.routed.insert->on_duplicate, answer->affected_rows,
                                 answer->warnings);
    }
    totals_.add(*answer, request_.routed.sum_affected_rows);
    if (answer->warnings > 0) warned_ = true;
    co_return Result<void>();
  }

  // SHOW WARNINGS speaks of the last statement on a connection only; that is what can still be had.
  Task<void> collect_warnings() {
    if (!warned_) co_return;
    for (UnitSlot& slot : frame_.slots()) {
      backend::Connection& connection = slot.shard.connection();
      if (connection.broken()) continue;
      NameMap names;
      request_.fill_names(request_.resolution.units[slot.units.back()], names);
      (void)co_await fetch_warnings(request_, connection, names);
      if (!request_.routed.sum_affected_rows) break;
    }
  }

  Request& request_;
  AtomicWrite frame_;
  WriteTotals totals_;
  bool warned_ = false;
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
  WriteTotals totals;
  std::vector<std::string> succeeded;
  request.session.diagnostics.clear();
  for (std::size_t i = 0; i < request.resolution.units.size(); ++i) {
    const std::string place = request.pools.source(request.resolution.units[i].data_source).name;
    Result<UnitAnswer> answer = co_await run_alone(request, request.resolution.units[i]);
    if (!answer) {
      const Error error = named_error(request, i, answer.error());
      if (succeeded.empty()) co_return error;
      co_return make_error(ErrorId::ddl_partial, {names_of(succeeded), place, error.message()})
          .with_number(error.number(), error.sqlstate())
          .with_cause(error);
    }
    // Rows that were copied are each node's own, warnings are the same on all.
    if (i > 0) answer->warnings = 0;
    totals.add(*answer, request.routed.sum_affected_rows);
    if (succeeded.empty() || succeeded.back() != place) succeeded.push_back(place);
  }
  request.session.transaction.release_closed();
  totals.answer(request);
  co_return Result<void>();
}

}  // namespace sluice::executor
