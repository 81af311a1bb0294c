// SPDX-License-Identifier: Apache-2.0
// FrameReader against the plainest reader there is, which sees all bytes at once: however a stream
// is cut, the messages, and the error that ends them, must be the same. Input: cap (2 bytes), first
// buffer size (1), sizes of the pieces (1, seeds a sequence), the stream.
#include <algorithm>
#include <optional>
#include <vector>

#include "common/wire/frame_reader.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;

struct Outcome {
  std::vector<Buffer> messages;
  std::optional<ErrorId> error;
  bool operator==(const Outcome&) const = default;
};

Outcome read_plainly(Bytes stream, std::size_t cap) {
  Outcome outcome;
  Buffer joined;
  std::uint8_t sequence = 0;
  while (stream.size() >= wire::kHeaderBytes) {
    const wire::FrameHeader header = wire::read_header(stream.data());
    if (header.sequence != sequence++) {
      outcome.error = ErrorId::packets_out_of_order;
      return outcome;
    }
    if (joined.size() + header.length > cap) {
      outcome.error = ErrorId::packet_too_large;
      return outcome;
    }
    stream = stream.subspan(wire::kHeaderBytes);
    if (stream.size() < header.length) return outcome;
    joined.insert(joined.end(), stream.begin(), stream.begin() + header.length);
    stream = stream.subspan(header.length);
    if (header.length == wire::kMaxPayload) continue;
    outcome.messages.push_back(std::move(joined));
    joined.clear();
  }
  return outcome;
}

Outcome read_in_pieces(Bytes stream, wire::FrameReader& reader, std::uint32_t pieces) {
  Outcome outcome;
  for (;;) {
    for (;;) {
      const Result<std::optional<wire::Message>> message = reader.next();
      if (!message) {
        outcome.error = message.error().id();
        return outcome;
      }
      if (!*message) break;
      outcome.messages.emplace_back((*message)->payload.begin(), (*message)->payload.end());
    }
    if (stream.empty()) return outcome;
    const std::span<std::byte> space = reader.prepare();
    fuzz::check(!space.empty());
    pieces = pieces * 1664525 + 1013904223;
    const std::size_t count =
        std::min({stream.size(), space.size(), std::size_t{1} + (pieces >> 24)});
    std::copy_n(stream.begin(), count, space.begin());
    reader.commit(count);
    stream = stream.subspan(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const std::size_t cap = data[0] | data[1] << 8;
  const Bytes stream = fuzz::as_input(data, size).subspan(4);
  wire::FrameReader reader(cap, data[2]);
  fuzz::check(read_in_pieces(stream, reader, data[3]) == read_plainly(stream, cap));
  return 0;
}
