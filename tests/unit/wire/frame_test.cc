// SPDX-License-Identifier: Apache-2.0
#include "common/wire/frame.h"

#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using test::hex;
using test::to_hex;

namespace {

Buffer pattern(std::size_t size) {
  Buffer out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::byte>(i * 31 + (i >> 16));
  return out;
}

// What the documentation says a message of this payload looks like.
struct Expected {
  std::uint32_t length;
  std::uint8_t sequence;
};

void check_packets(const Buffer& framed, Bytes payload, std::span<const Expected> packets) {
  std::size_t at = 0;
  std::size_t taken = 0;
  for (const Expected& packet : packets) {
    REQUIRE(framed.size() - at >= kHeaderBytes);
    const FrameHeader header = read_header(framed.data() + at);
    CHECK(header.length == packet.length);
    CHECK(header.sequence == packet.sequence);
    at += kHeaderBytes;
    REQUIRE(framed.size() - at >= header.length);
    CHECK(std::memcmp(framed.data() + at, payload.data() + taken, header.length) == 0);
    at += header.length;
    taken += header.length;
  }
  CHECK(at == framed.size());
  CHECK(taken == payload.size());
}

}  // namespace

// Examples of the documentation, "MySQL Packets" and "OK_Packet".
TEST_CASE("small messages") {
  Buffer out;
  CHECK(append_message(out, 0, hex("01")) == 1);
  CHECK(append_message(out, 2, hex("00000002000000")) == 3);
  CHECK(append_message(out, 255, {}) == 0);
  CHECK(to_hex(out) ==
        "0100000001"
        "0700000200000002000000"
        "000000ff");
}

TEST_CASE("lengths are unsigned") {
  const Buffer header = hex("3c008007");
  CHECK(read_header(header.data()).length == 0x80003c);
  CHECK(read_header(header.data()).sequence == 7);
}

TEST_CASE("long messages are split in place and exact multiples end with an empty packet") {
  const struct {
    std::size_t size;
    std::vector<Expected> packets;
  } cases[] = {
      {0xfffffe, {{0xfffffe, 254}}},
      {0xffffff, {{0xffffff, 254}, {0, 255}}},
      {0x1000000, {{0xffffff, 254}, {1, 255}}},
      {2 * 0xffffff, {{0xffffff, 254}, {0xffffff, 255}, {0, 0}}},
      {2 * 0xffffff + 5, {{0xffffff, 254}, {0xffffff, 255}, {5, 0}}},
  };
  for (const auto& [size, packets] : cases) {
    const Buffer payload = pattern(size);
    Buffer out = hex("aabb");  // what was in the buffer before stays
    MessageScope message(out, 254);
    Writer(out).bytes(payload);
    CHECK(message.close() == static_cast<std::uint8_t>(packets.back().sequence + 1));
    CHECK(to_hex(Bytes(out).first(2)) == "aabb");
    out.erase(out.begin(), out.begin() + 2);
    check_packets(out, payload, packets);
  }
}

}  // namespace sluice::wire
