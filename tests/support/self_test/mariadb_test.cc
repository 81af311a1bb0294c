// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <signal.h>

#include "tests/support/mariadb_server.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_client.h"

namespace sluice::test {

using namespace std::chrono_literals;

TEST_CASE("a server answers the connector with names, types, values and NULL") {
  MariaDbServer server;
  TestClient client(server.port());
  client.query("CREATE DATABASE d");
  client.query("CREATE TABLE d.t (id BIGINT UNSIGNED PRIMARY KEY, name VARCHAR(20))");
  CHECK(client.query("INSERT INTO d.t VALUES (1, 'one'), (2, NULL)").affected_rows == 2);

  const QueryResult text = client.query("SELECT id, name AS n FROM d.t ORDER BY id");
  CHECK(to_text(text) == "1|one\n2|NULL\n");
  REQUIRE(text.columns.size() == 2);
  CHECK(text.columns[0].type == "BIGINT UNSIGNED");
  CHECK_FALSE(text.columns[0].nullable);
  CHECK(text.columns[1].name == "n");
  CHECK(text.columns[1].nullable);

  const QueryResult binary =
      client.execute("SELECT id, name AS n FROM d.t WHERE id = ?", {std::uint64_t{1}});
  CHECK(to_text(binary) == "1|one\n");

  const QueryError error = client.error_of("INSERT INTO d.t VALUES (1, 'again')");
  CHECK(error.number == 1062);
  CHECK(error.sqlstate == "23000");
  CHECK(client.error_of("SELECT 1").number == 0);
}

TEST_CASE("committed data survives kill -9, and the port stays") {
  MariaDbServer server;
  const std::uint16_t port = server.port();
  TestClient(port).query("CREATE DATABASE d");
  TestClient(port).query("CREATE TABLE d.t (id INT PRIMARY KEY)");
  TestClient(port).query("INSERT INTO d.t VALUES (7)");
  server.kill();
  CHECK_THROWS_AS(TestClient{port}, QueryError);
  server.start();
  CHECK(server.port() == port);
  CHECK(to_text(TestClient(port).query("SELECT id FROM d.t")) == "7\n");
}

TEST_CASE("a paused server does not answer, a resumed one does") {
  MariaDbServer server;
  RawClient client(server.port());
  REQUIRE_FALSE(client.login({}).is_error());
  server.pause();
  client.send_command(wire::Command::ping);
  client.socket().set_timeout(200ms);
  CHECK_THROWS_AS(client.read_reply(), SocketTimeout);
  server.resume();
  client.socket().set_timeout(10s);
  CHECK_FALSE(client.read_reply().is_error());
}

TEST_CASE("the raw client logs in with a password and reads packets as they are") {
  MariaDbServer server;
  TestClient root(server.port());
  root.query("CREATE USER u@'127.0.0.1' IDENTIFIED BY 'secret'");

  LoginOptions options;
  options.user = "u";
  options.password = "wrong";
  RawClient refused(server.port());
  CHECK(refused.login(options).error().number == 1045);
  CHECK(refused.closed_by_peer(5s));

  options.password = "secret";
  for (const wire::Capabilities extra : {wire::Capabilities{0}, wire::capability::kDeprecateEof}) {
    CAPTURE(extra);
    options.capabilities = kUsualCapabilities | extra;
    RawClient client(server.port());
    REQUIRE_FALSE(client.login(options).is_error());
    const RawReply reply = client.query("SELECT 'a', NULL UNION ALL SELECT 'b', 'c'");
    CHECK(reply.columns == 2);
    REQUIRE(reply.rows.size() == 2);
    CHECK(as_text(reply.rows[0]) == std::string_view("\x01"
                                                     "a\xfb"));
    // count, 2 columns, EOF or not, 2 rows, end
    CHECK(reply.packets.size() == (extra == 0 ? 7 : 6));
    CHECK(reply.packets.back().sequence == reply.packets.size());
    CHECK(client.query("SELECT nothing").error().number == 1054);
  }
}

TEST_CASE("a child process reports exit status, signals, memory and CPU time") {
  const TempDir folder;
  CHECK(run_command({"sh", "-c", "exit 3"}, folder.path() / "log", 10s) == 3);
  CHECK_THROWS(run_command({"no-such-program"}, folder.path() / "log", 10s));
  ChildProcess busy({"sh", "-c", "while :; do :; done"}, folder.path() / "log");
  CHECK_FALSE(busy.wait_for(200ms).has_value());
  CHECK(busy.resident_bytes() > 100'000);
  CHECK(busy.peak_resident_bytes() >= busy.resident_bytes());
  // On a busy machine its share of the 200 ms may be small.
  const auto limit = std::chrono::steady_clock::now() + 20s;
  while (busy.cpu_time() <= 50ms && std::chrono::steady_clock::now() < limit) {
    REQUIRE_FALSE(busy.wait_for(50ms).has_value());
  }
  CHECK(busy.cpu_time() > 50ms);
  busy.signal(SIGTERM);
  CHECK(busy.wait_for(10s) == 128 + SIGTERM);
}

}  // namespace sluice::test
