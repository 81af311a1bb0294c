// SPDX-License-Identifier: Apache-2.0
#include "executor/client_writer.h"

#include <array>
#include <utility>

namespace sluice::executor {

void ClientWriter::message(Bytes payload) {
  sequence_ = wire::append_message(out_, sequence_, payload);
  answer_started_ = true;
}

// MySQL puts the byte that tells whether definitions follow behind the number, not before it.
void ClientWriter::column_count(std::size_t columns) {
  wire::MessageScope scope(out_, sequence_);
  wire::Writer writer(out_);
  writer.lenenc(columns);
  if (tells_metadata()) writer.u8(omits_metadata_ ? 0 : 1);
  sequence_ = scope.close();
  answer_started_ = true;
}

void ClientWriter::ok(const wire::OkPacket& packet) {
  write_ok(packet, false);
  answer_started_ = true;
}

void ClientWriter::write_ok(wire::OkPacket packet, bool as_eof) {
  const bool last = (packet.status & wire::status::kMoreResults) == 0;
  const Buffer changes = last ? std::exchange(changes_, {}) : Buffer();
  if (!changes.empty()) {
    packet.status |= wire::status::kSessionStateChanged;
    packet.session_state = changes;
  }
  wire::MessageScope scope(out_, sequence_);
  wire::encode(packet, capabilities_, as_eof, out_);
  sequence_ = scope.close();
}

void ClientWriter::eof(const wire::EofPacket& packet) {
  wire::MessageScope scope(out_, sequence_);
  wire::encode(packet, out_);
  sequence_ = scope.close();
  answer_started_ = true;
}

void ClientWriter::error(const Error& error) {
  wire::MessageScope scope(out_, sequence_);
  wire::encode_error(error, capabilities_, out_);
  sequence_ = scope.close();
  answer_started_ = true;
}

void ClientWriter::end_of_rows(wire::StatusFlags status, std::uint16_t warnings) {
  if ((capabilities_ & wire::capability::kDeprecateEof) == 0) {
    return eof({.warnings = warnings, .status = status});
  }
  wire::OkPacket end;
  end.status = status;
  end.warnings = warnings;
  write_ok(end, true);
}

void ClientWriter::end_of_columns(wire::StatusFlags status) {
  if ((capabilities_ & wire::capability::kDeprecateEof) == 0) eof({.status = status});
}

Task<Result<void>> ClientWriter::flush() {
  return flush_with({});
}

Task<Result<void>> ClientWriter::flush_with(Bytes framed) {
  if (out_.empty() && framed.empty()) co_return Result<void>();
  if (sink_ != nullptr) {
    Result<void> taken = co_await hand_over(framed);
    co_return taken;
  }
  const std::array<Bytes, 2> pieces{Bytes(out_), framed};
  auto writing = stream_->write(pieces, deadline_after(write_timeout_));
  const net::IoStatus status = co_await writing;
  counters_.bytes_to_clients.add(out_.size() + framed.size());
  out_.clear();
  if (out_.capacity() > 4 * kFlushBytes) out_ = Buffer();
  if (status == net::IoStatus::ok) co_return Result<void>();
  torn_ = true;
  co_return make_error(status == net::IoStatus::timed_out ? ErrorId::client_timeout
                                                          : ErrorId::client_gone);
}

Task<Result<void>> ClientWriter::hand_over(Bytes framed) {
  Result<void> taken = co_await sink_->take(out_);
  out_.clear();
  if (taken && !framed.empty()) taken = co_await sink_->take(framed);
  co_return taken;
}

}  // namespace sluice::executor
