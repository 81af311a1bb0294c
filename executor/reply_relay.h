// SPDX-License-Identifier: Apache-2.0
// One server's answer turned into the client's, packet by packet and without decoding rows: what a
// statement for a single unit costs. (Only the few rows in which table names are data are decoded.)
//
// Only these change on the way: sequence ids where they must, status flags (the session's, not the
// connection's), actual names in column definitions, and the form of EOF where the two sides have
// agreed on different capabilities (all four combinations of CLIENT_DEPRECATE_EOF).
//
// Sans-io: feed() takes what has arrived and appends to a buffer what is to be sent; long runs of
// rows are not copied but handed back as a span. Packets of any length pass in pieces. Thread rule:
// one thread. Errors: backend_protocol, for an answer that makes no sense.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/wire/frame.h"
#include "common/wire/messages.h"
#include "common/wire/row.h"
#include "executor/name_map.h"

namespace sluice::executor {

// What the answer said, once it is complete.
struct ReplySummary {
  bool is_error = false;
  bool has_rows = false;
  std::uint64_t affected_rows = 0;
  std::uint64_t insert_id = 0;
  std::uint64_t rows = 0;
  std::uint16_t warnings = 0;
  wire::StatusFlags server_status = 0;
  bool changes_sent = false;   // RelaySetup::session_changes
  std::optional<Error> error;  // is_error: as the server sent it, names mapped
};

struct RelaySetup {
  wire::Capabilities server = 0;
  wire::Capabilities client = 0;
  std::uint8_t client_sequence = 1;
  std::uint8_t server_sequence = 1;  // of the answer's first packet
  bool check_sequence = true;        // false where the server compresses
  bool omit_metadata = false;        // the client wants no column definitions
  // The rows are those of SHOW VARIABLES: that of resultset_metadata says NONE.
  bool tells_omission = false;
  const NameMap* names = nullptr;  // null: nothing to rename
  // Cells of rows (which come in `format`) that hold actual table names, or a definition with some
  // (SHOW CREATE TABLE).
  std::span<const std::uint16_t> rename_cells;
  wire::RowFormat format = wire::RowFormat::text;
  wire::StatusFlags status = 0;  // replaces the bits of status_mask in what the server says
  wire::StatusFlags status_mask = 0;
  std::optional<std::uint64_t> insert_id;  // replaces the server's (generated keys)
  std::string_view source;                 // data source name, for errors
  Bytes session_changes;                   // of the session's state, for the OK that ends it all
};

class ReplyRelay {
 public:
  explicit ReplyRelay(const RelaySetup& setup);

  struct Progress {
    std::size_t consumed = 0;  // bytes of `input` that are dealt with, `pass` included
    Bytes pass;                // to be sent behind `out`, before feed() is called again
    bool done = false;         // the answer is complete
  };
  // `input` starts where the last call stopped consuming. Sequence ids in it may be patched in
  // place. An ERR of the server is not written to `out`: it is in summary(), for the caller to
  // send.
  Result<Progress> feed(std::span<std::byte> input, Buffer& out);

  const ReplySummary& summary() const { return summary_; }
  std::uint8_t client_sequence() const { return sequence_; }
  // True while a packet has been handed on in part.
  bool inside_packet() const { return partial_left_ > 0 || continues_; }
  // True once anything of the answer was produced.
  bool started() const { return sequence_ != setup_.client_sequence; }

 private:
  enum class Phase : std::uint8_t { first, columns, end_of_columns, rows, done };

  Result<void> on_first(Bytes payload, Buffer& out);
  Result<void> on_column(Bytes payload, Buffer& out);
  Result<void> on_end_of_columns(Bytes payload, Buffer& out);
  void end_result();
  void after_columns(Buffer& out);
  Result<void> on_rows_packet(Bytes payload, Buffer& out);
  bool decodes_rows() const { return !setup_.rename_cells.empty() || setup_.tells_omission; }
  Result<void> on_decoded_row(Bytes payload, Buffer& out);
  Result<void> on_end_of_rows(Bytes payload, Buffer& out);
  Result<void> on_error(Bytes payload);
  // Moves over complete and partial row packets from `at`; stops at the packet that ends the rows.
  std::size_t pass_rows(std::span<std::byte> input, std::size_t at);
  void emit(Bytes payload, Buffer& out);
  void emit_column_count(Buffer& out);
  void attach_changes(wire::OkPacket& ok);
  wire::StatusFlags client_status(wire::StatusFlags server) const;
  bool in_order(Bytes input, std::size_t at) const;
  Error malformed(std::string_view what) const;

  RelaySetup setup_;
  ReplySummary summary_;
  Phase phase_ = Phase::first;
  Buffer changes_;                         // session_changes, and the server's GTIDs behind them
  std::vector<wire::ColumnInfo> columns_;  // only where rows are decoded
  std::uint64_t columns_left_ = 0;
  std::uint64_t partial_left_ = 0;  // bytes of the current row packet still to come
  bool continues_ = false;          // the last row packet was full: its continuation comes next
  std::uint8_t server_sequence_;    // of the server's next packet
  std::uint8_t sequence_;
};

}  // namespace sluice::executor
