// SPDX-License-Identifier: Apache-2.0
// Sequence ids and the cutting of bytes (E3, E4, E5, E10).
#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;
using enum wire::Command;

Buffer command_bytes(wire::Command command, std::string_view text, std::uint8_t sequence = 0) {
  Buffer payload{static_cast<std::byte>(command)};
  append(payload, text);
  return packet_bytes(sequence, payload);
}

void check_out_of_order(RawClient& client, std::uint8_t sequence) {
  const RawReply reply = client.read_reply();
  CHECK(reply.error().number == 1156);
  CHECK(reply.error().sqlstate == "08S01");
  CHECK(reply.packets.back().sequence == sequence);
  CHECK(client.closed_by_peer(5s));
}

}  // namespace

TEST_CASE("300 rows count their packets from 255 on to 0, relayed and merged") {
  FakeCluster cluster;
  std::vector<Cells> rows[2];
  for (int i = 0; i < 600; ++i) rows[i % 2].push_back({std::to_string(i), "n"});
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).on("select .*", text_result(kIdAndName, rows[i]));
  }
  RawClient client = cluster.connect();
  for (const char* sql : {"SELECT user_id, name FROM t_user WHERE user_id = 2",
                          "SELECT user_id, name FROM t_user ORDER BY user_id"}) {
    const RawReply reply = client.query(sql);
    REQUIRE_FALSE(reply.is_error());
    CHECK(reply.rows.size() >= 300);
    for (std::size_t i = 0; i < reply.packets.size(); ++i) {
      REQUIRE(reply.packets[i].sequence == static_cast<std::uint8_t>(i + 1));
    }
    client.send_command(ping);  // each command counts from 0 again
    CHECK(client.read_reply().packets.back().sequence == 1);
  }
}

TEST_CASE("a command with a wrong sequence id is refused and the connection closed") {
  FakeCluster cluster;
  for (const int id : {1, 2, 128, 255}) {
    RawClient client = cluster.connect();
    client.send_raw(command_bytes(ping, "", static_cast<std::uint8_t>(id)));
    check_out_of_order(client, static_cast<std::uint8_t>(id + 1));
  }
}

TEST_CASE("a fragment with a wrong sequence id is refused and nothing runs") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  const std::string sql =
      "DELETE FROM t_user WHERE user_id = 2 /*" + std::string(wire::kMaxPayload, 'c');
  Buffer payload{static_cast<std::byte>(query)};
  append(payload, sql);
  client.send_raw(packet_bytes(0, Bytes(payload).first(wire::kMaxPayload)));
  client.send_raw(packet_bytes(2, as_bytes("*/")));
  check_out_of_order(client, 3);
  CHECK_FALSE(cluster.shard(0).wait_for_query("delete .*", 0ms));
}

TEST_CASE("a command in single bytes, and cut in two at every place") {
  FakeCluster cluster;
  cluster.shard(0).on("select .*", text_result(kIdAndName, {{"2", "b"}}));
  RawClient client = cluster.connect();
  const Buffer command = command_bytes(query, "SELECT user_id, name FROM t_user WHERE user_id = 2");
  for (const std::byte byte : command) client.send_raw(Bytes(&byte, 1));
  CHECK(client.read_reply().rows.size() == 1);
  for (std::size_t cut = 1; cut < command.size(); ++cut) {
    client.send_raw(Bytes(command).first(cut));
    client.send_raw(Bytes(command).subspan(cut));
    CHECK(client.read_reply().rows.size() == 1);
  }
}

TEST_CASE("a server's answer in single bytes, relayed and merged") {
  FakeCluster cluster;
  const std::vector<Cells> even = {{"2", "b"}, {"4", std::string(300, 'd')}};
  const std::vector<Cells> odd = {{"1", "a"}, {"3", std::nullopt}};
  cluster.shard(0).script({chunks(1), login()});
  cluster.shard(1).script({chunks(1), login()});
  cluster.shard(0).on("select .*", text_result(kIdAndName, even));
  cluster.shard(1).on("select .*", text_result(kIdAndName, odd));
  RawClient client = cluster.connect();
  const RawReply one = client.query("SELECT user_id, name FROM t_user WHERE user_id = 2");
  CHECK(one.rows == std::vector<Buffer>{text_row_packet(even[0]), text_row_packet(even[1])});
  const RawReply two = client.query("SELECT user_id, name FROM t_user ORDER BY user_id");
  CHECK(two.rows == std::vector<Buffer>{text_row_packet(odd[0]), text_row_packet(even[0]),
                                        text_row_packet(odd[1]), text_row_packet(even[1])});
  CHECK(cluster.failures() == "");
}

TEST_CASE("many commands in one segment are answered one after the other") {
  FakeCluster cluster;
  cluster.shard(0).on("select .*", text_result(kIdAndName, {{"2", "b"}}));
  RawClient client = cluster.connect();
  Buffer bytes;
  constexpr int kCount = 200;
  for (int i = 0; i < kCount; ++i) {
    const Buffer next = i % 2 == 0 ? command_bytes(ping, "")
                                   : command_bytes(query,
                                                   "SELECT user_id, name FROM t_user "
                                                   "WHERE user_id = 2");
    bytes.insert(bytes.end(), next.begin(), next.end());
  }
  client.send_raw(bytes);
  for (int i = 0; i < kCount; ++i) {
    const RawReply reply = client.read_reply();
    REQUIRE_FALSE(reply.is_error());
    CHECK(reply.packets.front().sequence == 1);
    CHECK(reply.rows.size() == (i % 2 == 0 ? 0u : 1u));
  }
}

TEST_CASE("COM_RESET_CONNECTION and SET NAMES in one segment have an answer each") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  Buffer bytes = command_bytes(reset_connection, "");
  const Buffer set = command_bytes(query, "SET NAMES utf8mb4");
  bytes.insert(bytes.end(), set.begin(), set.end());
  client.send_raw(bytes);
  for (int i = 0; i < 2; ++i) {
    const RawReply reply = client.read_reply();
    CHECK_FALSE(reply.is_error());
    CHECK(reply.packets.size() == 1);
    CHECK(reply.packets.front().sequence == 1);
  }
}

TEST_CASE("a client that half-closes behind its last command still gets the answer") {
  FakeCluster cluster;
  cluster.shard(0).on("select .*", text_result(kIdAndName, {{"2", "b"}}));
  RawClient client = cluster.connect();
  client.send_command(query, "SELECT user_id, name FROM t_user WHERE user_id = 2");
  client.socket().half_close();
  CHECK(client.read_reply().rows.size() == 1);
  CHECK(client.closed_by_peer(5s));
}

}  // namespace sluice::test
