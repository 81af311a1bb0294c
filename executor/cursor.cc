// SPDX-License-Identifier: Apache-2.0
#include "executor/cursor.h"

#include <algorithm>

#include "executor/backend_prepare.h"
#include "executor/diagnostics.h"
#include "executor/merge_setup.h"
#include "executor/row_writer.h"
#include "executor/server_error.h"

namespace sluice::executor {
namespace {

constexpr std::uint32_t kAnyNumber = 0xffffffff;

// Rows to the client until the fetch has its number.
class FetchOutput final : public RowOutput {
 public:
  FetchOutput(RowWriter& writer, std::uint64_t count) : writer_(writer), count_(count) {}
  void row(Bytes payload, std::span<const wire::Cell> cells) override {
    writer_.row(payload, cells);
  }
  bool full() const override { return writer_.rows() >= count_ || writer_.full(); }

 private:
  RowWriter& writer_;
  std::uint64_t count_;
};

}  // namespace

bool Cursor::suits(const router::RoutedPlan& plan) {
  return plan.returns_rows && (plan.statement_class == router::StatementClass::read ||
                               plan.statement_class == router::StatementClass::locking_read);
}

Task<Result<void>> Cursor::open(Request& request) {
  request.session.diagnostics.clear();
  units_.resize(request.resolution.units.size());
  Result<void> outcome = co_await start(request);
  if (outcome) outcome = write_head(request);
  co_await wind_up(request, outcome);
  co_return outcome;
}

// The units that share a connection run there one after the other, different connections at the
// same time.
Task<Result<void>> Cursor::start(Request& request) {
  Result<std::vector<UnitSlot>> slots = co_await fan_out(request, 1);
  if (!slots) co_return slots.error();
  slots_ = std::move(*slots);
  const std::string timestamp = units_.size() > 1 ? shared_timestamp(request) : std::string();
  std::size_t longest = 0;
  for (UnitSlot& slot : slots_) {
    longest = std::max(longest, slot.units.size());
    if (!timestamp.empty()) slot.shard.connection().expect_ok(timestamp);
  }
  Result<void> outcome;
  for (std::size_t turn = 0; turn < longest && outcome; ++turn) {
    for (UnitSlot& slot : slots_) {
      if (turn >= slot.units.size() || !outcome) continue;
      outcome = co_await send(request, slot, slot.units[turn]);
    }
    for (UnitSlot& slot : slots_) {  // answers that are on their way are taken even after an error
      if (turn >= slot.units.size() || !units_[slot.units[turn]]) continue;
      if (slot.shard.connection().broken()) continue;
      Result<void> headed = co_await take_head(request, slot, slot.units[turn]);
      if (outcome) outcome = headed;
    }
  }
  for (UnitSlot& slot : slots_) {
    if (!timestamp.empty()) slot.shard.restore_clock();
  }
  co_return outcome;
}

Task<Result<void>> Cursor::send(Request& request, UnitSlot& slot, std::size_t unit) {
  request.counters.units.add();
  backend::Connection& connection = slot.shard.connection();
  Result<std::uint32_t> id =
      co_await queue_cursor_unit(request, request.resolution.units[unit], connection);
  if (!id) co_return id.error();
  units_[unit] = std::make_unique<CursorUnit>(connection, *id);
  Result<void> sent = co_await connection.flush();
  co_return sent;
}

Task<Result<void>> Cursor::take_head(Request& request, UnitSlot& slot, std::size_t unit) {
  CursorUnit& opened = *units_[unit];
  NameMap names;
  request.fill_names(request.resolution.units[unit], names);
  Result<void> headed = co_await opened.read_head();
  if (!headed) co_return with_logical_names(headed.error(), names);
  if (slot.shard.in_transaction()) {
    request.session.transaction.note_status(slot.shard.connection(),
                                            (opened.status() & wire::status::kInTransaction) != 0);
  }
  if (opened.warnings() == 0) co_return Result<void>();
  Result<void> fetched = co_await fetch_warnings(request, slot.shard.connection(), names);
  co_return fetched;
}

Result<void> Cursor::write_head(Request& request) {
  CursorUnit& first = *units_[slots_.front().units.front()];
  std::uint32_t warnings = 0;
  for (const auto& unit : units_) {
    warnings += unit->warnings();
    Result<void> alike = check_columns_alike(first.columns(), unit->columns());
    if (!alike) return alike;
  }
  columns_ = first.columns();
  std::size_t visible = columns_.size();
  if (units_.size() > 1) {
    Result<MergeSetup> setup = make_merge_setup(request, columns_, units_.size());
    if (!setup) return setup.error();
    Result<std::unique_ptr<MergePipeline>> pipeline = make_merge_pipeline(std::move(*setup));
    if (!pipeline) return pipeline.error();
    pipeline_ = std::move(*pipeline);
    visible = pipeline_->visible_columns();
  }
  NameMap names;
  request.fill_names(request.resolution.units[slots_.front().units.front()], names);
  write_definitions(request.client, first.take_definitions(), visible, names);
  const auto status =
      static_cast<wire::StatusFlags>(request.client_status() | wire::status::kCursorExists);
  request.client.end_of_rows(status, static_cast<std::uint16_t>(warnings));
  request.session.record_rows(0);
  return {};
}

Task<void> Cursor::wind_up(Request& request, Result<void>& outcome) {
  Transaction& transaction = request.session.transaction;
  for (UnitSlot& slot : slots_) {
    if (!slot.shard.in_transaction() || !slot.shard.connection().broken()) continue;
    outcome = make_error(ErrorId::transaction_lost, {slot.shard.connection().name()});
  }
  if (outcome) {
    transaction.release_closed();
    co_return;
  }
  units_.clear();
  for (UnitSlot& slot : slots_) {
    if (!slot.shard.in_transaction() || transaction.empty()) co_return;
    co_await transaction.check_after_error(slot.shard.connection());
  }
}

Task<Result<void>> Cursor::fetch(std::uint32_t count, ClientWriter& client,
                                 wire::StatusFlags status) {
  // One await for both: gcc 12 destroys the result of an await inside ?: twice.
  Task<Result<std::uint64_t>> fetching =
      pipeline_ ? fetch_merged(count, client) : fetch_plain(count, client);
  Result<std::uint64_t> sent = co_await fetching;
  if (!sent) co_return sent.error();
  // As a server does: that a full batch was the last one shows with the next fetch.
  exhausted_ = *sent < count;
  status |= exhausted_ ? wire::status::kLastRowSent : wire::status::kCursorExists;
  client.end_of_rows(status, 0);
  co_return Result<void>();
}

Task<Result<std::uint64_t>> Cursor::fetch_plain(std::uint64_t count, ClientWriter& client) {
  CursorUnit& unit = *units_.front();
  std::uint64_t sent = 0;
  while (sent < count) {
    if (next_row_ == unit.rows().size()) {
      if (unit.done()) break;
      const auto most =
          static_cast<std::uint32_t>(std::min<std::uint64_t>(count - sent, kAnyNumber));
      Result<void> fetched = co_await unit.fetch(most);
      if (!fetched) co_return fetched.error();
      next_row_ = 0;
      continue;
    }
    client.message(unit.rows()[next_row_++]);
    ++sent;
    if (!client.full()) continue;
    Result<void> flushed = co_await client.flush();
    if (!flushed) co_return flushed.error();
  }
  co_return sent;
}

Task<Result<std::uint64_t>> Cursor::fetch_merged(std::uint64_t count, ClientWriter& client) {
  RowWriter writer(client, columns_, pipeline_->visible_columns(), wire::RowFormat::binary);
  FetchOutput out(writer, count);
  while (writer.rows() < count) {
    Result<MergeProgress> progress = pipeline_->run(out);
    if (!progress) co_return progress.error();
    if (progress->kind == MergeProgress::Kind::done) break;
    if (progress->kind == MergeProgress::Kind::output_full) {
      if (!client.full()) continue;
      Result<void> flushed = co_await client.flush();
      if (!flushed) co_return flushed.error();
      continue;
    }
    CursorUnit& unit = *units_[progress->input];
    if (!unit.done()) {
      Result<void> fetched = co_await unit.fetch(kAnyNumber);
      if (!fetched) co_return fetched.error();
      if (!unit.rows().empty()) pipeline_->push(progress->input, unit.rows());
    }
    if (unit.done()) pipeline_->finish(progress->input);
  }
  co_return writer.rows();
}

}  // namespace sluice::executor
