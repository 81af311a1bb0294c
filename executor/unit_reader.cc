// SPDX-License-Identifier: Apache-2.0
#include "executor/unit_reader.h"

#include "executor/rows_end.h"
#include "executor/server_error.h"

namespace sluice::executor {
namespace {

constexpr std::uint64_t kMaxColumns = 4096 + 64;  // the server's limit, and our hidden ones

std::uint8_t lead_of(Bytes payload) {
  return payload.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(payload[0]);
}

}  // namespace

Error UnitReader::malformed(const char* what) {
  connection_.mark_broken();
  return make_error(ErrorId::backend_protocol, {connection_.name(), what});
}

Error UnitReader::ended_by_error(Bytes payload) {
  done_ = true;
  connection_.end_answer();
  return server_error(payload, connection_);
}

Task<Result<void>> UnitReader::read_head() {
  connection_.begin_answer();
  Result<wire::Message> first = co_await connection_.message();
  if (!first) co_return first.error();
  if (lead_of(first->payload) == 0xff) co_return ended_by_error(first->payload);
  if (wire::reply_kind(first->payload) != wire::ReplyKind::result_set) {
    co_return malformed("a result set was expected");
  }
  wire::Reader reader(first->payload);
  const std::uint64_t count = reader.lenenc();
  if (!reader.finished() || count == 0 || count > kMaxColumns) co_return malformed("column count");
  for (std::uint64_t i = 0; i < count; ++i) {
    Result<wire::Message> message = co_await connection_.message();
    if (!message) co_return message.error();
    if (lead_of(message->payload) == 0xff) co_return ended_by_error(message->payload);
    const Result<wire::ColumnDefinition> column = wire::decode_column_definition(message->payload);
    if (!column) co_return malformed("column definition");
    columns_.push_back(wire::column_info(*column));
    definitions_.emplace_back(message->payload.begin(), message->payload.end());
  }
  if ((connection_.capabilities() & wire::capability::kDeprecateEof) == 0) {
    Result<wire::Message> eof = co_await connection_.message();
    if (!eof) co_return eof.error();
    if (lead_of(eof->payload) == 0xff) co_return ended_by_error(eof->payload);
    if (!wire::decode_eof(eof->payload)) co_return malformed("end of column definitions");
  }
  co_return Result<void>();
}

Result<void> UnitReader::on_end(Bytes payload) {
  const Result<RowsEnd> end = decode_rows_end(payload, connection_.capabilities());
  if (!end) return malformed("end of rows");
  warnings_ = end->warnings;
  status_ = end->status;
  done_ = true;
  connection_.end_answer();
  return {};
}

Task<Result<void>> UnitReader::next_batch(std::vector<Bytes>& rows) {
  rows.clear();
  while (!done_) {
    Result<std::optional<wire::Message>> next = connection_.buffered_message();
    if (!next) co_return next.error();
    if (!*next) {
      if (!rows.empty()) break;
      Result<void> filled = co_await connection_.fill();
      if (!filled) co_return filled.error();
      continue;
    }
    const Bytes payload = (*next)->payload;
    const std::uint8_t lead = lead_of(payload);
    if (lead == 0xff) co_return ended_by_error(payload);
    if (!payload.empty() &&
        wire::is_end_of_rows(lead, payload.size(), connection_.capabilities())) {
      Result<void> ended = on_end(payload);
      if (!ended) co_return ended.error();
      break;
    }
    rows.push_back(payload);
  }
  co_return Result<void>();
}

Task<Result<bool>> UnitReader::drain(std::uint64_t limit_bytes) {
  std::vector<Bytes> rows;
  std::uint64_t taken = 0;
  while (!done_ && taken <= limit_bytes) {
    Result<void> read = co_await next_batch(rows);
    if (!read) co_return read.error();
    for (const Bytes row : rows) taken += row.size();
  }
  co_return done_;
}

}  // namespace sluice::executor
