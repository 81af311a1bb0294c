// SPDX-License-Identifier: Apache-2.0
#include "executor/scatter_read.h"

#include <memory>
#include <optional>
#include <utility>

#include "executor/diagnostics.h"
#include "executor/merge_setup.h"
#include "executor/operators/merge_pipeline.h"
#include "executor/row_writer.h"
#include "executor/server_error.h"
#include "executor/unit_fan.h"
#include "executor/unit_reader.h"

namespace sluice::executor {
namespace {

// What an unfinished answer may still hold if its connection is to be kept for reuse.
constexpr std::uint64_t kDrainBytes = 256 * 1024;

// One unit as an input of the merge.
struct Input {
  std::size_t slot = 0;
  std::optional<UnitReader> reader;  // once its statement has been sent
  std::vector<Buffer> kept;          // rows taken early, because another unit needed the connection
  bool kept_all = false;
  bool warned = false;  // its warnings wait on the connection, to be fetched before its next use
};

class ScatterRead {
 public:
  explicit ScatterRead(Request& request)
      : request_(request), inputs_(request.resolution.units.size()) {}

  Task<Result<void>> run() {
    request_.session.diagnostics.clear();
    Result<void> outcome = co_await work();
    co_await wind_up(outcome);
    co_return outcome;
  }

 private:
  Task<Result<void>> work() {
    Result<void> started = co_await start();
    if (!started) co_return started.error();
    Result<void> headed = co_await write_head();
    if (!headed) co_return headed.error();
    Result<void> merged = co_await merge();
    co_return merged;
  }

  // Sends the first unit of every connection, then takes the heads of their answers.
  Task<Result<void>> start() {
    Result<std::vector<UnitSlot>> slots =
        co_await fan_out(request_, request_.limits.connections_per_query);
    if (!slots) co_return slots.error();
    slots_ = std::move(*slots);
    current_.assign(slots_.size(), 0);
    timestamp_ = shared_timestamp(request_);
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      for (const std::size_t unit : slots_[i].units) inputs_[unit].slot = i;
      if (!timestamp_.empty()) slots_[i].shard.connection().expect_ok(timestamp_);
      Result<void> sent = co_await send(slots_[i].units.front());
      if (!sent) co_return sent.error();
    }
    for (UnitSlot& slot : slots_) {
      Result<void> headed = co_await take_head(slot.units.front());
      if (!headed) co_return headed.error();
    }
    co_return Result<void>();
  }

  backend::Connection& connection_of(std::size_t unit) {
    return slots_[inputs_[unit].slot].shard.connection();
  }

  Task<Result<void>> send(std::size_t unit) {
    ShardSession& shard = slots_[inputs_[unit].slot].shard;
    Result<void> queued = co_await queue_unit(request_, request_.resolution.units[unit], shard);
    if (!queued) co_return queued.error();
    Result<void> flushed = co_await shard.connection().flush();
    co_return flushed;
  }

  Task<Result<void>> take_head(std::size_t unit) {
    Input& input = inputs_[unit];
    backend::Connection& connection = connection_of(unit);
    Result<void> settled = co_await connection.settle();
    if (!settled) {
      connection.mark_broken();
      co_return settled.error();
    }
    input.reader.emplace(connection);
    Result<void> headed = co_await input.reader->read_head();
    if (!headed) co_return named(unit, headed.error());
    co_return Result<void>();
  }

  // A server's error with logical names.
  Error named(std::size_t unit, const Error& error) {
    request_.fill_names(request_.resolution.units[unit], names_);
    return with_logical_names(error, names_);
  }

  Task<Result<void>> write_head() {
    UnitReader& first = *inputs_[slots_.front().units.front()].reader;
    for (const UnitSlot& slot : slots_) {
      Result<void> alike =
          check_columns_alike(first.columns(), inputs_[slot.units.front()].reader->columns());
      if (!alike) co_return alike.error();
    }
    Result<MergeSetup> setup = make_merge_setup(request_, first.columns(), inputs_.size());
    if (!setup) co_return setup.error();
    Result<std::unique_ptr<MergePipeline>> pipeline = make_merge_pipeline(std::move(*setup));
    if (!pipeline) co_return pipeline.error();
    pipeline_ = std::move(*pipeline);
    request_.fill_names(request_.resolution.units[slots_.front().units.front()], names_);
    write_columns(request_, first.take_definitions(), pipeline_->visible_columns(), names_);
    columns_ = first.columns();
    co_return Result<void>();
  }

