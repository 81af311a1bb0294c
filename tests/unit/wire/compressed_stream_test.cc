// SPDX-License-Identifier: Apache-2.0
// The compressed protocol: frames out of bytes and back, cut at every byte, and what is refused.
#include "common/wire/compression/compressed_stream.h"

#include <doctest/doctest.h>

#include "common/wire/compression/compress.h"
#include "tests/unit/wire/hex.h"

namespace sluice::wire {
namespace {

using Side = CompressionSettings::Side;
constexpr CompressionAlgorithm kBoth[] = {CompressionAlgorithm::zlib, CompressionAlgorithm::zstd};

CompressionSettings settings_of(Side side, CompressionAlgorithm algorithm,
                                std::size_t cap = kMaxPayload) {
  return {side, algorithm, 3, cap};
}

// Compresses well, but shows each lost or doubled byte.
Buffer pattern(std::size_t size) {
  Buffer bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i / 7 % 251);
  return bytes;
}

Buffer noise(std::size_t size) {
  Buffer bytes(size);
  std::uint32_t state = 1;
  for (std::byte& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::byte>(state >> 24);
  }
  return bytes;
}

Buffer command(Bytes payload) {
  Buffer out;
  append_message(out, 0, payload);
  return out;
}

Buffer frames_of(CompressedStream& stream, Bytes plain) {
  Buffer out;
  while (!plain.empty()) stream.write_frame(plain, out);
  return out;
}

struct ReadBack {
  Buffer plain;
  std::optional<ErrorId> error;
};

// Feeds `raw` in pieces of at most `piece` bytes and reads into `room` bytes at a time.
ReadBack read_back(CompressedStream& stream, Bytes raw, std::size_t piece, std::size_t room) {
  ReadBack back;
  Buffer into(room);
  for (;;) {
    const Result<std::size_t> got = stream.read(into);
    if (!got) {
      back.error = got.error().id();
      return back;
    }
    back.plain.insert(back.plain.end(), into.begin(),
                      into.begin() + static_cast<std::ptrdiff_t>(*got));
    if (*got > 0) continue;
    if (raw.empty()) return back;
    const std::span<std::byte> space = stream.prepare();
    REQUIRE_FALSE(space.empty());
    const std::size_t count = std::min({space.size(), raw.size(), piece});
    std::copy_n(raw.begin(), count, space.begin());
    stream.commit(count);
    raw = raw.subspan(count);
  }
}

ReadBack read_back(CompressedStream& stream, Bytes raw) {
  return read_back(stream, raw, raw.size(), 4096);
}

Buffer frame(std::uint8_t sequence, Bytes payload, std::size_t plain) {
  Buffer out;
  Writer writer(out);
  writer.u24(static_cast<std::uint32_t>(payload.size()));
  writer.u8(sequence);
  writer.u24(static_cast<std::uint32_t>(plain));
  writer.bytes(payload);
  return out;
}

Buffer compressed(CompressionAlgorithm algorithm, Bytes plain) {
  Buffer out;
  REQUIRE(compress(algorithm, 3, plain, out));
  return out;
}

}  // namespace

TEST_CASE("the documentation's examples of compressed packets") {
  CompressedStream stream(settings_of(Side::server, CompressionAlgorithm::zlib));
  const Buffer raw = test::hex(
      "22000000320000"
      "789cd36360606 02e4ecd494d2e51503230343236313533b7b0c4cd520200 0cd10a6c");
  const ReadBack back = read_back(stream, raw);
  CHECK_FALSE(back.error);
  CHECK(as_text(back.plain).substr(4) == "\x03select \"012345678901234567890123456789012345\"");
  CHECK(stream.sequence() == 1);

  Buffer ok;
  Bytes plain = as_bytes(std::string_view("\x07\0\0\x01\0\0\0\x02\0\0\0", 11));
  stream.write_frame(plain, ok);
  CHECK(ok == test::hex("0b000001000000 070000010000000200 0000"));
}

