// SPDX-License-Identifier: Apache-2.0
#include "executor/reply_relay.h"

#include <algorithm>

#include "common/wire/session_state.h"

namespace sluice::executor {
namespace {

using wire::kHeaderBytes;

// Runs shorter than this are copied into the output, so that a small answer leaves in one write.
constexpr std::size_t kCopyBytes = 4096;

bool deprecates_eof(wire::Capabilities capabilities) {
  return (capabilities & wire::capability::kDeprecateEof) != 0;
}

bool is_err(Bytes payload) {
  return !payload.empty() && payload[0] == std::byte{0xff};
}

// The complete packet at `at`, if it is there.
std::optional<Bytes> packet_at(std::span<std::byte> input, std::size_t at) {
  if (input.size() - at < kHeaderBytes) return std::nullopt;
  const std::size_t length = wire::read_header(input.data() + at).length;
  if (input.size() - at - kHeaderBytes < length) return std::nullopt;
  return Bytes(input.data() + at + kHeaderBytes, length);
}

}  // namespace

ReplyRelay::ReplyRelay(const RelaySetup& setup)
    : setup_(setup), server_sequence_(setup.server_sequence), sequence_(setup.client_sequence) {}

// Whether the next packet, as far as it is there, is the next one of the server's answer. Looked at
// before its length is believed: what is no answer at all would make us wait for megabytes.
bool ReplyRelay::in_order(Bytes input, std::size_t at) const {
  if (partial_left_ > 0 || input.size() - at < kHeaderBytes) return true;
  return !setup_.check_sequence ||
         wire::read_header(input.data() + at).sequence == server_sequence_;
}

Error ReplyRelay::malformed(std::string_view what) const {
  return make_error(ErrorId::backend_protocol, {setup_.source, what});
}

wire::StatusFlags ReplyRelay::client_status(wire::StatusFlags server) const {
  const wire::StatusFlags more = server & wire::status::kMoreResults;  // of a CALL
  return static_cast<wire::StatusFlags>((server & ~setup_.status_mask) |
                                        (setup_.status & setup_.status_mask) | more);
}

void ReplyRelay::emit(Bytes payload, Buffer& out) {
  sequence_ = wire::append_message(out, sequence_, payload);
}

Result<ReplyRelay::Progress> ReplyRelay::feed(std::span<std::byte> input, Buffer& out) {
  Progress progress;
  while (phase_ != Phase::done) {
    if (phase_ == Phase::rows && !decodes_rows()) {
      const std::size_t end = pass_rows(input, progress.consumed);
      const Bytes run(input.data() + progress.consumed, end - progress.consumed);
      progress.consumed = end;
      if (run.size() >= kCopyBytes) {
        progress.pass = run;
        return progress;
      }
      out.insert(out.end(), run.begin(), run.end());
    }
    if (!in_order(input, progress.consumed)) return malformed("packets out of order");
    if (inside_packet()) return progress;
    const std::optional<Bytes> payload = packet_at(input, progress.consumed);
    if (!payload) return progress;
    Result<void> handled;
    switch (phase_) {
      case Phase::first:
        handled = on_first(*payload, out);
        break;
      case Phase::columns:
        handled = on_column(*payload, out);
        break;
      case Phase::end_of_columns:
        handled = on_end_of_columns(*payload, out);
        break;
      case Phase::rows:
        handled = on_rows_packet(*payload, out);
        break;
      case Phase::done:
        break;
    }
    if (!handled) return handled.error();
    progress.consumed += kHeaderBytes + payload->size();
    ++server_sequence_;
  }
  progress.done = true;
  return progress;
}

Result<void> ReplyRelay::on_first(Bytes payload, Buffer& out) {
  switch (wire::reply_kind(payload)) {
    case wire::ReplyKind::err:
      return on_error(payload);
    case wire::ReplyKind::local_infile:
      return malformed("LOAD DATA LOCAL was not asked for");
    case wire::ReplyKind::ok: {
      Result<wire::OkPacket> ok = wire::decode_ok(payload, setup_.server);
      if (!ok) return malformed("OK packet");
      summary_.affected_rows = ok->affected_rows;
      summary_.insert_id = setup_.insert_id.value_or(ok->insert_id);
      summary_.warnings = ok->warnings;
      summary_.server_status = ok->status;
      ok->insert_id = summary_.insert_id;
      ok->status = client_status(ok->status);
      attach_changes(*ok);
      wire::MessageScope scope(out, sequence_);
      wire::encode(*ok, setup_.client, false, out);
      sequence_ = scope.close();
      end_result();
      return {};
    }
    case wire::ReplyKind::result_set:
      break;
  }
  wire::Reader reader(payload);
  columns_left_ = reader.lenenc();
  if (!reader.finished() || columns_left_ == 0) return malformed("column count");
  summary_.has_rows = true;
  columns_.clear();
  emit_column_count(out);
  phase_ = Phase::columns;
  return {};
}

void ReplyRelay::emit_column_count(Buffer& out) {
  wire::MessageScope scope(out, sequence_);
  wire::Writer writer(out);
  writer.lenenc(columns_left_);
  if ((setup_.client & wire::capability::kOptionalMetadata) != 0) {
    writer.u8(setup_.omit_metadata ? 0 : 1);
  }
  sequence_ = scope.close();
}

// The session's changes wait for the last OK, the server's GTIDs are this result's.
void ReplyRelay::attach_changes(wire::OkPacket& ok) {
  const Bytes told = ok.session_state;
  ok.session_state = {};
  if ((setup_.client & wire::capability::kSessionTrack) == 0) return;
  const bool more = (ok.status & wire::status::kMoreResults) != 0;
  changes_.clear();
  if (!more) changes_.assign(setup_.session_changes.begin(), setup_.session_changes.end());
  summary_.changes_sent = summary_.changes_sent || !changes_.empty();
  wire::append_gtid_changes(told, changes_);
  if (changes_.empty()) return;
  ok.session_state = changes_;
  ok.status |= wire::status::kSessionStateChanged;
}

// Of several results each is passed on like the only one.
void ReplyRelay::end_result() {
  const bool more = (summary_.server_status & wire::status::kMoreResults) != 0;
  phase_ = more ? Phase::first : Phase::done;
}

Result<void> ReplyRelay::on_column(Bytes payload, Buffer& out) {
  if (is_err(payload)) return on_error(payload);
  if (setup_.names == nullptr && !decodes_rows()) {
    if (!setup_.omit_metadata) emit(payload, out);
  } else {
    Result<wire::ColumnDefinition> column = wire::decode_column_definition(payload);
    if (!column) return malformed("column definition");
    if (decodes_rows()) columns_.push_back(wire::column_info(*column));
    if (!setup_.omit_metadata) {
      if (setup_.names != nullptr) setup_.names->rename(*column);
      wire::MessageScope scope(out, sequence_);
      wire::encode(*column, out);
      sequence_ = scope.close();
    }
  }
  if (--columns_left_ > 0) return {};
  if (deprecates_eof(setup_.server)) {
    after_columns(out);
  } else {
    phase_ = Phase::end_of_columns;  // the server's EOF comes next
  }
  return {};
}

Result<void> ReplyRelay::on_end_of_columns(Bytes payload, Buffer& out) {
  if (is_err(payload)) return on_error(payload);
  if (!wire::decode_eof(payload)) return malformed("end of column definitions");
  after_columns(out);
  return {};
}

void ReplyRelay::after_columns(Buffer& out) {
  phase_ = Phase::rows;
  if (deprecates_eof(setup_.client)) return;
  wire::MessageScope scope(out, sequence_);
  wire::encode(wire::EofPacket{.warnings = 0, .status = client_status(setup_.status)}, out);
  sequence_ = scope.close();
}

std::size_t ReplyRelay::pass_rows(std::span<std::byte> input, std::size_t at) {
  for (;;) {
    const std::size_t left = input.size() - at;
    if (partial_left_ > 0) {
      const std::size_t taken =
          static_cast<std::size_t>(std::min<std::uint64_t>(left, partial_left_));
      partial_left_ -= taken;
      at += taken;
      if (partial_left_ > 0) return at;
      continue;
    }
    // One byte beyond the header tells a row from what ends the rows; an empty packet has none.
    if (left < kHeaderBytes) return at;
    wire::FrameHeader header = wire::read_header(input.data() + at);
    // feed() refuses it
    if (header.sequence != server_sequence_ && setup_.check_sequence) return at;
    if (!continues_) {
      if (left < kHeaderBytes + 1) return at;
      const auto first = std::to_integer<std::uint8_t>(input[at + kHeaderBytes]);
      if (first == 0xff || wire::is_end_of_rows(first, header.length, setup_.server)) return at;
      ++summary_.rows;
    }
    ++server_sequence_;
    continues_ = header.length == wire::kMaxPayload;
    header.sequence = sequence_++;
    wire::write_header(input.data() + at, header);
    partial_left_ = header.length;
    at += kHeaderBytes;
  }
}

Result<void> ReplyRelay::on_rows_packet(Bytes payload, Buffer& out) {
  if (!decodes_rows()) return on_end_of_rows(payload, out);
  const auto first = payload.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(payload[0]);
  if (first == 0xff || wire::is_end_of_rows(first, payload.size(), setup_.server)) {
    return on_end_of_rows(payload, out);
  }
  return on_decoded_row(payload, out);
}

Result<void> ReplyRelay::on_decoded_row(Bytes payload, Buffer& out) {
  std::vector<wire::Cell> cells;
  if (!wire::split_row(payload, setup_.format, columns_, cells)) return malformed("row");
  std::vector<std::string> names(setup_.rename_cells.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t at = setup_.rename_cells[i];
    if (at >= cells.size() || cells[at].is_null) continue;
    names[i] = setup_.names->rename_in_cell(cells[at].text());
    cells[at].data = as_bytes(names[i]).data();
    cells[at].size = names[i].size();
  }
  constexpr std::string_view kNone = "NONE";
  if (setup_.tells_omission && cells.size() == 2 && cells[0].text() == "resultset_metadata") {
    cells[1].data = as_bytes(kNone).data();
    cells[1].size = kNone.size();
  }
  ++summary_.rows;
  wire::MessageScope scope(out, sequence_);
  wire::append_row(cells, cells.size(), setup_.format, columns_, out);
  sequence_ = scope.close();
  return {};
}

Result<void> ReplyRelay::on_end_of_rows(Bytes payload, Buffer& out) {
  if (is_err(payload)) return on_error(payload);
  wire::OkPacket end;
  if (deprecates_eof(setup_.server)) {
    const Result<wire::OkPacket> ok = wire::decode_ok(payload, setup_.server);
    if (!ok) return malformed("end of rows");
    end = *ok;
  } else {
    const Result<wire::EofPacket> eof = wire::decode_eof(payload);
    if (!eof) return malformed("end of rows");
    end.status = eof->status;
    end.warnings = eof->warnings;
  }
  summary_.warnings = end.warnings;
  summary_.server_status = end.status;
  end.status = client_status(end.status);
  wire::MessageScope scope(out, sequence_);
  if (deprecates_eof(setup_.client)) {
    attach_changes(end);
    wire::encode(end, setup_.client, true, out);
  } else {
    wire::encode(wire::EofPacket{.warnings = end.warnings, .status = end.status}, out);
  }
  sequence_ = scope.close();
  end_result();
  return {};
}

Result<void> ReplyRelay::on_error(Bytes payload) {
  const Result<wire::ErrPacket> err = wire::decode_err(payload, setup_.server);
  if (!err) return malformed("ERR packet");
  summary_.is_error = true;
  const std::string text = setup_.names == nullptr ? std::string(err->message)
                                                   : setup_.names->rename_in_message(err->message);
  summary_.error = Error::from_server(err->number, err->sqlstate, text);
  phase_ = Phase::done;
  return {};
}

}  // namespace sluice::executor
