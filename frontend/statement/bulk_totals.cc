// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/bulk_totals.h"

#include <algorithm>
#include <charconv>

#include "executor/diagnostics.h"

namespace sluice::frontend {
namespace {

// "Data too long for column 'a' at row 3", with the rows before added.
std::string count_rows(std::string message, std::size_t before) {
  constexpr std::string_view kAtRow = " at row ";
  const std::size_t at = message.rfind(kAtRow);
  if (before == 0 || at == std::string::npos) return message;
  const char* const digits = message.data() + at + kAtRow.size();
  const char* const end = message.data() + message.size();
  std::uint64_t row = 0;
  const auto read = std::from_chars(digits, end, row);
  if (read.ec != std::errc{} || read.ptr != end) return message;
  message.resize(at + kAtRow.size());
  return message + std::to_string(row + before);
}

}  // namespace

BulkTotals::BulkTotals(Session& session)
    : session_(session),
      most_diagnostics_(executor::max_error_count(session.state, *session.services.metadata)) {}

void BulkTotals::add(const OkTaker::Answer& ok, std::size_t rows) {
  affected_rows_ += ok.affected_rows;
  warnings_ += ok.warnings;
  info_.add(ok.info);
  const bool generated = ok.insert_id != 0 && ok.insert_id == session_.state.last_insert_id;
  if (generated && generated_ == 0) generated_ = ok.insert_id;
  if (generated_ == 0) insert_id_ = ok.insert_id;
  for (executor::Diagnostic& diagnostic : session_.state.diagnostics) {
    if (diagnostics_.size() >= most_diagnostics_) break;
    diagnostic.message = count_rows(std::move(diagnostic.message), rows_);
    diagnostics_.push_back(std::move(diagnostic));
  }
  rows_ += rows;
}

Error BulkTotals::with_rows(const Error& error) const {
  if (rows_ == 0 || error.id() != ErrorId::server_error) return error;
  return Error::from_server(error.number(), error.sqlstate(), count_rows(error.message(), rows_));
}

void BulkTotals::answer() {
  executor::SessionState& state = session_.state;
  state.record_ok(static_cast<std::int64_t>(affected_rows_), generated_);
  state.diagnostics = std::move(diagnostics_);
  wire::OkPacket ok;
  ok.affected_rows = affected_rows_;
  ok.insert_id = generated_ != 0 ? generated_ : insert_id_;
  ok.status = state.status();
  ok.warnings = static_cast<std::uint16_t>(std::min<std::uint32_t>(warnings_, 0xffff));
  ok.info = info_.text();
  session_.client.add_changes(session_.tracker.take());
  session_.client.ok(ok);
}

void BulkTotals::fail(const Error& error) {
  session_.state.record_error(error);
  std::vector<executor::Diagnostic>& all = session_.state.diagnostics;
  all.insert(all.begin(), std::make_move_iterator(diagnostics_.begin()),
             std::make_move_iterator(diagnostics_.end()));
  diagnostics_.clear();
}

}  // namespace sluice::frontend
