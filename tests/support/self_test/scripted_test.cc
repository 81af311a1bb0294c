// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/support/raw_client.h"
#include "tests/support/scripted_steps.h"
#include "tests/support/test_client.h"

namespace sluice::test {

using namespace std::chrono_literals;
using enum wire::Command;

TEST_CASE("a driver of other people's takes the scripted server for a real one") {
  ScriptedServer server;
  server.on("select .*", result({"a", "b"}, {{"1", std::nullopt}, {"2", "x"}}));
  server.on("insert .*", reply_with({ok_packet(3)}));
  server.on("drop .*", reply_with({err_packet(1146, "42S02", "Table 'd.t' doesn't exist")}));
  server.on("show session variables like .*", result({"Variable_name", "Value"}, {}));
  try {
    TestClient client(server.port());
    CHECK(to_text(client.query("SELECT a, b FROM t")) == "1|NULL\n2|x\n");
    CHECK(client.query("INSERT INTO t VALUES (1)").affected_rows == 3);
    CHECK(client.error_of("DROP TABLE t").number == 1146);
  } catch (const QueryError& error) {
    for (const std::string& failure : server.failures()) MESSAGE(failure);
    FAIL(std::string(error.what()));
  }
  CHECK(server.failures() == std::vector<std::string>{});
}

TEST_CASE("a script sees commands, splits its bytes and waits for the test") {
  ScriptedServer server;
  const auto gate = std::make_shared<Gate>();
  server.script({chunks(1), login(), expect(query, "SELECT 1"), wait_for(gate),
                 result({"1"}, {{"1"}}), expect(ping), reply_with({ok_packet()}), close()});
  RawClient client(server.port());
  REQUIRE_FALSE(client.login({}).is_error());
  client.send_command(query, "SELECT 1");
  CHECK(server.wait_for_query("select 1", 5s));
  client.socket().set_timeout(100ms);
  CHECK_THROWS_AS(client.read_reply(), SocketTimeout);
  gate->open();
  client.socket().set_timeout(10s);
  const RawReply reply = client.read_reply();
  REQUIRE(reply.rows.size() == 1);
  CHECK(as_text(reply.rows[0]) ==
        "\x01"
        "1");
  client.send_command(ping);
  CHECK_FALSE(client.read_reply().is_error());
  CHECK(client.closed_by_peer(5s));
  CHECK(server.failures() == std::vector<std::string>{});
}

TEST_CASE("a reset is seen as an error, not as an end") {
  ScriptedServer server;
  server.script({login(), expect(query), reset()});
  RawClient client(server.port());
  REQUIRE_FALSE(client.login({}).is_error());
  client.send_command(query, "SELECT 1");
  CHECK_THROWS_WITH_AS(client.read_reply(), "read: Connection reset by peer", SocketError);
}

TEST_CASE("what a script does not expect is a failure") {
  ScriptedServer server;
  server.script({login(), expect(query, "SELECT 1")});
  RawClient client(server.port());
  REQUIRE_FALSE(client.login({}).is_error());
  client.send_command(query, "SELECT 2");
  CHECK(client.closed_by_peer(5s));
  REQUIRE(server.failures().size() == 1);
  CHECK(server.failures()[0] == "connection 0: expected SELECT 1, got command 3: SELECT 2");
}

TEST_CASE("a message of several fragments arrives whole, in both directions") {
  const std::string big(wire::kMaxPayload, 'x');  // with the command byte: one byte over a fragment
  ScriptedServer server;
  server.on("x+", [](ScriptedConnection& connection) {
    connection.send(Buffer(2 * wire::kMaxPayload, std::byte{0x01}));
  });
  RawClient client(server.port());
  REQUIRE_FALSE(client.login({}).is_error());
  client.send_command(ping, big);
  CHECK_FALSE(client.read_reply().is_error());
  REQUIRE(server.received().size() == 1);
  CHECK(server.received()[0].text == big);
  client.send_command(query, "x");
  const std::optional<RawPacket> reply = read_message(client.socket());
  REQUIRE(reply.has_value());
  CHECK(reply->payload.size() == 2 * wire::kMaxPayload);
  CHECK(reply->sequence == 3);  // two full fragments and the empty one behind them
}

}  // namespace sluice::test
