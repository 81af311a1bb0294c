// SPDX-License-Identifier: Apache-2.0
// The HTTP listener in front of real servers: its numbers are those of what clients did.
#include <thread>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/shard_cluster.h"
#include "tests/integration/wire_table.h"
#include "tests/support/http_client.h"

namespace sluice::test {
namespace {

using nlohmann::json;

constexpr const char* kToken = "a-token-of-tests-0123";

ShardCluster& cluster() {
  static ShardCluster cluster(
      {.sluice_block = "  http: {port: {http_port}, token: " + std::string(kToken) + "}\n"});
  return cluster;
}

json get_json(const std::string& path) {
  const HttpReply reply = http_get(cluster().gateway().http_port(), path);
  REQUIRE(reply.status == 200);
  return json::parse(reply.body);
}

double metric(const std::string& name) {
  const std::string text = http_get(cluster().gateway().http_port(), "/metrics").body;
  const std::size_t at = text.find("\n" + name + " ");
  REQUIRE(at != std::string::npos);
  return std::stod(text.substr(at + name.size() + 2));
}

json digest_of(const std::string& text) {
  const json digests = get_json("/api/digests").at("digests");
  for (const json& row : digests) {
    if (row.at("text") == text) return row;
  }
  return {};
}

}  // namespace

TEST_CASE("http: counters and digests count what clients did") {
  TestClient client = cluster().connect();
  client.query("DROP TABLE IF EXISTS t_log");
  client.query("CREATE TABLE t_log (id BIGINT PRIMARY KEY, note VARCHAR(20))");
  const double statements = metric("sluice_statements_total");
  const double timed = metric("sluice_statement_duration_seconds_count");
  const double scattered = metric("sluice_statements_routed_total{route=\"scatter\"}");
  client.query("INSERT INTO t_log VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')");
  for (int i = 1; i <= 5; ++i) {
    client.query("SELECT note FROM t_log WHERE id = " + std::to_string(i));
  }
  client.query("SELECT id, note FROM t_log ORDER BY id");
  CHECK(client.error_of("INSERT INTO t_log VALUES (1, 'secret')").number == 1062);
  client.execute("SELECT note FROM t_log WHERE id = ?", {std::int64_t{3}});
  CHECK(metric("sluice_statements_total") == statements + 9);
  CHECK(metric("sluice_statement_duration_seconds_count") == timed + 9);
  CHECK(metric("sluice_statements_routed_total{route=\"scatter\"}") >= scattered + 1);

  const json point = digest_of("SELECT note FROM t_log WHERE id = ?");
  CHECK(point.at("count").get<int>() >= 5);  // a parameter's mark may differ from a literal's
  CHECK(point.at("rows") == point.at("count"));
  CHECK(point.at("microseconds").get<std::int64_t>() > 0);
  CHECK(digest_of("SELECT id , note FROM t_log ORDER BY id").at("rows") == 5);
  const std::string digests = get_json("/api/digests").dump();
  CHECK(digests.find("secret") == std::string::npos);
}

TEST_CASE("http: pools and servers") {
  TestClient client = cluster().connect();
  client.query("DO 1");
  const json servers = get_json("/api/servers").at("servers");
  REQUIRE(servers.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(servers.at(i).at("database") == "shop");
    CHECK(servers.at(i).at("server") == "ds_" + std::to_string(i));
    CHECK(servers.at(i).at("address") == "127.0.0.1:" + std::to_string(cluster().shard(i).port()));
    CHECK(servers.at(i).at("state") == "up");
  }
  const json status = get_json("/api/status");
  CHECK(status.at("ready") == true);
  CHECK(status.at("clients").at("open").get<int>() >= 1);
  CHECK(status.at("process").at("resident_bytes").get<std::int64_t>() > 1'000'000);
}

TEST_CASE("http: a statement that sleeps on a shard is seen and killed") {
  TestClient client = cluster().connect();
  const std::string shape = "SELECT SLEEP ( ? )";
  QueryError error(0, "", "");
  std::thread running([&] { error = client.error_of("SELECT SLEEP(29)"); });
  json session;
  TestClient shard = cluster().connect_shard(0);
  const bool sleeping = eventually([&] {
    const json sessions = get_json("/api/sessions").at("sessions");
    for (const json& row : sessions) {
      if (row.at("statement") == shape) session = row;
    }
    // Until it runs on the server a KILL might find nothing to end.
    return !session.is_null() &&
           !shard.query("SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'")
                .rows.empty();
  });
  const std::string id = sleeping ? session.at("id").dump() : "0";
  const std::string path = "/api/sessions/" + id + "/kill?scope=query";
  CHECK(http_post(cluster().gateway().http_port(), path, "", kToken).status == 200);
  running.join();
  REQUIRE(sleeping);
  // MariaDB's and MySQL's SLEEP() end with 1 when they are killed, or with the error.
  CHECK((error.number == 0 || error.number == 1317));
  CHECK_FALSE(client.query("SELECT 1").rows.empty());
}

}  // namespace sluice::test
