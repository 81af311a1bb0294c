// SPDX-License-Identifier: Apache-2.0
// Bytes from a peer to whole messages, without copying the usual ones.
//
// Flow:  span = prepare();  n = read(span);  commit(n);  while ((m = next())) use(*m);
// One buffer: [consumed | current message | pending bytes | free]. It grows with the bytes that
// really arrived (never by what a header claims) up to the cap, and shrinks back in the prepare()
// that finds it empty. A message of several packets is joined in place, by moving each further
// packet over its header.
//
// Validity: a Message's payload is valid until the next prepare() or take_pending(); next() leaves
// the messages before it alone, so a batch of them may be looked at together. Errors are final:
// packets_out_of_order (wrong sequence id), packet_too_large (payload over the cap; nothing beyond
// the cap is ever buffered). Thread rule: one thread. Sans-io.
#pragma once

#include <cstdlib>
#include <memory>
#include <optional>

#include "common/base/result.h"
#include "common/wire/frame.h"

namespace sluice::wire {

struct Message {
  Bytes payload;               // all fragments joined
  std::uint8_t next_sequence;  // what the answer's first packet must carry
};

class FrameReader {
 public:
  // `cap_bytes` bounds one message's payload.
  explicit FrameReader(std::size_t cap_bytes, std::size_t initial_bytes = 16 * 1024);

  // The handshake has a smaller cap than commands. Precondition: no message is half read.
  void set_cap(std::size_t cap_bytes) { cap_ = cap_bytes; }

  // Space for the next read; never empty unless the cap is reached, which next() reports.
  std::span<std::byte> prepare();
  void commit(std::size_t count);

  // The next whole message, nothing if more bytes are needed, or an error. Nothing of a message is
  // seen before its last fragment has arrived.
  Result<std::optional<Message>> next();

  // The sequence id that the next packet must carry; a new command begins at 0.
  void expect_sequence(std::uint8_t sequence) { expected_ = sequence; }
  // The compressed protocol numbers its frames; the ids of the packets in them mean nothing.
  void ignore_sequences() { check_sequences_ = false; }
  // After next() failed: what an ERR about the packet that it refused must carry, so that its
  // sender takes the ERR for an answer.
  std::uint8_t refusal_sequence() const;
  // Whether bytes of a further message are already here (pipelining).
  bool has_pending() const { return begin_ != end_; }
  // Raw view for a relay: the framed bytes behind the last message, and passing over some of them.
  // Sequence ids are the caller's business then, and the last skip() must end at a packet boundary
  // before next() is called again.
  std::span<std::byte> pending() { return {buffer_.get() + begin_, end_ - begin_}; }
  void skip(std::size_t count);
  // Bytes behind the last message, for a protocol switch (TLS). Taking them empties the reader.
  Buffer take_pending();

 private:
  struct Free {
    void operator()(std::byte* bytes) const { std::free(bytes); }
  };
  void move_to_front();
  void reallocate(std::size_t capacity);
  std::size_t most_bytes() const;

  // From malloc(): realloc() grows large blocks by moving pages, not bytes, and zeroes nothing.
  std::unique_ptr<std::byte[], Free> buffer_;
  std::size_t capacity_ = 0;
  std::size_t cap_;
  std::size_t initial_;
  std::size_t begin_ = 0;   // header of the current message
  std::size_t end_ = 0;     // behind the last byte committed
  std::size_t joined_ = 0;  // payload bytes of the current message already joined at begin_ + 4
  std::size_t scan_ = 0;    // header of the packet to look at next
  std::uint8_t expected_ = 0;
  bool check_sequences_ = true;
};

}  // namespace sluice::wire