TEST_CASE("what one side writes the other reads, cut at every byte") {
  for (const CompressionAlgorithm algorithm : kBoth) {
    for (const std::size_t size : {1, 45, 46, 47, 200, 1000}) {
      const Buffer sent = command(pattern(size));
      CompressedStream client(settings_of(Side::client, algorithm));
      const Buffer raw = frames_of(client, sent);
      if (size > 100) CHECK(raw.size() < sent.size());
      for (std::size_t piece = 1; piece <= raw.size(); ++piece) {
        for (const std::size_t room : {std::size_t{1}, std::size_t{13}, std::size_t{4096}}) {
          CompressedStream server(settings_of(Side::server, algorithm));
          const ReadBack back = read_back(server, raw, piece, room);
          REQUIRE_FALSE(back.error);
          REQUIRE(back.plain == sent);
          REQUIRE_FALSE(server.has_pending());
        }
      }
    }
  }
}

TEST_CASE("messages of several packets, compressible or not") {
  for (const CompressionAlgorithm algorithm : kBoth) {
    for (const bool random : {false, true}) {
      for (const std::size_t size : {kMaxPayload - 1, kMaxPayload, kMaxPayload + 1}) {
        const Buffer sent = command(random ? noise(size) : pattern(size));
        CompressedStream client(settings_of(Side::client, algorithm));
        CompressedStream server(settings_of(Side::server, algorithm));
        const Buffer raw = frames_of(client, sent);
        if (random) CHECK(raw.size() >= sent.size());
        const ReadBack back = read_back(server, raw, 10'000, 32 * 1024);
        CHECK_FALSE(back.error);
        CHECK((back.plain == sent));
        CHECK(server.sequence() == client.sequence());
      }
    }
  }
}

TEST_CASE("each command begins at frame 0, the answer counts on from it") {
  CompressedStream client(settings_of(Side::client, CompressionAlgorithm::zlib));
  CompressedStream server(settings_of(Side::server, CompressionAlgorithm::zlib));
  Buffer two = command(noise(100'000));  // two frames
  const Buffer second = command(pattern(10));
  two.insert(two.end(), second.begin(), second.end());
  const Buffer raw = frames_of(client, two);

  std::copy_n(raw.begin(), 0, server.prepare().begin());
  Buffer plain;
  Bytes left(raw);
  const auto read_until = [&](std::size_t size) {
    Buffer into(1 << 20);
    while (plain.size() < size) {
      const Result<std::size_t> got = server.read(into);
      REQUIRE(got);
      plain.insert(plain.end(), into.begin(), into.begin() + static_cast<std::ptrdiff_t>(*got));
      if (*got > 0) continue;
      const std::span<std::byte> space = server.prepare();
      const std::size_t count = std::min(space.size(), left.size());
      std::copy_n(left.begin(), count, space.begin());
      server.commit(count);
      left = left.subspan(count);
    }
  };
  read_until(two.size() - second.size());
  CHECK(server.sequence() == 2);
  read_until(two.size());
  CHECK(server.sequence() == 1);
  CHECK(plain == two);
}

TEST_CASE("what counts beyond 255 is no new command") {
  CompressedStream client(settings_of(Side::client, CompressionAlgorithm::zlib));
  client.set_sequence(254);
  Buffer out;
  const auto packet = [&](std::uint8_t sequence, std::size_t size) {
    Buffer plain;
    append_message(plain, sequence, pattern(size));
    Bytes rest(plain);
    out.clear();
    client.write_frame(rest, out);
    REQUIRE(rest.empty());
    return std::to_integer<int>(out[3]);
  };
  CHECK(packet(254, 10) == 254);
  CHECK(packet(255, 10) == 255);
  CHECK(packet(0, 10) == 0);
  CHECK(packet(1, 10) == 1);
  client.set_sequence(7);
  CHECK(packet(255, 0) == 7);  // the end of the data
  CHECK(packet(0, 10) == 0);   // a command
}

TEST_CASE("frames out of order") {
  const Buffer plain = command(pattern(100));
  const Buffer half(plain.begin(), plain.begin() + 60);
  const Buffer rest(plain.begin() + 60, plain.end());
  const auto read_frames = [&](std::uint8_t first, std::uint8_t second) {
    CompressedStream server(settings_of(Side::server, CompressionAlgorithm::zlib));
    Buffer raw = frame(first, half, 0);
    const Buffer more = frame(second, rest, 0);
    raw.insert(raw.end(), more.begin(), more.end());
    return read_back(server, raw).error;
  };
  CHECK_FALSE(read_frames(0, 1));
  CHECK(read_frames(1, 2) == ErrorId::packets_out_of_order);
  CHECK(read_frames(0, 0) == ErrorId::packets_out_of_order);  // within a message
  CHECK(read_frames(0, 2) == ErrorId::packets_out_of_order);
}

TEST_CASE("lengths that are not true, and damaged frames") {
  for (const CompressionAlgorithm algorithm : kBoth) {
    const Buffer plain = command(pattern(1000));
    const Buffer packed = compressed(algorithm, plain);
    const auto error_of = [&](Bytes payload, std::size_t claimed, std::size_t cap = kMaxPayload) {
      CompressedStream server(settings_of(Side::server, algorithm, cap));
      const ReadBack back = read_back(server, frame(0, payload, claimed));
      CHECK((back.plain.size() < plain.size() || !back.error));
      return back.error;
    };
    CHECK_FALSE(error_of(packed, plain.size()));
    CHECK(error_of(packed, plain.size() - 1) == ErrorId::decompression_failed);
    CHECK(error_of(packed, plain.size() + 1) == ErrorId::decompression_failed);
    CHECK(error_of(packed, 1) == ErrorId::decompression_failed);
    CHECK(error_of({}, 0) == ErrorId::decompression_failed);
    CHECK(error_of({}, 10) == ErrorId::decompression_failed);
    CHECK(error_of(noise(900), 1000) == ErrorId::decompression_failed);
    CHECK(error_of(noise(3000), 1000) == ErrorId::decompression_failed);
    CHECK(error_of(packed, plain.size(), 999) == ErrorId::packet_too_large);
    CHECK(error_of(plain, 0, 999) == ErrorId::packet_too_large);
    Buffer longer = packed;
    longer.push_back(std::byte{0});
    CHECK(error_of(longer, plain.size()) == ErrorId::decompression_failed);
    Buffer shorter = packed;
    shorter.pop_back();
    CHECK(error_of(shorter, plain.size()) == ErrorId::decompression_failed);
    if (algorithm == CompressionAlgorithm::zstd) continue;  // written without a checksum
    Buffer damaged = packed;
    damaged.back() ^= std::byte{1};
    CHECK(error_of(damaged, plain.size()) == ErrorId::decompression_failed);
  }
}

TEST_CASE("a bomb makes no more than it has declared, and no more than the cap") {
  for (const CompressionAlgorithm algorithm : kBoth) {
    const Buffer bomb = compressed(algorithm, Buffer(kMaxPayload));
    CHECK(bomb.size() < 100'000);
    for (const std::size_t claimed : {std::size_t{60}, std::size_t{100'000}}) {
      CompressedStream server(settings_of(Side::server, algorithm, 1 << 20));
      const ReadBack back = read_back(server, frame(0, bomb, claimed));
      CHECK(back.error == ErrorId::decompression_failed);
      CHECK(back.plain.size() < claimed);
    }
    CompressedStream server(settings_of(Side::server, algorithm, 1 << 20));
    const ReadBack back = read_back(server, frame(0, bomb, kMaxPayload));
    CHECK(back.error == ErrorId::packet_too_large);
    CHECK(back.plain.empty());
  }
}

TEST_CASE("bytes that came before the switch") {
  CompressedStream client(settings_of(Side::client, CompressionAlgorithm::zlib));
  const Buffer sent = command(pattern(50'000));
  const Buffer raw = frames_of(client, sent);
  CompressedStream server(settings_of(Side::server, CompressionAlgorithm::zlib), raw);
  CHECK(read_back(server, {}).plain == sent);
}

}  // namespace sluice::wire