  Task<Result<void>> merge() {
    if (!request_.routed.merge.input_order.empty()) {
      Result<void> ready = co_await free_shared_connections();
      if (!ready) co_return ready.error();
    }
    RowWriter writer(request_.client, columns_, pipeline_->visible_columns(),
                     request_.row_format());
    for (;;) {
      Result<MergeProgress> progress = pipeline_->run(writer);
      if (!progress) co_return progress.error();
      if (progress->kind == MergeProgress::Kind::done) break;
      if (request_.session.interrupted) co_return make_error(ErrorId::query_interrupted);
      Result<void> stepped;
      if (progress->kind == MergeProgress::Kind::output_full) {
        stepped = co_await request_.client.flush();
      } else {
        stepped = co_await feed(progress->input);
      }
      if (!stepped) co_return stepped.error();
    }
    request_.counters.rows_merged.add(writer.rows());
    rows_ = writer.rows();
    co_return Result<void>();
  }

  // Gives the pipeline the next rows of one input.
  Task<Result<void>> feed(std::size_t unit) {
    Input& input = inputs_[unit];
    if (input.kept_all) {
      kept_views_.assign(input.kept.begin(), input.kept.end());
      if (!kept_views_.empty()) pipeline_->push(unit, kept_views_);
      pipeline_->finish(unit);
      input.kept_all = false;
      co_return Result<void>();
    }
    if (!input.reader) {
      Result<void> begun = co_await begin_later(unit);
      if (!begun) co_return begun.error();
    }
    Result<void> read = co_await input.reader->next_batch(rows_of_batch_);
    if (!read) co_return named(unit, read.error());
    if (!rows_of_batch_.empty()) pipeline_->push(unit, rows_of_batch_);
    if (input.reader->done()) {
      pipeline_->finish(unit);
      unit_ended(unit);
    }
    co_return Result<void>();
  }

  // A merge by order looks at all inputs at once: where units share a connection, all but the last
  // one are read before it begins, since the pipeline holds views into the connection's buffer.
  Task<Result<void>> free_shared_connections() {
    for (UnitSlot& slot : slots_) {
      if (slot.units.size() < 2) continue;
      Result<void> begun = co_await begin_later(slot.units.back());
      if (!begun) co_return begun.error();
    }
    co_return Result<void>();
  }

  // The connection of `unit` has served others so far: what they have not delivered yet is kept in
  // memory, within the budget, and then the unit's own statement runs.
  Task<Result<void>> begin_later(std::size_t unit) {
    UnitSlot& slot = slots_[inputs_[unit].slot];
    for (std::size_t& at = current_[inputs_[unit].slot]; slot.units[at] != unit;) {
      Input& before = inputs_[slot.units[at]];
      if (!before.reader->done()) {
        Result<void> kept = co_await keep_rows(slot.units[at]);
        if (!kept) co_return kept.error();
      }
      Result<void> collected = co_await collect_warnings(slot.units[at]);
      if (!collected) co_return collected.error();
      ++at;
      Result<void> sent = co_await send(slot.units[at]);
      if (!sent) co_return sent.error();
      Result<void> headed = co_await take_head(slot.units[at]);
      if (!headed) co_return headed.error();
      const UnitReader& first = *inputs_[slots_.front().units.front()].reader;
      if (first.columns().size() != inputs_[slot.units[at]].reader->columns().size()) {
        co_return make_error(ErrorId::shards_disagree, {"their number differs"});
      }
    }
    co_return Result<void>();
  }

