// SPDX-License-Identifier: Apache-2.0
#include "common/wire/frame_reader.h"

#include <algorithm>
#include <random>
#include <vector>

#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using test::hex;
using test::to_hex;

namespace {

constexpr std::size_t kCap = 64u << 20;

Buffer pattern(std::size_t size) {
  Buffer out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::byte>(i * 7 + (i >> 12));
  return out;
}

// Hands over as much of `bytes` from `at` as the reader takes, at most `limit`.
std::size_t feed(FrameReader& reader, Bytes bytes, std::size_t at, std::size_t limit) {
  const std::span<std::byte> space = reader.prepare();
  const std::size_t count = std::min({space.size(), limit, bytes.size() - at});
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, space.begin());
  reader.commit(count);
  return count;
}

bool same(Bytes left, Bytes right) {
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin());
}

Message need(FrameReader& reader) {
  Result<std::optional<Message>> message = reader.next();
  REQUIRE(message.ok());
  REQUIRE(message->has_value());
  return **message;
}

bool is_waiting(FrameReader& reader) {
  Result<std::optional<Message>> message = reader.next();
  return message.ok() && !message->has_value();
}

}  // namespace

TEST_CASE("messages are whole however the bytes are cut") {
  Buffer bytes;
  const Buffer first = hex("0373656c656374");
  const Buffer third = pattern(1000);
  append_message(bytes, 0, first);
  append_message(bytes, 1, {});
  append_message(bytes, 2, third);
  for (std::size_t piece = 1; piece < 40; ++piece) {
    CAPTURE(piece);
    FrameReader reader(kCap, 64);
    std::vector<Buffer> seen;
    for (std::size_t at = 0; at < bytes.size();) {
      at += feed(reader, bytes, at, piece);
      for (;;) {
        Result<std::optional<Message>> message = reader.next();
        REQUIRE(message.ok());
        if (!*message) break;
        seen.emplace_back((*message)->payload.begin(), (*message)->payload.end());
        CHECK((*message)->next_sequence == seen.size());
      }
    }
    CHECK(seen == std::vector<Buffer>{first, {}, third});
    CHECK_FALSE(reader.has_pending());
  }
}

TEST_CASE("many packets of one segment stay valid together") {
  Buffer bytes;
  for (std::uint8_t i = 0; i < 100; ++i) append_message(bytes, i, hex("0102"));
  FrameReader reader(kCap);
  feed(reader, bytes, 0, bytes.size());
  std::vector<Bytes> seen;
  for (int i = 0; i < 100; ++i) seen.push_back(need(reader).payload);
  CHECK(is_waiting(reader));
  for (const Bytes payload : seen) CHECK(to_hex(payload) == "0102");
}

TEST_CASE("fragments are joined and nothing is seen before the last one") {
  const std::size_t sizes[] = {0x7fffff,  0x800000,     0x80003c,         0xfffffe,     0xffffff,
                               0x1000000, 2 * 0xffffff, 2 * 0xffffff + 1, 3 * 0xffffff, 64u << 20};
  for (const std::size_t size : sizes) {
    CAPTURE(size);
    const Buffer payload = pattern(size);
    Buffer bytes;
    const std::uint8_t next = append_message(bytes, 0, payload);
    const std::size_t whole = bytes.size();
    append_message(bytes, next, hex("0e"));  // a pipelined command, here out of the same count
    FrameReader reader(kCap);
    std::size_t at = 0;
    while (at < whole - 1) {
      at += feed(reader, Bytes(bytes).first(whole - 1), at, 1u << 20);
      REQUIRE(is_waiting(reader));
    }
    while (at < bytes.size()) at += feed(reader, bytes, at, bytes.size());
    const Message message = need(reader);
    CHECK(same(message.payload, payload));
    CHECK(message.next_sequence == next);
    CHECK(to_hex(need(reader).payload) == "0e");
    CHECK(is_waiting(reader));
  }
}

TEST_CASE("sequence ids are checked and wrap at 256") {
  FrameReader reader(kCap);
  Buffer bytes;
  for (int i = 0; i < 300; ++i) append_message(bytes, static_cast<std::uint8_t>(i), hex("00"));
  feed(reader, bytes, 0, bytes.size());
  for (int i = 0; i < 300; ++i) CHECK(need(reader).next_sequence == (i + 1) % 256);
  SUBCASE("a new command begins at 0") {
    Buffer next;
    append_message(next, 0, hex("0e"));
    reader.expect_sequence(0);
    feed(reader, next, 0, next.size());
    CHECK(need(reader).next_sequence == 1);
  }
  SUBCASE("another id is refused as soon as the header is there") {
    const Buffer header = hex("05000007");
    feed(reader, header, 0, header.size());
    CHECK(reader.next().error().id() == ErrorId::packets_out_of_order);
    CHECK(reader.refusal_sequence() == 8);
    CHECK(reader.next().error().id() == ErrorId::packets_out_of_order);
  }
}

TEST_CASE("a wrong id on a fragment is refused") {
  Buffer bytes;
  append_message(bytes, 0, pattern(0xffffff + 10));
  bytes[kHeaderBytes + 0xffffff + 3] = std::byte{2};
  FrameReader reader(kCap);
  for (std::size_t at = 0; at < bytes.size();) at += feed(reader, bytes, at, bytes.size());
  CHECK(reader.next().error().id() == ErrorId::packets_out_of_order);
}

