// SPDX-License-Identifier: Apache-2.0
// Commands and rows around and beyond the 16 MB packet limit (E1, E2, E7, E8): byte for byte, once.
#include <mutex>

#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

#if defined(__SANITIZE_THREAD__)
// ThreadSanitizer looks at all that is left to write at each partial write, which takes minutes for
// the longer ones.
constexpr std::size_t kSizes[] = {0xfffffe, 0xffffff, 0x1000000};
#else
constexpr std::size_t kSizes[] = {0x7fffff,  0x800000,     0xfffffe,        0xffffff,
                                  0x1000000, 2 * 0xffffff, 2 * 0xffffff + 1};
#endif

// Letters in an order that shows a lost, doubled or swapped piece.
std::string pattern_text(std::size_t size) {
  static const std::string longest = [] {
    std::string text(2 * wire::kMaxPayload + 1, '\0');
    std::uint32_t state = 12345;
    for (char& c : text) {
      state = state * 1664525 + 1013904223;
      c = static_cast<char>('a' + (state >> 24) % 26);
    }
    return text;
  }();
  return longest.substr(0, size);
}

std::size_t lenenc_bytes(std::size_t size) {
  return size < 251 ? 1 : size < 0x10000 ? 3 : size < 0x1000000 ? 4 : 9;
}

// Text of which a row of one such column, and `rest` more bytes, is `size` bytes long.
std::string cell_for_row(std::size_t size, std::size_t rest) {
  for (const std::size_t prefix : {std::size_t{9}, std::size_t{4}}) {
    const std::size_t text = size - rest - prefix;
    if (lenenc_bytes(text) == prefix) return pattern_text(text);
  }
  FAIL("no such row");
  return {};
}

// Compares without printing 16 MB if they differ.
void check_same(Bytes got, Bytes expected) {
  CHECK(got.size() == expected.size());
  CHECK((as_text(got) == as_text(expected)));
}

// Commands that the step has read, in order.
struct Received {
  std::mutex mutex;
  std::vector<Buffer> messages;
};

// Answers every command with OK and keeps those that are no SET.
Step receive_all(std::shared_ptr<Received> received) {
  return [received](ScriptedConnection& connection) {
    while (std::optional<RawPacket> message = read_message(connection.socket)) {
      const bool set = as_text(message->payload).substr(1, 3) == "SET";
      connection.sequence = static_cast<std::uint8_t>(message->sequence + 1);
      {
        const std::lock_guard lock(received->mutex);
        if (!set) received->messages.push_back(std::move(message->payload));
      }
      connection.send(ok_packet(1));
    }
    connection.open = false;
  };
}

void answer_rows(FakeCluster& cluster, std::size_t shard, std::vector<Buffer> rows,
                 const std::vector<WireColumn>& columns = kIdAndPayload) {
  cluster.shard(shard).on("select .*",
                          all({result_head(columns), reply_with(std::move(rows)), result_end()}));
}

LoginOptions client_options(bool deprecate_eof) {
  LoginOptions options = FakeCluster::login_options();
  if (deprecate_eof) options.capabilities |= wire::capability::kDeprecateEof;
  return options;
}

}  // namespace

TEST_CASE("commands of every size around a packet's limit arrive once and unchanged") {
  FakeCluster cluster;
  const auto received = std::make_shared<Received>();
  cluster.shard(0).script({login(), receive_all(received)});
  RawClient client = cluster.connect();
  for (const std::size_t size : kSizes) {
    CAPTURE(size);
    const std::string head = "INSERT INTO t_user (user_id, payload) VALUES (2, '";
    const std::string tail = "')";
    const std::string sql = head + pattern_text(size - 1 - head.size() - tail.size()) + tail;
    const RawReply reply = client.query(sql);
    REQUIRE_FALSE(reply.is_error());
    CHECK(reply.packets.back().sequence == size / wire::kMaxPayload + 1);
    const std::lock_guard lock(received->mutex);
    REQUIRE(received->messages.size() == 1);
    CHECK(received->messages[0].size() == size);
    check_same(Bytes(received->messages[0]).subspan(1), as_bytes(sql));
    received->messages.clear();
  }
  CHECK(cluster.failures() == "");
}

TEST_CASE("a statement beyond a packet's limit for both shards, behind a SET of that size") {
  FakeCluster cluster;
  std::shared_ptr<Received> received[2];
  for (std::size_t i = 0; i < 2; ++i) {
    received[i] = std::make_shared<Received>();
    cluster.shard(i).script({login(), receive_all(received[i])});
  }
  RawClient client = cluster.connect();
  const std::string big = pattern_text(0x1000000);
  REQUIRE_FALSE(client.query("SET @big = '" + big + "'").is_error());
  const std::string sql = "UPDATE t_user SET payload = '" + big + "'";
  const RawReply reply = client.query(sql);
  REQUIRE_FALSE(reply.is_error());
  CHECK(reply.ok().affected_rows == 2);
  for (const auto& each : received) {
    const std::lock_guard lock(each->mutex);
    REQUIRE_FALSE(each->messages.empty());
    std::size_t same = 0;
    for (const Buffer& message : each->messages) same += as_text(message).substr(1) == sql;
    CHECK(same == 1);
  }
  CHECK(cluster.failures() == "");
}

