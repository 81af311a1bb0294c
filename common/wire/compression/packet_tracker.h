// SPDX-License-Identifier: Apache-2.0
// Where packets begin and end in a stream of framed bytes that comes in any pieces. Sans-io.
#pragma once

#include <algorithm>
#include <array>

#include "common/wire/frame.h"

namespace sluice::wire {

class PacketTracker {
 public:
  // Passes over bytes, at most to the end of the current packet; returns how many.
  std::size_t take(Bytes bytes) {
    std::size_t at = 0;
    while (at < bytes.size() && in_header_ < kHeaderBytes) header_[in_header_++] = bytes[at++];
    if (in_header_ < kHeaderBytes) return at;
    const FrameHeader header = last_header();
    const std::size_t part = std::min(bytes.size() - at, header.length - in_payload_);
    in_payload_ += part;
    if (in_payload_ == header.length) {
      in_header_ = 0;
      in_payload_ = 0;
    }
    return at + part;
  }
  void take_all(Bytes bytes) {
    while (!bytes.empty()) bytes = bytes.subspan(take(bytes));
  }

  bool between_packets() const { return in_header_ == 0; }
  // No packet of a message is outstanding; true at the beginning.
  bool between_messages() const { return between_packets() && last_header().length != kMaxPayload; }
  // Precondition: between_packets(). Of the packet that has just ended; zeros at the beginning.
  FrameHeader last_header() const { return read_header(header_.data()); }

 private:
  std::array<std::byte, kHeaderBytes> header_{};
  std::size_t in_header_ = 0;
  std::size_t in_payload_ = 0;
};

}  // namespace sluice::wire
