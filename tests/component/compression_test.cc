// SPDX-License-Identifier: Apache-2.0
// A client that compresses: commands and rows of all sizes, with and without TLS, pipelined; and
// what of broken frames comes out as an error.
#include <mutex>

#include <doctest/doctest.h>

#include "common/wire/compression/compress.h"
#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"
#include "tests/support/tls_files.h"

namespace sluice::test {
namespace {

using wire::CompressionAlgorithm;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kSizes[] = {100, 0xffffff};
#else
constexpr std::size_t kSizes[] = {10, 100, 70'000, 0xfffffe, 0xffffff, 0x1000000, 2 * 0xffffff};
#endif

constexpr CompressionAlgorithm kBoth[] = {CompressionAlgorithm::zlib, CompressionAlgorithm::zstd};

LoginOptions options_for(CompressionAlgorithm algorithm, bool tls = false) {
  LoginOptions options = FakeCluster::login_options();
  options.capabilities |= algorithm == CompressionAlgorithm::zlib ? wire::capability::kCompress
                                                                  : wire::capability::kZstd;
  options.tls = tls;
  return options;
}

std::string tls_block(const TlsFiles& files) {
  return "  tls: {mode: preferred, certificate: " + files.certificate.string() +
         ", key: " + files.key.string() + "}\n";
}

// Half of it compresses, half of it does not.
std::string text_of(std::size_t size) {
  std::string text(size, 'x');
  std::uint32_t state = 7;
  for (std::size_t i = 0; i < size / 2; ++i) {
    state = state * 1664525 + 1013904223;
    text[i] = static_cast<char>('a' + (state >> 24) % 26);
  }
  return text;
}

Buffer frame(std::uint8_t sequence, Bytes payload, std::size_t plain) {
  Buffer out;
  wire::Writer writer(out);
  writer.u24(static_cast<std::uint32_t>(payload.size()));
  writer.u8(sequence);
  writer.u24(static_cast<std::uint32_t>(plain));
  writer.bytes(payload);
  return out;
}

Buffer ping() {
  return packet_bytes(0, as_bytes("\x0e"));
}

}  // namespace

TEST_CASE("commands and rows around every limit, compressed, with and without TLS") {
  const TlsFiles files;
  FakeCluster cluster({.sluice_block = tls_block(files)});
  for (const CompressionAlgorithm algorithm : kBoth) {
    for (const bool tls : {false, true}) {
      RawClient client = cluster.connect(options_for(algorithm, tls));
      REQUIRE(client.socket().compression() != nullptr);
      for (const std::size_t size : kSizes) {
        CAPTURE(size);
        const std::string text = text_of(size);
        const Buffer row = text_row_packet({"2", text});
        cluster.shard(0).on(
            "select .*", all({result_head(kIdAndPayload), reply_with({row, row}), result_end()}));
        const RawReply reply = client.query(
            "SELECT user_id, payload FROM t_user WHERE user_id = 2"
            " /* " +
            text + " */");
        REQUIRE_FALSE(reply.is_error());
        REQUIRE(reply.rows.size() == 2);
        CHECK((reply.rows[0] == row));
        CHECK((reply.rows[1] == row));
      }
    }
  }
  CHECK(cluster.failures() == "");
}

TEST_CASE("pipelined commands, each in frames of its own or all in one") {
  FakeCluster cluster;
  for (const CompressionAlgorithm algorithm : kBoth) {
    RawClient client = cluster.connect(options_for(algorithm));
    Buffer three;
    for (int i = 0; i < 3; ++i) {
      const Buffer one = ping();
      three.insert(three.end(), one.begin(), one.end());
    }
    client.socket().write(three);
    for (int i = 0; i < 3; ++i) {
      const RawReply reply = client.read_reply();
      CHECK_FALSE(reply.is_error());
      CHECK(reply.packets.back().sequence == 1);
      CHECK(client.socket().compression()->sequence() == 2);
    }
    client.socket().write_raw(frame(0, three, 0));
    for (int i = 0; i < 3; ++i) CHECK_FALSE(client.read_reply().is_error());
    CHECK_FALSE(client.query("SELECT 1 FROM t_nowhere").packets.empty());
  }
  CHECK(cluster.failures() == "");
}

TEST_CASE("COM_CHANGE_USER goes on compressed") {
  FakeCluster cluster;
  for (const CompressionAlgorithm algorithm : kBoth) {
    RawClient client = cluster.connect(options_for(algorithm));
    CHECK_FALSE(client.change_user(options_for(algorithm)).is_error());
    client.socket().write(ping());
    CHECK_FALSE(client.read_reply().is_error());
  }
}

TEST_CASE("a login that is refused is answered uncompressed") {
  FakeCluster cluster;
  LoginOptions options = options_for(CompressionAlgorithm::zlib);
  options.database = "nowhere";
  RawClient client(cluster.port());
  CHECK(client.login(options).error().number == 1049);
}

TEST_CASE("commands sent before the login is answered") {
  FakeCluster cluster;
  const LoginOptions options = options_for(CompressionAlgorithm::zlib);
  RawClient first = cluster.connect(options);  // what a login's packets are
  CHECK(first.capabilities() != 0);
  RawClient client(cluster.port());
  wire::HandshakeResponse response;
  response.capabilities = options.capabilities;
  response.user = options.user;
  response.auth_plugin = wire::kNativePassword;
  const Buffer scrambled =
      wire::native_password_response(options.password, client.greeting().nonce);
  response.auth_response = scrambled;
  Buffer payload;
  wire::encode(response, payload);
  Buffer bytes = packet_bytes(1, payload);
  const Buffer early = frame(0, ping(), 0);
  bytes.insert(bytes.end(), early.begin(), early.end());
  client.socket().write(bytes);
  CHECK_FALSE(client.read_packet_reply().is_error());
  client.socket().start_compression(CompressionAlgorithm::zlib);
  CHECK_FALSE(client.read_packet_reply().is_error());
}

TEST_CASE("broken frames end the session with the error that names them") {
  FakeCluster cluster({.sluice_block = "  max-allowed-packet: 1MB\n"});
  const auto error_after = [&](Bytes raw) {
    RawClient client = cluster.connect(options_for(CompressionAlgorithm::zlib));
    client.socket().write_raw(raw);
    const std::uint16_t number = client.read_packet_reply().error().number;
    CHECK(client.closed_by_peer(std::chrono::seconds(10)));
    return number;
  };
  Buffer bomb;
  REQUIRE(wire::compress(CompressionAlgorithm::zlib, 9, Buffer(wire::kMaxPayload), bomb));
  CHECK(error_after(frame(0, bomb, wire::kMaxPayload)) == 1153);
  CHECK(error_after(frame(0, bomb, 1000)) == 1157);
  CHECK(error_after(frame(0, as_bytes("this is not what zlib makes"), 60)) == 1157);
  CHECK(error_after(frame(3, ping(), 0)) == 1156);
  RawClient client = cluster.connect(options_for(CompressionAlgorithm::zlib));
  client.socket().write(ping());
  CHECK_FALSE(client.read_reply().is_error());
}

}  // namespace sluice::test
