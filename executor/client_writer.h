// SPDX-License-Identifier: Apache-2.0
// What goes to the client: bytes collected in one buffer, sent in few writes, with the packet
// sequence of the current answer. A client that does not read suspends flush(), and with it whoever
// produces.
//
// Ownership: refers to the session's stream. Thread rule: its worker's thread.
// Errors: client_gone, client_timeout; after them the session can only end.
#pragma once

#include <cstdint>

#include "common/base/result.h"
#include "common/base/task.h"
#include "common/net/stream.h"
#include "common/telemetry/counters.h"
#include "common/wire/frame.h"
#include "common/wire/messages.h"
#include "executor/packet_sink.h"

namespace sluice::executor {

class ClientWriter {
 public:
  // Flush when this much is waiting.
  static constexpr std::size_t kFlushBytes = 16 * 1024;

  ClientWriter(net::Stream& stream, Counters& counters) : stream_(&stream), counters_(counters) {}
  // The answer is for the gateway itself, which looks at it before or instead of the client.
  ClientWriter(PacketSink& sink, Counters& counters) : sink_(&sink), counters_(counters) {}

  // The answer to a new command: its first packet carries `sequence`.
  void begin_answer(std::uint8_t sequence) {
    sequence_ = sequence;
    answer_started_ = false;
  }
  std::uint8_t sequence() const { return sequence_; }
  void set_sequence(std::uint8_t sequence) { sequence_ = sequence; }
  // True once a packet of the current answer has been produced.
  bool answer_started() const { return answer_started_; }
  void mark_started() { answer_started_ = true; }
  // Part of a packet has been sent whose rest will never come: only closing is left.
  bool torn() const { return torn_; }
  void mark_torn() { torn_ = true; }

  wire::Capabilities capabilities() const { return capabilities_; }
  void set_capabilities(wire::Capabilities capabilities) { capabilities_ = capabilities; }
  // CLIENT_OPTIONAL_RESULTSET_METADATA: whether the client wants no column definitions
  // (resultset_metadata = NONE), and whether its results say if there are any.
  bool omits_metadata() const { return omits_metadata_; }
  void set_omits_metadata(bool omits) { omits_metadata_ = omits; }
  bool tells_metadata() const { return (capabilities_ & wire::capability::kOptionalMetadata) != 0; }
  void set_write_timeout(std::chrono::milliseconds timeout) { write_timeout_ = timeout; }

  Buffer& out() { return out_; }
  bool full() const { return out_.size() >= kFlushBytes; }

  // Changes of the session's state (CLIENT_SESSION_TRACK) for the next OK that ends an answer. They
  // wait for one: an EOF or an ERR cannot carry them.
  void add_changes(Bytes changes) {
    changes_.insert(changes_.end(), changes.begin(), changes.end());
  }
  Bytes changes() const { return changes_; }
  void drop_changes() { changes_.clear(); }

  // Each appends one message of the current answer.
  void ok(const wire::OkPacket& packet);
  // What begins a result set: the number of columns, and each column's definition.
  void column_count(std::size_t columns);
  void column(Bytes definition) {
    if (!omits_metadata_) message(definition);
  }
  void eof(const wire::EofPacket& packet);
  void error(const Error& error);
  void message(Bytes payload);
  // The end of a result set's rows, in the form the client asked for.
  void end_of_rows(wire::StatusFlags status, std::uint16_t warnings);
  // The end of column definitions: an EOF for clients that want one.
  void end_of_columns(wire::StatusFlags status);

  Task<Result<void>> flush();
  // Sends what is collected and, behind it, bytes that are framed already.
  Task<Result<void>> flush_with(Bytes framed);

 private:
  Task<Result<void>> hand_over(Bytes framed);
  void write_ok(wire::OkPacket packet, bool as_eof);

  net::Stream* stream_ = nullptr;  // either of these
  PacketSink* sink_ = nullptr;
  Counters& counters_;
  Buffer out_;
  Buffer changes_;
  wire::Capabilities capabilities_ = 0;
  std::chrono::milliseconds write_timeout_{0};
  std::uint8_t sequence_ = 0;
  bool answer_started_ = false;
  bool torn_ = false;
  bool omits_metadata_ = false;
};

}  // namespace sluice::executor
