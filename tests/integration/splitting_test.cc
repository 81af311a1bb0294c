// SPDX-License-Identifier: Apache-2.0
// Read/write splitting: where each statement runs, told by the servers' own rows, and that what is
// read is right.
#include <set>

#include <doctest/doctest.h>

#include "tests/integration/replicated_cluster.h"

namespace sluice::test {
namespace {

using Names = std::vector<std::string>;

const std::string kPlace = "SELECT name FROM place";

std::string place(TestClient& client, const std::string& sql = kPlace) {
  return *client.query(sql).rows.at(0).at(0);
}

// Where the next reads go.
Names places(TestClient& client, int count, const std::string& sql = kPlace) {
  Names names;
  for (int i = 0; i < count; ++i) names.push_back(place(client, sql));
  return names;
}

bool all_on_primary(const Names& names) {
  return std::set<std::string>(names.begin(), names.end()) == std::set<std::string>{"p0"};
}

bool on_both_replicas(const Names& names) {
  return std::set<std::string>(names.begin(), names.end()) == std::set<std::string>{"r0a", "r0b"};
}

GatewayProcess& dynamic_gateway() {
  static const std::unique_ptr<GatewayProcess> gateway = replicated_cluster().gateway();
  return *gateway;
}

}  // namespace

TEST_CASE("splitting: reads take turns on the replicas") {
  TestClient client = connect(dynamic_gateway());
  const Names names = places(client, 6);
  CHECK(on_both_replicas(names));
  for (std::size_t i = 2; i < names.size(); ++i) CHECK(names[i] == names[i - 2]);
  // Each shard's rows come from a replica of its own.
  const QueryResult rows = client.query("SELECT DISTINCT place FROM t_order ORDER BY place");
  const Names shards = first_cells(rows);
  REQUIRE(shards.size() == 2);
  CHECK(shards[0].starts_with("r0"));
  CHECK(shards[1] == "r1a");
  CHECK(place(client, "SELECT place FROM t_order WHERE id = 3") == "r1a");
  CHECK(place(client, "SELECT place FROM t_common LIMIT 1").starts_with("r"));
  CHECK(place(client, "SELECT COUNT(*) FROM t_order") == "20");
  CHECK(place(client,
              "SELECT o.place FROM t_order o JOIN account a ON a.id = o.id "
              "WHERE o.id = 2 AND a.balance = 100")
            .starts_with("r0"));
}

TEST_CASE("splitting: what may not go to a replica goes to the primary") {
  TestClient client = connect(dynamic_gateway());
  for (const std::string sql :
       {"SELECT name FROM place FOR UPDATE", "SELECT name FROM place LOCK IN SHARE MODE",
        "SELECT name FROM (SELECT name FROM place FOR UPDATE) d",
        "SELECT name, @@server_id FROM place", "SELECT name, @v := 1 FROM place",
        "SELECT name, VERSION() FROM place", "SELECT name, UUID_SHORT() FROM place",
        "SELECT name, @@read_only FROM place",
        "/* SHARDINGSPHERE_HINT: WRITE_ROUTE_ONLY=true */ SELECT name FROM place"}) {
    CAPTURE(sql);
    CHECK(all_on_primary(places(client, 3, sql)));
  }
  for (int i = 0; i < 3; ++i) {
    client.query("SELECT name INTO @found FROM place");
    CHECK(place(client, "SELECT @found") == "p0");
    client.query("SET @found = (SELECT name FROM place)");
    CHECK(place(client, "SELECT @found") == "p0");
  }
  CHECK(place(client, "/* SHARDINGSPHERE_HINT: WRITE_ROUTE_ONLY=false */ SELECT name FROM place")
            .starts_with("r0"));
}

TEST_CASE("splitting: functions and views that may write run on the primary") {
  replicated_cluster().connect("p0").query("DROP FUNCTION IF EXISTS where_am_i");
  replicated_cluster().connect("p0").query(
      "CREATE FUNCTION where_am_i() RETURNS INT DETERMINISTIC NO SQL RETURN @@server_id");
  TestClient client = connect(dynamic_gateway());
  for (int i = 0; i < 3; ++i) {
    CHECK(place(client, "SELECT where_am_i() FROM place") == "1");
    CHECK(place(client, "SELECT name FROM v_place") == "p0");
  }
  CHECK(place(client).starts_with("r0"));
}

TEST_CASE("splitting: writes and the reads that belong to them see the primary's rows") {
  TestClient client = connect(dynamic_gateway());
  replicated_cluster().stop_applying("r0a");
  replicated_cluster().stop_applying("r0b");
  replicated_cluster().stop_applying("r1a");
  client.query("UPDATE account SET balance = 1");
  // Each of these reads over both shards first, then writes.
  client.query("UPDATE account SET balance = balance + 1 ORDER BY id LIMIT 3");
  client.query(
      "UPDATE account SET balance = balance + (SELECT MAX(b.balance) FROM "
      "(SELECT balance FROM account) b)");
  client.query("DELETE FROM account WHERE balance = 100");
  const std::string hint = "/* SHARDINGSPHERE_HINT: WRITE_ROUTE_ONLY=true */ ";
  CHECK(to_text(client.query(hint + "SELECT COUNT(*), SUM(balance) FROM account")) == "20|63\n");
  CHECK(to_text(client.query("SELECT COUNT(*), SUM(balance) FROM account")) == "20|2000\n");
  client.query("UPDATE account SET balance = 100");
  replicated_cluster().start_applying("r0a");
  replicated_cluster().start_applying("r0b");
  replicated_cluster().start_applying("r1a");
  replicated_cluster().catch_up();
}

TEST_CASE("splitting: DYNAMIC transactions read from replicas until they write") {
  TestClient client = connect(dynamic_gateway());
  for (const std::string begin : {"BEGIN", "SET autocommit = 0"}) {
    CAPTURE(begin);
    client.query(begin);
    CHECK(on_both_replicas(places(client, 4)));
    client.query("UPDATE account SET balance = 5 WHERE id = 2");
    CHECK(all_on_primary(places(client, 4)));
    CHECK(place(client, "SELECT balance FROM account WHERE id = 2") == "5");
    CHECK(place(client, "SELECT place FROM t_order WHERE id = 3") == "p1");
    client.query("ROLLBACK");
    client.query(begin);
    CHECK(on_both_replicas(places(client, 4)));
    client.query("SELECT name FROM place FOR UPDATE");
    CHECK(all_on_primary(places(client, 2)));
    client.query("COMMIT");
  }
  client.query("SET autocommit = 1");
  CHECK(on_both_replicas(places(client, 4)));
  client.query("START TRANSACTION WITH CONSISTENT SNAPSHOT");
  CHECK(all_on_primary(places(client, 2)));
  client.query("COMMIT");
  client.query("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
  client.query("BEGIN");
  CHECK(all_on_primary(places(client, 2)));
  client.query("COMMIT");
  client.query("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE");
  CHECK(on_both_replicas(places(client, 2)));
  client.query("BEGIN");
  CHECK(all_on_primary(places(client, 2)));
  client.query("ROLLBACK");
}

TEST_CASE("splitting: FIXED transactions keep their replica, PRIMARY ones use none") {
  const auto fixed =
      replicated_cluster().gateway({.group_keys = ", transactionalReadQueryStrategy: FIXED"});
  TestClient client = connect(*fixed);
  std::set<std::string> used;
  for (int i = 0; i < 4; ++i) {
    client.query("BEGIN");
    const Names names = places(client, 3);
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == 1);
    used.insert(names.front());
    client.query("SAVEPOINT s");
    client.query("UPDATE account SET balance = 7 WHERE id = 4");
    CHECK(all_on_primary(places(client, 2)));
    client.query("ROLLBACK TO s");
    client.query("COMMIT");
  }
  CHECK(used == std::set<std::string>{"r0a", "r0b"});
  CHECK(place(client, "SELECT balance FROM account WHERE id = 4") == "100");

  const auto primary =
      replicated_cluster().gateway({.group_keys = ", transactionalReadQueryStrategy: PRIMARY"});
  TestClient other = connect(*primary);
  other.query("BEGIN");
  CHECK(all_on_primary(places(other, 3)));
  other.query("COMMIT");
  CHECK(on_both_replicas(places(other, 2)));
}

TEST_CASE("splitting: distributed transactions read from replicas and commit on primaries") {
  const auto gateway =
      replicated_cluster().gateway({.top_level = "transaction:\n  defaultType: XA\n"});
  TestClient client = connect(*gateway);
  client.query("BEGIN");
  CHECK(on_both_replicas(places(client, 4)));
  client.query("UPDATE account SET balance = 99 WHERE id IN (2, 3)");
  CHECK(all_on_primary(places(client, 2)));
  client.query("COMMIT");
  client.query("BEGIN");
  CHECK(on_both_replicas(places(client, 4)));
  client.query("COMMIT");
  client.query("UPDATE account SET balance = 100");
  for (const std::string primary : {"p0", "p1"}) {
    TestClient direct = replicated_cluster().connect(primary);
    CHECK(place(direct, "SELECT MIN(balance) FROM account") == "100");
  }
  replicated_cluster().catch_up();
}

TEST_CASE("splitting: a session that holds something on a primary stays there") {
  TestClient client = connect(dynamic_gateway());
  client.query("SELECT GET_LOCK('x', 1)");
  CHECK(all_on_primary(places(client, 2)));
  client.query("SELECT RELEASE_LOCK('x')");
  CHECK(on_both_replicas(places(client, 2)));
  client.query("CREATE TEMPORARY TABLE t_mine (a INT)");
  CHECK(all_on_primary(places(client, 2)));
  client.query("INSERT INTO t_mine VALUES (1)");
  CHECK(place(client, "SELECT a FROM t_mine") == "1");
  client.query("DROP TEMPORARY TABLE t_mine");
  CHECK(on_both_replicas(places(client, 2)));
  client.query("LOCK TABLES place READ");
  CHECK(all_on_primary(places(client, 2)));
  client.query("UNLOCK TABLES");
  CHECK(on_both_replicas(places(client, 2)));
}

TEST_CASE("splitting: prepared statements and session state follow to the replicas") {
  TestClient client = connect(dynamic_gateway());
  std::set<std::string> used;
  for (int i = 0; i < 4; ++i) {
    const QueryResult rows =
        client.execute("SELECT name FROM place WHERE k = ?", {std::int64_t{1}});
    used.insert(*rows.rows.at(0).at(0));
  }
  CHECK(used == std::set<std::string>{"r0a", "r0b"});
  client.query("SET @k = 1, time_zone = '+03:00', sql_mode = 'ANSI_QUOTES'");
  for (int i = 0; i < 4; ++i) {
    CHECK(place(client, "SELECT \"name\" FROM place WHERE k = @k").starts_with("r0"));
    CHECK(place(client, "SELECT FROM_UNIXTIME(0) FROM place") == "1970-01-01 03:00:00");
  }
  client.query("PREPARE s FROM 'SELECT name FROM place'");
  CHECK(on_both_replicas({place(client, "EXECUTE s"), place(client, "EXECUTE s")}));
  CHECK(client.query("SELECT id FROM t_order WHERE id < 5").rows.size() == 4);
  CHECK(place(client, "SELECT FOUND_ROWS()") == "4");
}

TEST_CASE("splitting: PREVIEW, EXPLAIN ROUTE and sql-show name the server") {
  const auto gateway = replicated_cluster().gateway({.props = "  sql-show: true\n"});
  TestClient client = connect(*gateway);
  CHECK(place(client, "PREVIEW SELECT name FROM place").starts_with("r0"));
  CHECK(place(client, "PREVIEW UPDATE place SET k = 1") == "p0");
  const QueryResult route = client.query("EXPLAIN ROUTE SELECT id FROM t_order");
  REQUIRE(route.rows.size() >= 2);
  CHECK(route.rows[0][1]->starts_with("r0"));
  CHECK(*route.rows[1][1] == "r1a");
  client.query("SELECT place FROM t_order WHERE id = 5");
  CHECK(last_lines(gateway->log(), 5).find("data_source=r1a") != std::string::npos);
}

TEST_CASE("splitting: weights and chance") {
  const auto weighted =
      replicated_cluster().gateway({.group_keys = ", loadBalancerName: l",
                                    .balancer = "{type: WEIGHT, props: {r0a: 0, r0b: 1, r1a: 1}}"});
  TestClient client = connect(*weighted);
  for (const std::string& name : places(client, 10)) CHECK(name == "r0b");
  const auto random = replicated_cluster().gateway(
      {.group_keys = ", loadBalancerName: l", .balancer = "{type: RANDOM}"});
  TestClient other = connect(*random);
  CHECK(on_both_replicas(places(other, 64)));  // one alone: once in 2^63
}

}  // namespace sluice::test