TEST_CASE("nothing runs before the empty packet behind an exact multiple") {
  FakeCluster cluster;
  const auto received = std::make_shared<Received>();
  cluster.shard(0).script({login(), receive_all(received)});
  RawClient client = cluster.connect();
  REQUIRE_FALSE(client.query("DELETE FROM t_user WHERE user_id = 2").is_error());
  const std::string head = "DELETE FROM t_user WHERE user_id = 4 /*";
  Buffer payload{std::byte{3}};
  append(payload, head + pattern_text(wire::kMaxPayload - 1 - head.size() - 2) + "*/");
  REQUIRE(payload.size() == wire::kMaxPayload);
  client.send_raw(packet_bytes(0, payload));
  client.socket().set_timeout(std::chrono::milliseconds(200));
  CHECK_THROWS_AS(client.read_reply(), SocketTimeout);
  {
    const std::lock_guard lock(received->mutex);
    CHECK(received->messages.size() == 1);
  }
  client.socket().set_timeout(std::chrono::seconds(30));
  client.send_raw(packet_bytes(1, {}));
  const RawReply reply = client.read_reply();
  CHECK_FALSE(reply.is_error());
  CHECK(reply.packets.back().sequence == 2);
  const std::lock_guard lock(received->mutex);
  CHECK(received->messages.size() == 2);
}

TEST_CASE("rows of every size around a packet's limit are relayed unchanged") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  for (const std::size_t size : kSizes) {
    CAPTURE(size);
    const Buffer big = text_row_packet({"2", cell_for_row(size, 2)});
    REQUIRE(big.size() == size);
    const Buffer small = text_row_packet({"4", "small"});
    answer_rows(cluster, 0, {small, big, small});
    const RawReply reply = client.query("SELECT user_id, payload FROM t_user WHERE user_id = 2");
    REQUIRE_FALSE(reply.is_error());
    REQUIRE(reply.rows.size() == 3);
    check_same(reply.rows[1], big);
    CHECK(reply.rows[0] == small);
    CHECK(reply.rows[2] == small);
  }
  CHECK(cluster.failures() == "");
}

TEST_CASE("rows of every size around a packet's limit pass through a merge by order unchanged") {
  FakeCluster cluster({.sluice_block = "  merge-memory: 256MB\n"});
  RawClient client = cluster.connect();
  for (const std::size_t size : kSizes) {
    CAPTURE(size);
    const Buffer even = text_row_packet({"2", cell_for_row(size, 2)});
    const Buffer odd = text_row_packet({"3", cell_for_row(size, 2)});
    const Buffer first = text_row_packet({"1", std::nullopt});
    answer_rows(cluster, 0, {even});
    answer_rows(cluster, 1, {first, odd});
    const RawReply reply = client.query("SELECT user_id, payload FROM t_user ORDER BY user_id");
    REQUIRE_FALSE(reply.is_error());
    REQUIRE(reply.rows.size() == 3);
    CHECK(reply.rows[0] == first);
    check_same(reply.rows[1], even);
    check_same(reply.rows[2], odd);
  }
  CHECK(cluster.failures() == "");
}

TEST_CASE("a row whose first column has 16 MiB begins with 0xfe and is a row") {
  const std::vector<WireColumn> columns = {kIdAndPayload[1], kIdAndPayload[0]};
  for (const bool deprecate_eof : {false, true}) {
    CAPTURE(deprecate_eof);
    FakeCluster cluster;
    GreetingOptions greeting;
    if (!deprecate_eof) greeting.capabilities &= ~wire::capability::kDeprecateEof;
    for (std::size_t i = 0; i < 2; ++i) {
      cluster.shard(i).script({login(greeting)});
    }
    const Buffer even = text_row_packet({pattern_text(0x1000000), "2"});
    const Buffer odd = text_row_packet({pattern_text(0x1000000), "3"});
    REQUIRE(even[0] == std::byte{0xfe});
    answer_rows(cluster, 0, {even}, columns);
    answer_rows(cluster, 1, {odd}, columns);
    for (const bool client_too : {false, true}) {
      RawClient client = cluster.connect(client_options(client_too));
      RawReply reply = client.query("SELECT payload, user_id FROM t_user WHERE user_id = 2");
      REQUIRE(reply.rows.size() == 1);
      check_same(reply.rows[0], even);
      reply = client.query("SELECT payload, user_id FROM t_user ORDER BY user_id");
      REQUIRE(reply.rows.size() == 2);
      check_same(reply.rows[0], even);
      check_same(reply.rows[1], odd);
    }
    CHECK(cluster.failures() == "");
  }
}

TEST_CASE("a command over max_allowed_packet is refused at the header that goes too far") {
  FakeCluster cluster({.sluice_block = "  max-allowed-packet: 1MB\n"});
  RawClient client = cluster.connect();
  const std::size_t cap = 1u << 20;
  SUBCASE("one packet") {
    const std::size_t length = cap + 1;
    client.send_raw(Buffer{std::byte(length), std::byte(length >> 8), std::byte(length >> 16),
                           std::byte{0}, std::byte{3}});
  }
  SUBCASE("the longest packet") {
    client.send_raw(Buffer{std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{0}});
  }
  const RawReply reply = client.read_reply();  // nothing of the body was sent
  CHECK(reply.error().number == 1153);
  CHECK(reply.error().sqlstate == "08S01");
  CHECK(reply.packets.back().sequence == 1);
  CHECK(client.closed_by_peer(std::chrono::seconds(5)));
}

TEST_CASE("a command of exactly max_allowed_packet runs") {
  FakeCluster cluster({.sluice_block = "  max-allowed-packet: 1MB\n"});
  const auto received = std::make_shared<Received>();
  cluster.shard(0).script({login(), receive_all(received)});
  RawClient client = cluster.connect();
  const std::string head = "DELETE FROM t_user WHERE user_id = 2 AND name = '";
  const std::string sql = head + pattern_text((1u << 20) - 1 - head.size() - 1) + "'";
  CHECK_FALSE(client.query(sql).is_error());
  const std::lock_guard lock(received->mutex);
  REQUIRE(received->messages.size() == 1);
  check_same(Bytes(received->messages[0]).subspan(1), as_bytes(sql));
}

}  // namespace sluice::test
