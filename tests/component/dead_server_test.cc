// SPDX-License-Identifier: Apache-2.0
// A server that is not there, does not answer the SYN, or went away while its connections were
// idle: a precise error within the connect time-out, and in use again as soon as it is back.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/component/faults.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* kDead = "SELECT user_id, name FROM t_user WHERE user_id = 2";
constexpr const char* kAlive = "SELECT user_id, name FROM t_user WHERE user_id = 3";
constexpr const char* kBoth = "SELECT user_id, name FROM t_user ORDER BY user_id";

// Takes a port and lets nobody in: its queue of connections is full, so the kernel drops each SYN.
class FullListener {
 public:
  explicit FullListener(std::uint16_t port) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    const int yes = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    address_.sin_family = AF_INET;
    address_.sin_port = htons(port);
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address_), sizeof address_) == 0);
    REQUIRE(listen(listener_, 0) == 0);
    for (int& client : clients_) {
      client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      (void)connect(client, reinterpret_cast<sockaddr*>(&address_), sizeof address_);
    }
  }
  ~FullListener() {
    for (const int client : clients_) ::close(client);
    ::close(listener_);
  }

 private:
  int listener_;
  int clients_[4];
  sockaddr_in address_{};
};

void answer_with_rows(FakeCluster& cluster, std::size_t shard) {
  const std::string id = shard == 0 ? "2" : "3";
  cluster.shard(shard).on("select user_id.*", text_result(kIdAndName, {{id, "n"}}));
}

}  // namespace

TEST_CASE("a server that is not there gives 2003 at once and is used again when it is back") {
  FakeCluster cluster;
  answer_with_rows(cluster, 1);
  RawClient client = cluster.connect();
  cluster.stop_shard(0);
  for (const char* sql : {kDead, kBoth}) {
    const auto start = Clock::now();
    const RawReply reply = client.query(sql);
    CHECK(Clock::now() - start < 15s);  // the connect time-out is 20 s
    CHECK(reply.error().number == 2003);
    CHECK(reply.error().sqlstate == "HY000");
    check_discreet(reply.error(), "ds_0");
  }
  CHECK(client.query(kAlive).rows.size() == 1);
  cluster.start_shard(0);
  answer_with_rows(cluster, 0);
  CHECK(client.query(kDead).rows.size() == 1);
  CHECK(client.query(kBoth).rows.size() == 2);
}

TEST_CASE("a server that does not even accept gives 2003 after the connect time-out") {
  FakeCluster cluster({.url_parameters = "connectTimeout=500&socketTimeout=20000"});
  RawClient client = cluster.connect();
  const std::uint16_t port = cluster.shard(0).port();
  cluster.stop_shard(0);
  {
    const FullListener full(port);
    const auto start = Clock::now();
    const RawReply reply = client.query(kDead);
    CHECK(Clock::now() - start >= 400ms);
    CHECK(Clock::now() - start < 10s);
    CHECK(reply.error().number == 2003);
    check_discreet(reply.error(), "ds_0");
    CHECK(reply.error().message.find("500 ms") != std::string_view::npos);
  }
  cluster.start_shard(0);
  answer_with_rows(cluster, 0);
  CHECK(client.query(kDead).rows.size() == 1);
}

TEST_CASE("idle connections of a server that went away cost at most one error") {
  FakeCluster cluster;
  answer_with_rows(cluster, 0);
  RawClient client = cluster.connect();
  CHECK(client.query(kDead).rows.size() == 1);
  cluster.stop_shard(0);
  cluster.start_shard(0);
  answer_with_rows(cluster, 0);
  const RawReply first = client.query(kDead);
  if (first.is_error()) {
    CHECK(first.error().number == 2013);
    check_discreet(first.error(), "ds_0");
  }
  CHECK(client.query(kDead).rows.size() == 1);
}

TEST_CASE(
    "a lost connection takes its transaction along, with one error, and the session goes on") {
  FakeCluster cluster;
  cluster.shard(0).script({login(), expect(wire::Command::query, "SET .*"),
                           reply_with({ok_packet()}),
                           expect(wire::Command::query, "START TRANSACTION"),
                           reply_with({ok_packet(0, 0, wire::status::kInTransaction)}),
                           expect(wire::Command::query, "DELETE .*"), close()});
  answer_with_rows(cluster, 0);
  RawClient client = cluster.connect();
  CHECK_FALSE(client.query("BEGIN").is_error());
  const RawReply reply = client.query("DELETE FROM t_user WHERE user_id = 2");
  REQUIRE(reply.is_error());
  check_discreet(reply.error(), "ds_0");
  CHECK(reply.error().message.find("rolled back") != std::string_view::npos);
  const RawReply after = client.query(kDead);
  CHECK(after.rows.size() == 1);
  client.send_command(wire::Command::ping);
  CHECK((client.read_reply().ok().status & wire::status::kInTransaction) == 0);
}

TEST_CASE("a connection lost at COMMIT leaves an unknown outcome and says so") {
  FakeCluster cluster;
  const wire::StatusFlags open = wire::status::kInTransaction | wire::status::kAutocommit;
  cluster.shard(0).script(
      {login(), expect(wire::Command::query, "SET .*"), reply_with({ok_packet()}),
       expect(wire::Command::query, "START TRANSACTION"), reply_with({ok_packet(0, 0, open)}),
       expect(wire::Command::query, "DELETE .*"), reply_with({ok_packet(1, 0, open)}),
       expect(wire::Command::query, "COMMIT"), close()});
  RawClient client = cluster.connect();
  CHECK_FALSE(client.query("BEGIN").is_error());
  CHECK(client.query("DELETE FROM t_user WHERE user_id = 2").ok().affected_rows == 1);
  const RawReply reply = client.query("COMMIT");
  CHECK(reply.error().number == 2013);
  CHECK(reply.error().message.find("outcome is unknown") != std::string_view::npos);
  check_discreet(reply.error(), "ds_0");
  CHECK(cluster.shard(0).connections() == 2);  // the schema's and this one: nothing was repeated
  CHECK(cluster.failures() == "");
}

}  // namespace sluice::test