  Task<Result<void>> keep_rows(std::size_t unit) {
    Input& input = inputs_[unit];
    while (!input.reader->done()) {
      Result<void> read = co_await input.reader->next_batch(rows_of_batch_);
      if (!read) co_return named(unit, read.error());
      for (const Bytes row : rows_of_batch_) {
        kept_bytes_ += row.size() + sizeof(Buffer);
        input.kept.emplace_back(row.begin(), row.end());
      }
      if (kept_bytes_ > request_.limits.merge_memory_bytes) {
        co_return make_error(ErrorId::memory_budget,
                             {std::to_string(request_.limits.merge_memory_bytes)});
      }
    }
    input.kept_all = true;
    unit_ended(unit);
    co_return Result<void>();
  }

  void unit_ended(std::size_t unit) {
    const UnitReader& reader = *inputs_[unit].reader;
    ShardSession& shard = slots_[inputs_[unit].slot].shard;
    warnings_ += reader.warnings();
    if (shard.in_transaction()) {
      request_.session.transaction.note_status(
          shard.connection(), (reader.status() & wire::status::kInTransaction) != 0);
    }
    inputs_[unit].warned = reader.warnings() != 0;
  }

  // Reads into the connection's buffer: the unit's rows must have been taken out of it.
  Task<Result<void>> collect_warnings(std::size_t unit) {
    if (!std::exchange(inputs_[unit].warned, false)) co_return Result<void>();
    request_.fill_names(request_.resolution.units[unit], names_);
    Result<void> fetched = co_await fetch_warnings(request_, connection_of(unit), names_);
    co_return fetched;
  }

  // Leaves every connection reusable, or closes it, and ends the answer.
  Task<void> wind_up(Result<void>& outcome) {
    for (UnitSlot& slot : slots_) {
      co_await finish_slot(slot);
      if (outcome) outcome = co_await collect_warnings(running_unit(slot));
      if (!timestamp_.empty()) slot.shard.restore_clock();
      if (outcome || !slot.shard.in_transaction() || !slot.shard.connection().broken()) continue;
      outcome = make_error(ErrorId::transaction_lost, {slot.shard.connection().name()});
    }
    if (!outcome) {
      co_await check_transaction();
      co_return;
    }
    request_.session.transaction.release_closed();
    request_.client.end_of_rows(request_.client_status(), static_cast<std::uint16_t>(warnings_));
    request_.session.record_rows(rows_);
  }

  Task<void> check_transaction() {
    Transaction& transaction = request_.session.transaction;
    for (UnitSlot& slot : slots_) {
      if (!slot.shard.in_transaction() || transaction.empty()) co_return;
      co_await transaction.check_after_error(slot.shard.connection());
    }
  }

  std::size_t running_unit(const UnitSlot& slot) const {
    return slot.units[current_[static_cast<std::size_t>(&slot - slots_.data())]];
  }

  // A transaction's connection is read to the end of its answer; of another one only a short rest.
  Task<void> finish_slot(UnitSlot& slot) {
    backend::Connection& connection = slot.shard.connection();
    const std::size_t running = running_unit(slot);
    std::optional<UnitReader>& reader = inputs_[running].reader;
    if (connection.broken() || !connection.is_answering()) co_return;
    if (!reader && slot.shard.in_transaction()) {
      Result<void> headed = co_await take_head(running);
      if (!headed) co_return;
    }
    const std::uint64_t limit = slot.shard.in_transaction() ? UINT64_MAX : kDrainBytes;
    if (reader && !reader->done()) {
      (void)co_await reader->drain(limit);
      if (!reader->done()) connection.mark_broken();  // an ERR is an end as well
    }
    if (connection.is_answering()) connection.mark_broken();
  }

  Request& request_;
  std::vector<UnitSlot> slots_;
  std::vector<std::size_t> current_;  // per slot: which of its units runs now
  std::vector<Input> inputs_;         // per unit
  std::unique_ptr<MergePipeline> pipeline_;
  std::vector<wire::ColumnInfo> columns_;
  std::vector<Bytes> rows_of_batch_;
  std::vector<Bytes> kept_views_;
  std::string timestamp_;
  std::uint64_t kept_bytes_ = 0;
  std::uint64_t rows_ = 0;
  std::uint32_t warnings_ = 0;
  NameMap names_;
};

}  // namespace

Task<Result<void>> run_scatter_read(Request& request) {
  ScatterRead read(request);
  Result<void> outcome = co_await read.run();
  co_return outcome;
}

}  // namespace sluice::executor
