// SPDX-License-Identifier: Apache-2.0
// A client that does not read (E12): the shards are held back, so what is on its way stays small
// however long the result is, and everything arrives once the client goes on.
#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRowBytes = 64 * 1024;
constexpr std::size_t kRows = 1536;  // of each shard: 96 MiB
// Socket buffers of the kernel on both ways, and the gateway's own. A receive buffer may grow to 32
// MiB (tcp_rmem), a send buffer to 4 MiB (tcp_wmem), and there are two of those.
constexpr std::size_t kMostOnTheWay = 48u << 20;

// Sends kRows rows, user_id from `first` in steps of two, and counts their bytes as they leave.
Step long_result(std::size_t first, std::atomic<std::size_t>& sent) {
  return [first, &sent](ScriptedConnection& connection) {
    result_head(kIdAndPayload)(connection);
    const std::string payload(kRowBytes, 'p');
    for (std::size_t i = 0; i < kRows; ++i) {
      connection.send(text_row_packet({std::to_string(100000 + first + 2 * i), payload}));
      sent += kRowBytes;
    }
    result_end()(connection);
  };
}

// Waits until nothing has moved for a while, or everything has.
void wait_until_still(const std::atomic<std::size_t>& sent, std::size_t all) {
  std::size_t last = 0;
  for (int still = 0; still < 15 && sent < all;) {
    std::this_thread::sleep_for(20ms);
    still = sent == last ? still + 1 : 0;
    last = sent;
  }
}

void read_slowly(FakeCluster& cluster, const char* sql, const std::atomic<std::size_t>& sent,
                 std::size_t shards) {
  RawClient client = cluster.connect();
  client.socket().set_receive_buffer(64 * 1024);
  client.send_command(wire::Command::query, sql);
  // The head, so that the answer is known to have begun.
  for (int i = 0; i < 4; ++i) REQUIRE(read_packet(client.socket()).has_value());
  wait_until_still(sent, shards * kRows * kRowBytes);
  CHECK(sent > 0);
  CHECK(sent < kMostOnTheWay * shards);

  std::size_t rows = 0;
  std::size_t previous = 0;
  for (;;) {
    const std::optional<RawPacket> packet = read_packet(client.socket());
    REQUIRE(packet.has_value());
    REQUIRE(packet->payload.size() != 0);
    if (packet->payload.size() < kRowBytes) {
      CHECK(packet->payload[0] == std::byte{0xfe});
      break;
    }
    wire::Reader reader(packet->payload);
    const std::size_t id = std::stoull(std::string(reader.lenenc_text()));
    CHECK(id > previous);
    previous = id;
    ++rows;
    if (rows % 64 == 0) CHECK(sent < rows * kRowBytes + kMostOnTheWay * shards);
  }
  CHECK(rows == shards * kRows);
}

}  // namespace

TEST_CASE("a client that stops reading holds back the one shard that it reads from") {
  std::atomic<std::size_t> sent = 0;  // outlives the servers that count
  FakeCluster cluster;
  cluster.shard(0).on("select .*", long_result(2, sent));
  read_slowly(cluster, "SELECT user_id, payload FROM t_user WHERE user_id = 2", sent, 1);
  CHECK(cluster.failures() == "");
}

TEST_CASE("a client that stops reading holds back both shards of a merge") {
  std::atomic<std::size_t> sent = 0;  // outlives the servers that count
  FakeCluster cluster;
  cluster.shard(0).on("select .*", long_result(2, sent));
  cluster.shard(1).on("select .*", long_result(3, sent));
  read_slowly(cluster, "SELECT user_id, payload FROM t_user ORDER BY user_id", sent, 2);
  CHECK(cluster.failures() == "");
}

TEST_CASE("a client that goes away in the middle of a result frees the server's connection") {
  std::atomic<std::size_t> sent = 0;  // outlives the servers that count
  FakeCluster cluster;
  cluster.shard(0).script({login(), expect(wire::Command::query, "SET .*"),
                           reply_with({ok_packet()}), expect(wire::Command::query, "SELECT .*"),
                           [&](ScriptedConnection& connection) {
                             connection.open = false;
                             try {
                               long_result(2, sent)(connection);
                             } catch (const SocketError&) {
                               sent = 0;  // refused to take more
                             }
                           }});
  {
    RawClient client = cluster.connect();
    client.send_command(wire::Command::query,
                        "SELECT user_id, payload FROM t_user WHERE user_id = 2");
    for (int i = 0; i < 5; ++i) REQUIRE(read_packet(client.socket()).has_value());
    client.socket().reset();
  }
  cluster.shard(0).on("select .*", text_result(kIdAndName, {{"2", "b"}}));
  RawClient client = cluster.connect();
  CHECK(client.query("SELECT user_id, name FROM t_user WHERE user_id = 2").rows.size() == 1);
}

}  // namespace sluice::test
