// SPDX-License-Identifier: Apache-2.0
#include "executor/cursor_unit.h"

#include <algorithm>

#include "common/wire/commands.h"
#include "executor/rows_end.h"
#include "executor/server_error.h"
#include "executor/simple_command.h"

namespace sluice::executor {
namespace {

constexpr std::uint64_t kMaxColumns = 4096 + 64;  // the server's limit, and our hidden ones
constexpr std::uint32_t kMaxBatch = 4096;

std::uint8_t lead_of(Bytes payload) {
  return payload.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(payload[0]);
}

}  // namespace

CursorUnit::CursorUnit(backend::Connection& connection, std::uint32_t statement_id)
    : connection_(connection), statement_id_(statement_id) {
  connection_.add_cursor();
}

CursorUnit::~CursorUnit() {
  connection_.remove_cursor();
  if (!connection_.broken()) connection_.queue_close_statement(statement_id_);
}

Error CursorUnit::malformed(const char* what) {
  connection_.mark_broken();
  return make_error(ErrorId::backend_protocol, {connection_.name(), what});
}

Error CursorUnit::ended_by_error(Bytes payload) {
  done_ = true;
  connection_.end_answer();
  return server_error(payload, connection_);
}

Task<Result<void>> CursorUnit::read_head() {
  Result<void> settled = co_await connection_.settle();
  if (!settled) {
    connection_.mark_broken();
    co_return settled.error();
  }
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
  Result<void> read = co_await read_columns(count);
  if (!read) co_return read.error();
  // With a cursor these are closed by EOF, or by OK in its place, under every capability.
  Result<wire::Message> end = co_await connection_.message();
  if (!end) co_return end.error();
  if (lead_of(end->payload) == 0xff) co_return ended_by_error(end->payload);
  Result<void> ended = read_end(end->payload);
  if (!ended) co_return ended.error();
  if ((status_ & wire::status::kCursorExists) == 0) co_return malformed("no cursor was opened");
  connection_.end_answer();
  co_return Result<void>();
}

Task<Result<void>> CursorUnit::read_columns(std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    Result<wire::Message> message = co_await connection_.message();
    if (!message) co_return message.error();
    const Result<wire::ColumnDefinition> column = wire::decode_column_definition(message->payload);
    if (!column) co_return malformed("column definition");
    columns_.push_back(wire::column_info(*column));
    definitions_.emplace_back(message->payload.begin(), message->payload.end());
  }
  co_return Result<void>();
}

Result<void> CursorUnit::read_end(Bytes payload) {
  if (lead_of(payload) != 0xfe) return malformed("no cursor was opened");
  const Result<RowsEnd> end = decode_rows_end(payload, connection_.capabilities());
  if (!end) return malformed("end of rows");
  warnings_ = end->warnings;
  status_ = end->status;
  return {};
}

Task<Result<void>> CursorUnit::fetch(std::uint32_t most) {
  rows_.clear();
  bytes_.clear();
  const std::uint32_t count = std::min(most, batch_);
  connection_.start_statement();
  wire::MessageScope scope(connection_.out(), 0);
  wire::encode_stmt_fetch({statement_id_, count}, connection_.out());
  connection_.statement_queued(scope.close());
  Result<void> sent = co_await send_queued(connection_);
  if (!sent) co_return sent.error();
  connection_.begin_answer();
  std::vector<std::size_t> ends;
  for (;;) {
    Result<wire::Message> message = co_await connection_.message();
    if (!message) co_return message.error();
    const Bytes payload = message->payload;
    const std::uint8_t lead = lead_of(payload);
    if (lead == 0xff) co_return ended_by_error(payload);
    if (!payload.empty() &&
        wire::is_end_of_rows(lead, payload.size(), connection_.capabilities())) {
      Result<void> ended = read_end(payload);
      if (!ended) co_return ended.error();
      break;
    }
    bytes_.insert(bytes_.end(), payload.begin(), payload.end());
    ends.push_back(bytes_.size());
  }
  connection_.end_answer();
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    rows_.emplace_back(bytes_.data() + begin, end - begin);
    begin = end;
  }
  done_ = (status_ & wire::status::kLastRowSent) != 0;
  if (rows_.empty() && !done_) co_return malformed("an empty batch");
  adapt_batch();
  co_return Result<void>();
}

void CursorUnit::adapt_batch() {
  if (bytes_.size() > 2 * kBatchBytes) {
    batch_ = std::max(1u, batch_ / 2);
  } else if (bytes_.size() < kBatchBytes / 2 && rows_.size() == batch_) {
    batch_ = std::min(kMaxBatch, 2 * batch_);
  }
}

}  // namespace sluice::executor
