// SPDX-License-Identifier: Apache-2.0
// Packets: 3 bytes of length (unsigned, little-endian), 1 byte of sequence id, payload. A message
// longer than kMaxPayload-1 is split; an exact multiple of kMaxPayload is closed by an empty
// packet. Source: MySQL internals, "MySQL Packets".
#pragma once

#include "common/wire/cursor.h"
#include "common/wire/protocol.h"

namespace sluice::wire {

struct FrameHeader {
  std::uint32_t length;
  std::uint8_t sequence;
};

// Precondition: four bytes at `at`.
inline FrameHeader read_header(const std::byte* at) {
  const auto byte = [at](int i) { return std::to_integer<std::uint32_t>(at[i]); };
  return {byte(0) | byte(1) << 8 | byte(2) << 16, std::to_integer<std::uint8_t>(at[3])};
}

inline void write_header(std::byte* at, FrameHeader header) {
  at[0] = static_cast<std::byte>(header.length);
  at[1] = static_cast<std::byte>(header.length >> 8);
  at[2] = static_cast<std::byte>(header.length >> 16);
  at[3] = static_cast<std::byte>(header.sequence);
}

// Writes one message into a buffer as one or more packets:
//   MessageScope message(buffer, sequence);  ... append payload ...  message.close();
// close() sets the header, splits where needed and returns the next sequence id.
class MessageScope {
 public:
  MessageScope(Buffer& out, std::uint8_t sequence);
  std::uint8_t close();

 private:
  Buffer& out_;
  std::size_t start_;
  std::uint8_t sequence_;
};

// Appends `payload` as a whole message; returns the next sequence id.
std::uint8_t append_message(Buffer& out, std::uint8_t sequence, Bytes payload);

}  // namespace sluice::wire
