// SPDX-License-Identifier: Apache-2.0
// The compressed protocol between socket and packets: what is written goes into frames, what is
// read comes out of them. Frames know nothing of packets; one holds several, or a part of one.
//
// Sequence ids: frames have their own, which begin at 0 with each command of the client and count
// on through the answer; both directions share the count. On the client's side a packet with
// sequence id 0 begins a command, and gets a frame of its own, so that pipelined commands can be
// told apart. The ids of the packets inside mean nothing (servers let them jump), and are not to be
// checked.
//
// Memory: a buffer for the bytes as they came (kRawBytes) and the decompressor's window (32 KiB for
// zlib, for zstd at most the frame's length). Nothing is allocated by a length that a peer claims.
// The last byte of a frame is held back until its checksum and length are known to be right, so
// nothing runs on what may have been damaged.
//
// Thread rule: one thread. Sans-io. Errors: packets_out_of_order, packet_too_large,
// decompression_failed; they are final.
#pragma once

#include <memory>
#include <span>

#include "common/base/result.h"
#include "common/wire/compression/decompressor.h"
#include "common/wire/compression/packet_tracker.h"

namespace sluice::wire {

class CompressedStream {
 public:
  static constexpr std::size_t kRawBytes = 16 * 1024;
  // What one frame holds at most when we write it.
  static constexpr std::size_t kFrameBytes = 64 * 1024;

  // `early`: bytes that were read before and belong to the compressed stream already.
  explicit CompressedStream(const CompressionSettings& settings, Bytes early = {});

  // ------------------------------------------------------------------------------------- reading
  // Space for the next bytes from the peer; not empty once read() has returned 0.
  std::span<std::byte> prepare();
  void commit(std::size_t count) { raw_end_ += count; }
  // What has been decompressed, into `into` (not empty); from one frame at most, so that the
  // commands of a later one do not disturb the sequence. 0: more bytes are needed.
  Result<std::size_t> read(std::span<std::byte> into);
  // Whether read() may have something without further bytes.
  bool has_pending() const { return raw_begin_ != raw_end_ || in_frame_; }

  // ------------------------------------------------------------------------------------- writing
  // Appends one frame with the beginning of `plain` (not empty), which becomes what is left. On the
  // client's side `plain` begins at a packet or within its payload.
  void write_frame(Bytes& plain, Buffer& out);

  // Of the next frame that is written.
  std::uint8_t sequence() const { return sequence_; }
  void set_sequence(std::uint8_t sequence) { sequence_ = sequence; }

 private:
  Result<void> begin_frame();
  Result<std::size_t> read_stored(std::span<std::byte> into);
  Result<std::size_t> read_compressed(std::span<std::byte> into);
  Decompressor::Progress step(std::span<std::byte> room);
  Bytes raw_of_frame() const;
  void take_raw(std::size_t count);
  std::size_t frame_length(Bytes plain);

  const CompressionSettings settings_;
  std::uint8_t sequence_ = 0;

  Buffer raw_;
  std::size_t raw_begin_ = 0;
  std::size_t raw_end_ = 0;
  bool in_frame_ = false;
  bool stored_ = false;         // the frame's payload is not compressed
  std::size_t frame_left_ = 0;  // bytes of the frame that are still to be taken
  std::size_t plain_left_ = 0;  // bytes that it is still to become
  std::byte held_[2] = {};      // the frame's last byte, and what must not come behind it
  std::size_t held_count_ = 0;
  std::unique_ptr<Decompressor> decompressor_;  // made with the first compressed frame
  PacketTracker read_;
  PacketTracker written_;
};

}  // namespace sluice::wire
