// SPDX-License-Identifier: Apache-2.0
#include "executor/answer_reader.h"

#include <algorithm>

namespace sluice::executor {

AnswerReader::AnswerReader(wire::RowFormat format, std::size_t max_message_bytes)
    : format_(format), reader_(max_message_bytes) {
  reader_.ignore_sequences();  // ours
}

Task<Result<void>> AnswerReader::take(Bytes framed) {
  while (!framed.empty()) {
    const std::span<std::byte> room = reader_.prepare();
    const std::size_t count = std::min(room.size(), framed.size());
    std::copy_n(framed.begin(), count, room.begin());
    reader_.commit(count);
    framed = framed.subspan(count);
    for (;;) {
      Result<std::optional<wire::Message>> next = reader_.next();
      if (!next) co_return next.error();
      if (!*next) break;
      Result<void> seen = on_message((*next)->payload);
      if (!seen) co_return seen.error();
    }
    Result<void> sent = co_await on_batch();
    if (!sent) co_return sent.error();
  }
  co_return Result<void>();
}

Result<void> AnswerReader::on_message(Bytes payload) {
  switch (phase_) {
    case Phase::first:
      return on_first(payload);
    case Phase::columns:
      return on_definition(payload);
    case Phase::rows:
      break;
  }
  return on_rows_packet(payload);
}

Result<void> AnswerReader::on_first(Bytes payload) {
  if (wire::reply_kind(payload) == wire::ReplyKind::ok) {
    const Result<wire::OkPacket> ok = wire::decode_ok(payload, kCapabilities);
    if (!ok) return ok.error();
    return on_end(*ok, false);
  }
  wire::Reader reader(payload);
  columns_left_ = reader.lenenc();
  if (!reader.finished() || columns_left_ == 0) {
    return make_error(ErrorId::malformed_packet, {"column count"});
  }
  columns_.clear();
  definitions_.clear();
  phase_ = Phase::columns;
  return {};
}

Result<void> AnswerReader::on_definition(Bytes payload) {
  const Result<wire::ColumnDefinition> column = wire::decode_column_definition(payload);
  if (!column) return column.error();
  columns_.push_back(wire::column_info(*column));
  definitions_.emplace_back(payload.begin(), payload.end());
  if (--columns_left_ > 0) return {};
  phase_ = Phase::rows;
  return on_columns(definitions_);
}

Result<void> AnswerReader::on_rows_packet(Bytes payload) {
  const std::uint8_t lead = payload.empty() ? 0 : std::to_integer<std::uint8_t>(payload[0]);
  if (!payload.empty() && wire::is_end_of_rows(lead, payload.size(), kCapabilities)) {
    const Result<wire::OkPacket> ok = wire::decode_ok(payload, kCapabilities);
    if (!ok) return ok.error();
    phase_ = Phase::first;
    return on_end(*ok, true);
  }
  Result<void> split = wire::split_row(payload, format_, columns_, cells_);
  if (!split) return split;
  return on_row(cells_);
}

}  // namespace sluice::executor
