// SPDX-License-Identifier: Apache-2.0
// An answer of the executor read back packet by packet: column definitions, rows, the end. Others
// say what is to be done with them.
//
// The answer is in the form that kCapabilities ask for. Nothing is kept but the packet that is
// still incomplete. Thread rule: its worker's thread. Errors: malformed_packet, packet_too_large.
#pragma once

#include <vector>

#include "common/wire/frame_reader.h"
#include "common/wire/row.h"
#include "executor/packet_sink.h"

namespace sluice::executor {

class AnswerReader : public PacketSink {
 public:
  // For the ClientWriter in front of this sink.
  static constexpr wire::Capabilities kCapabilities =
      wire::capability::kProtocol41 | wire::capability::kTransactions |
      wire::capability::kMultiResults | wire::capability::kDeprecateEof;

  // As much as a server may send: a row of the greatest max_allowed_packet.
  static constexpr std::size_t kMaxMessageBytes = (1ull << 30) + 65'536;

  explicit AnswerReader(wire::RowFormat format, std::size_t max_message_bytes = kMaxMessageBytes);

  Task<Result<void>> take(Bytes framed) override;

  // Those of the current result set.
  const std::vector<wire::ColumnInfo>& columns() const { return columns_; }

 protected:
  virtual Result<void> on_columns(const std::vector<Buffer>& definitions) = 0;
  virtual Result<void> on_row(std::span<const wire::Cell> cells) = 0;
  // The OK in place of a result set, or the one behind its rows.
  virtual Result<void> on_end(const wire::OkPacket& ok, bool behind_rows) = 0;
  // Everything that has arrived was looked at: the place to send on what was made of it.
  virtual Task<Result<void>> on_batch() { co_return Result<void>(); }
  wire::RowFormat format() const { return format_; }

 private:
  enum class Phase : std::uint8_t { first, columns, rows };

  Result<void> on_message(Bytes payload);
  Result<void> on_first(Bytes payload);
  Result<void> on_definition(Bytes payload);
  Result<void> on_rows_packet(Bytes payload);

  wire::RowFormat format_;
  wire::FrameReader reader_;
  Phase phase_ = Phase::first;
  std::uint64_t columns_left_ = 0;
  std::vector<Buffer> definitions_;
  std::vector<wire::ColumnInfo> columns_;
  std::vector<wire::Cell> cells_;
};

}  // namespace sluice::executor