TEST_CASE("two pipelined commands restart the count each") {
  Buffer bytes;
  append_message(bytes, 0, hex("1f"));
  append_message(bytes, 0, hex("0e"));
  FrameReader reader(kCap);
  feed(reader, bytes, 0, bytes.size());
  CHECK(need(reader).next_sequence == 1);
  CHECK(reader.has_pending());
  reader.expect_sequence(0);
  CHECK(need(reader).next_sequence == 1);
}

TEST_CASE("the cap is exact") {
  Buffer bytes;
  append_message(bytes, 0, pattern(1000));
  FrameReader fits(1000);
  feed(fits, bytes, 0, bytes.size());
  CHECK(need(fits).payload.size() == 1000);
  FrameReader exceeds(999);
  feed(exceeds, bytes, 0, kHeaderBytes);
  CHECK(exceeds.next().error().id() == ErrorId::packet_too_large);
  CHECK(exceeds.refusal_sequence() == 1);
}

TEST_CASE("the cap counts all fragments and nothing beyond it is buffered") {
  Buffer bytes;
  append_message(bytes, 0, pattern(2 * 0xffffff));
  constexpr std::size_t kSmallCap = 0xffffff + 100;
  FrameReader reader(kSmallCap);
  std::size_t at = 0;
  Result<std::optional<Message>> last = reader.next();
  while (last.ok() && at < bytes.size()) {
    const std::size_t taken = feed(reader, bytes, at, bytes.size());
    REQUIRE(taken > 0);
    at += taken;
    last = reader.next();
  }
  CHECK(last.error().id() == ErrorId::packet_too_large);
  CHECK(reader.refusal_sequence() == 2);
  CHECK(at < kSmallCap + 64 * 1024);
}

TEST_CASE("an exact multiple at the cap is complete with its empty packet") {
  Buffer bytes;
  append_message(bytes, 0, pattern(0xffffff));
  FrameReader reader(0xffffff);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t taken = feed(reader, bytes, at, bytes.size());
    REQUIRE(taken > 0);
    at += taken;
    if (at < bytes.size()) REQUIRE(is_waiting(reader));
  }
  CHECK(need(reader).payload.size() == 0xffffff);
}

TEST_CASE("memory follows what arrived, not what is claimed, and is given back") {
  FrameReader reader(kCap, 1024);
  const Buffer claim = hex("fffff000");
  feed(reader, claim, 0, claim.size());
  CHECK(is_waiting(reader));
  CHECK(reader.prepare().size() <= 2048);

  FrameReader other(kCap, 1024);
  Buffer bytes;
  append_message(bytes, 0, pattern(1u << 20));
  for (std::size_t at = 0; at < bytes.size();) {
    at += feed(other, bytes, at, bytes.size());
    CHECK(other.prepare().size() <= std::max<std::size_t>(at, 1024));  // at most doubled
    if (at < bytes.size()) REQUIRE(is_waiting(other));
  }
  CHECK(need(other).payload.size() == 1u << 20);
  CHECK(other.prepare().size() == 1024);
}

TEST_CASE("bytes behind the last message can be taken for another protocol") {
  Buffer bytes;
  append_message(bytes, 0, hex("aa"));
  append(bytes, "\x16\x03\x01");
  FrameReader reader(kCap);
  CHECK(reader.take_pending().empty());
  feed(reader, bytes, 0, bytes.size());
  need(reader);
  CHECK(to_hex(reader.take_pending()) == "160301");
  CHECK_FALSE(reader.has_pending());
  CHECK(reader.take_pending().empty());
}

TEST_CASE("a relay may look at packets itself and pass over them") {
  Buffer bytes;
  append_message(bytes, 0, hex("01"));
  append_message(bytes, 9, hex("0203"));
  append_message(bytes, 1, hex("04"));
  FrameReader reader(kCap);
  feed(reader, bytes, 0, bytes.size());
  need(reader);
  CHECK(to_hex(reader.pending()) ==
        "020000090203"
        "0100000104");
  reader.skip(3);
  reader.skip(3);
  CHECK(to_hex(need(reader).payload) == "04");
}

TEST_CASE("random sizes in random pieces") {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Buffer bytes;
    std::vector<Buffer> sent;
    std::uint8_t sequence = 0;
    for (int i = 0; i < 20; ++i) {
      sent.push_back(pattern(random() % 5000));
      sequence = append_message(bytes, sequence, sent.back());
    }
    FrameReader reader(8192, 100);
    std::size_t received = 0;
    for (std::size_t at = 0; at < bytes.size();) {
      at += feed(reader, bytes, at, 1 + random() % 3000);
      for (;;) {
        Result<std::optional<Message>> message = reader.next();
        REQUIRE(message.ok());
        if (!*message) break;
        REQUIRE(received < sent.size());
        CHECK(same((*message)->payload, sent[received]));
        ++received;
      }
    }
    CHECK(received == sent.size());
  }
}

}  // namespace sluice::wire
