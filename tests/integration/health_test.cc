// SPDX-License-Identifier: Apache-2.0
// Replicas that die, hang or lag: reads avoid them and come back, and clients do not notice.
#include <set>
#include <thread>

#include <doctest/doctest.h>

#include "tests/integration/raw_session.h"
#include "tests/integration/replicated_cluster.h"

namespace sluice::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string kPlace = "SELECT name FROM place";
constexpr const char* kQuick = "  health-interval: 200ms\n  health-timeout: 500ms\n";

std::string place(TestClient& client, const std::string& sql = kPlace) {
  return *client.query(sql).rows.at(0).at(0);
}

std::set<std::string> places(TestClient& client, int count = 6) {
  std::set<std::string> names;
  for (int i = 0; i < count; ++i) names.insert(place(client));
  return names;
}

bool log_says(GatewayProcess& gateway, const std::string& text) {
  return last_lines(gateway.log(), 100).find(text) != std::string::npos;
}

std::size_t log_count(GatewayProcess& gateway, const std::string& text) {
  const std::string log = last_lines(gateway.log(), 1000);
  std::size_t count = 0;
  for (std::size_t at = log.find(text); at != std::string::npos; at = log.find(text, at + 1)) {
    ++count;
  }
  return count;
}

const std::set<std::string> kBoth = {"r0a", "r0b"};

}  // namespace

TEST_CASE("health: a replica that is killed costs no read an error, and comes back") {
  ReplicatedCluster& cluster = replicated_cluster();
  const auto gateway = cluster.gateway({.sluice_block = kQuick});
  TestClient client = connect(*gateway);
  CHECK(places(client) == kBoth);
  cluster.server("r0a").kill();
  for (int i = 0; i < 20; ++i) CHECK(place(client) == "r0b");
  cluster.server("r1a").kill();
  // Over both shards: the second one's primary stands in.
  CHECK(first_cells(client.query("SELECT DISTINCT place FROM t_order ORDER BY place")) ==
        std::vector<std::string>{"p1", "r0b"});
  CHECK(client.execute("SELECT place FROM t_order WHERE id = ?", {std::int64_t{3}})
            .rows.at(0)
            .at(0) == "p1");
  cluster.server("r0b").kill();
  for (int i = 0; i < 5; ++i) CHECK(place(client) == "p0");
  for (const std::string replica : {"r0a", "r0b", "r1a"}) cluster.server(replica).start();
  CHECK(eventually([&] { return places(client) == kBoth; }));
  CHECK(
      eventually([&] { return place(client, "SELECT place FROM t_order WHERE id = 3") == "r1a"; }));
  // Each change is told once.
  CHECK(log_count(*gateway, "may be read from again") == 3);
  CHECK(log_count(*gateway, "reads avoid a server") == 3);
  const QueryResult retried = client.query("SHOW STATUS LIKE 'Sluice_servers_returned'");
  CHECK(*retried.rows.at(0).at(1) == "3");
}

TEST_CASE("health: reads that wait for a replica that hangs are answered elsewhere") {
  ReplicatedCluster& cluster = replicated_cluster();
  const auto gateway = cluster.gateway({.sluice_block = kQuick});
  TestClient client = connect(*gateway);
  TestClient other = connect(*gateway);
  CHECK(places(client) == kBoth);
  CHECK(places(other) == kBoth);
  cluster.server("r0a").pause();
  const auto begun = std::chrono::steady_clock::now();
  std::set<std::string> answers;
  std::thread reader([&] {
    for (int i = 0; i < 4; ++i) answers.insert(place(other));
  });
  for (int i = 0; i < 4; ++i) CHECK(place(client) == "r0b");
  reader.join();
  CHECK(answers == std::set<std::string>{"r0b"});
  CHECK(std::chrono::steady_clock::now() - begun < seconds(10));
  CHECK(log_says(*gateway, "reads avoid a server"));
  cluster.server("r0a").resume();
  CHECK(eventually([&] { return places(client) == kBoth; }));
}

TEST_CASE("health: a transaction goes on when a replica it has not used is gone") {
  ReplicatedCluster& cluster = replicated_cluster();
  for (const std::string strategy : {"DYNAMIC", "FIXED"}) {
    CAPTURE(strategy);
    const auto gateway = cluster.gateway(
        {.group_keys = ", transactionalReadQueryStrategy: " + strategy, .sluice_block = kQuick});
    TestClient client = connect(*gateway);
    cluster.server("r0a").kill();
    client.query("BEGIN");
    for (int i = 0; i < 4; ++i) CHECK(place(client) == "r0b");
    client.query("UPDATE account SET balance = 1 WHERE id = 2");
    CHECK(place(client) == "p0");
    client.query("ROLLBACK");
    cluster.server("r0a").start();
    CHECK(eventually([&] { return places(client) == kBoth; }));
  }
}

TEST_CASE("health: a transaction that has read from a replica ends with it, and is told so") {
  ReplicatedCluster& cluster = replicated_cluster();
  const auto gateway = cluster.gateway(
      {.group_keys = ", transactionalReadQueryStrategy: FIXED", .sluice_block = kQuick});
  TestClient client = connect(*gateway);
  client.query("BEGIN");
  const std::string replica = place(client);
  cluster.server(replica).kill();
  CHECK(client.error_of(kPlace).number == 1105);  // its snapshot is lost
  CHECK(place(client) != replica);
  cluster.server(replica).start();
  CHECK(eventually([&] { return places(client) == kBoth; }));
}

TEST_CASE("health: a replica that lags or does not replicate is not read from") {
  ReplicatedCluster& cluster = replicated_cluster();
  const auto gateway =
      cluster.gateway({.sluice_block = std::string(kQuick) + "  max-replica-lag: 2s\n"});
  TestClient client = connect(*gateway);
  CHECK(eventually([&] { return places(client) == kBoth; }));
  cluster.stop_applying("r0a");
  CHECK(eventually([&] { return places(client) == std::set<std::string>{"r0b"}; }));
  CHECK(log_says(*gateway, "does not replicate"));
  cluster.start_applying("r0a");
  CHECK(eventually([&] { return places(client) == kBoth; }));
  // A lock of the replica's own makes it wait, and so fall behind.
  TestClient holder = cluster.connect("r0b");
  holder.query("BEGIN");
  holder.query("SELECT * FROM account WHERE id = 2 FOR UPDATE");
  client.query("UPDATE account SET balance = balance + 1 WHERE id = 2");
  CHECK(eventually([&] { return places(client) == std::set<std::string>{"r0a"}; }, seconds(20)));
  holder.query("ROLLBACK");
  CHECK(eventually([&] { return places(client) == kBoth; }, seconds(20)));
  client.query("UPDATE account SET balance = 100 WHERE id = 2");
  cluster.catch_up();
}

TEST_CASE("health: the gateway ends while a server hangs") {
  ReplicatedCluster& cluster = replicated_cluster();
  const auto gateway = cluster.gateway({.sluice_block = kQuick});
  cluster.server("r0a").pause();
  CHECK(gateway->stop(seconds(10)) == 0);
  cluster.server("r0a").resume();
}

}  // namespace sluice::test
