// SPDX-License-Identifier: Apache-2.0
#include "common/wire/frame.h"

#include <algorithm>

namespace sluice::wire {

MessageScope::MessageScope(Buffer& out, std::uint8_t sequence)
    : out_(out), start_(out.size()), sequence_(sequence) {
  out_.resize(start_ + kHeaderBytes);
}

// The payload lies in one piece behind the first header. Every further packet needs room for a
// header of its own, so the pieces move up, the last one first.
std::uint8_t MessageScope::close() {
  const std::size_t length = out_.size() - start_ - kHeaderBytes;
  const std::size_t splits = length / kMaxPayload;
  if (splits > 0) out_.resize(out_.size() + splits * kHeaderBytes);
  std::byte* const first = out_.data() + start_;
  for (std::size_t i = splits; i > 0; --i) {
    std::byte* const piece = first + kHeaderBytes + i * kMaxPayload;
    std::byte* const header = piece + (i - 1) * kHeaderBytes;
    const std::size_t piece_length = i == splits ? length - splits * kMaxPayload : kMaxPayload;
    std::memmove(header + kHeaderBytes, piece, piece_length);
    write_header(header, {static_cast<std::uint32_t>(piece_length),
                          static_cast<std::uint8_t>(sequence_ + i)});
  }
  write_header(first, {static_cast<std::uint32_t>(std::min(length, kMaxPayload)), sequence_});
  return static_cast<std::uint8_t>(sequence_ + splits + 1);
}

std::uint8_t append_message(Buffer& out, std::uint8_t sequence, Bytes payload) {
  MessageScope message(out, sequence);
  Writer(out).bytes(payload);
  return message.close();
}

}  // namespace sluice::wire
