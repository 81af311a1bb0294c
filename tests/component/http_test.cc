// SPDX-License-Identifier: Apache-2.0
// The HTTP listener over a running gateway: what it answers, whom it refuses, and that nobody can
// hold it up.
#include <set>
#include <sstream>
#include <thread>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "common/telemetry/metric_table.h"
#include "tests/component/fake_cluster.h"
#include "tests/support/free_port.h"
#include "tests/support/http_client.h"

namespace sluice::test {
namespace {

using nlohmann::json;

constexpr const char* kToken = "a-token-of-tests-0123";
const std::string kWithToken =
    "  http: {port: {http_port}, token: " + std::string(kToken) + ", host-names: [sluice.test]}\n";

json get_json(const FakeCluster& cluster, const std::string& path) {
  const HttpReply reply = http_get(cluster.http_port(), path);
  CHECK(reply.status == 200);
  CHECK(reply.headers.at("content-type") == "application/json");
  return json::parse(reply.body);
}

int status_of(std::uint16_t port, const HttpRequest& request) {
  return http(port, request).status;
}

// Sample lines by metric family: a histogram's under its own name.
std::map<std::string, std::size_t> families(const std::string& metrics) {
  std::map<std::string, std::size_t> found;
  std::istringstream lines(metrics);
  std::string family;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
    } else if (!line.starts_with('#')) {
      REQUIRE(line.starts_with(family));
      ++found[family];
    }
  }
  return found;
}

// The value of one sample; -1: there is no such line.
double sample(const std::string& metrics, const std::string& name) {
  const std::size_t at = metrics.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(metrics.substr(at + name.size() + 2));
}

json row_with(const json& rows, const char* member, const std::string& value) {
  for (const json& row : rows) {
    if (row.at(member) == value) return row;
  }
  return {};
}

}  // namespace

TEST_CASE("a gateway that serves is well and ready") {
  FakeCluster cluster;
  const HttpReply health = http_get(cluster.http_port(), "/healthz");
  CHECK(health.status == 200);
  CHECK(health.body == "ok\n");
  const HttpReply ready = http_get(cluster.http_port(), "/readyz");
  CHECK(ready.status == 200);
  CHECK(ready.body == "ready\n");
}

TEST_CASE("a gateway without its schema, or on its way out, is well but not ready") {
  const std::uint16_t nobody = free_port();
  EmbeddedGateway gateway({{"global.yaml",
                            "authority:\n  users:\n    - {user: app@%, password: app}\n"
                            "props:\n  proxy-default-port: {port}\n"
                            "sluice:\n  bind-address: 127.0.0.1\n  workers: 1\n"},
                           {"database-shop.yaml",
                            "databaseName: shop\ndataSources:\n"
                            "  ds_0: {url: \"jdbc:mysql://127.0.0.1:" +
                                std::to_string(nobody) + "/ds_0\", username: u, password: p}\n"}});
  CHECK(http_get(gateway.http_port(), "/healthz").status == 200);
  const HttpReply ready = http_get(gateway.http_port(), "/readyz");
  CHECK(ready.status == 503);
  CHECK(ready.body.find("the schema of shop is not loaded") != std::string::npos);
  CHECK(sample(http_get(gateway.http_port(), "/metrics").body, "sluice_ready") == 0);
}

TEST_CASE("draining: /readyz says so as long as somebody is served") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  const auto answer = std::make_shared<Gate>();
  cluster.shard(0).on("SELECT name FROM t_user.*",
                      all({wait_for(answer), result({"name"}, {{"a"}})}));
  client.send_command(wire::Command::query, "SELECT name FROM t_user WHERE user_id = 0");
  std::thread stopping([&] { cluster.gateway().stop(std::chrono::seconds(20)); });
  HttpReply ready;
  do {
    ready = http_get(cluster.http_port(), "/readyz");
  } while (ready.status == 200);
  CHECK(ready.status == 503);
  CHECK(ready.body.find("draining") != std::string::npos);
  CHECK(http_get(cluster.http_port(), "/healthz").status == 200);
  answer->open();
  stopping.join();
  CHECK_FALSE(accepts_connections(cluster.http_port()));
}

TEST_CASE("/metrics shows every metric of the table, and no other") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  client.query("SELECT 1 FROM nowhere");
  const HttpReply reply = http_get(cluster.http_port(), "/metrics");
  CHECK(reply.status == 200);
  CHECK(reply.headers.at("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  std::map<std::string, std::size_t> found = families(reply.body);
  // Of groups of servers, and of XA.
  const std::set<std::string_view> absent = {"sluice_backend_readable",
                                             "sluice_backend_replication_lag_seconds",
                                             "sluice_xa_unfinished_transactions"};
  for (const MetricInfo& info : metric_infos()) {
    CAPTURE(info.name);
    CHECK(found.erase(std::string(info.name)) == (absent.contains(info.name) ? 0 : 1));
  }
  CHECK(found.empty());
  CHECK(sample(reply.body, "sluice_client_connections") >= 1);
  CHECK(sample(reply.body, "sluice_statement_errors_total{cause=\"client\"}") >= 1);
  CHECK(sample(reply.body, "sluice_statement_duration_seconds_count") >= 1);
  CHECK(sample(reply.body, "sluice_workers_silent") == 0);
}

TEST_CASE(
    "a server that cannot be reached is down, in metrics and JSON, and up again when it is back") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  const std::string up = "sluice_backend_up{database=\"shop\",data_source=\"ds_1\"}";
  const std::string sql = "SELECT name FROM t_user WHERE user_id = 1";
  CHECK(sample(http_get(cluster.http_port(), "/metrics").body, up) == 1);
  cluster.stop_shard(1);
  CHECK(client.query(sql).is_error());
  CHECK(sample(http_get(cluster.http_port(), "/metrics").body, up) == 0);
  const json down = row_with(get_json(cluster, "/api/servers").at("servers"), "server", "ds_1");
  CHECK(down.at("state") == "down");
  CHECK(down.at("problem").get<std::string>().find("ds_1") != std::string::npos);
  CHECK(down.dump().find(kPoolPassword) == std::string::npos);
  cluster.start_shard(1);
  cluster.shard(1).on("SELECT name FROM t_user.*", result({"name"}, {{"a"}}));
  CHECK_FALSE(client.query(sql).is_error());
  CHECK(sample(http_get(cluster.http_port(), "/metrics").body, up) == 1);
}

TEST_CASE("sessions and digests show statements without their literals") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  const auto answer = std::make_shared<Gate>();
  cluster.shard(1).on("SELECT name FROM t_user.*",
                      all({wait_for(answer), result({"name"}, {{"a"}})}));
  client.send_command(wire::Command::query,
                      "SELECT name FROM t_user WHERE user_id = 4711 AND name = 'secret'");
  const std::string shape = "SELECT name FROM t_user WHERE user_id = ? AND name = ?";
  json session;
  do {
    session = row_with(get_json(cluster, "/api/sessions").at("sessions"), "statement", shape);
  } while (session.is_null());
  CHECK(session.at("user") == kUser);
  CHECK(session.at("database") == "shop");
  CHECK(session.at("command") == "Query");
  answer->open();
  CHECK_FALSE(client.read_reply().is_error());
  client.query("SELECT broken FROM t_user WHERE user_id = 5");
  const json digests = get_json(cluster, "/api/digests").at("digests");
  const json good = row_with(digests, "text", shape);
  CHECK(good.at("count") == 1);
  CHECK(good.at("rows") == 1);
  CHECK(good.at("errors") == 0);
  const json bad = row_with(digests, "text", "SELECT broken FROM t_user WHERE user_id = ?");
  CHECK(bad.at("errors") == 1);
  CHECK(digests.dump().find("4711") == std::string::npos);
  CHECK(digests.dump().find("secret") == std::string::npos);
}

TEST_CASE("each of several statements in a command has its digest") {
  FakeCluster cluster;
  LoginOptions options = FakeCluster::login_options();
  options.capabilities |= wire::capability::kMultiStatements;
  RawClient client = cluster.connect(options);
  client.send_command(wire::Command::query, "SET @a = 1; SET @b = 2, @c = 3");
  client.read_reply();
  client.read_reply();
  const json digests = get_json(cluster, "/api/digests").at("digests");
  CHECK(row_with(digests, "text", "SET @a = ?").at("count") == 1);
  CHECK(row_with(digests, "text", "SET @b = ? , @c = ?").at("count") == 1);
}

TEST_CASE("a session's statement is killed with the token, and only with it") {
  FakeCluster cluster({.sluice_block = kWithToken});
  CHECK(get_json(cluster, "/api/status").at("actions") == true);
  RawClient client = cluster.connect();
  const auto killed = std::make_shared<Gate>();
  cluster.shard(1).on(
      "SELECT name FROM t_user.*",
      all({wait_for(killed), reply_with({err_packet(1317, "70100", "interrupted")})}));
  cluster.shard(1).on("KILL QUERY.*", [killed](ScriptedConnection& connection) {
    killed->open();
    connection.send(ok_packet());
  });
  client.send_command(wire::Command::query, "SELECT name FROM t_user WHERE user_id = 1");
  json session;
  do {
    session = row_with(get_json(cluster, "/api/sessions").at("sessions"), "command", "Query");
  } while (session.is_null());
  const std::string path = "/api/sessions/" + session.at("id").dump() + "/kill";
  CHECK(http_post(cluster.http_port(), path, "").status == 403);
  CHECK(http_post(cluster.http_port(), path, "", "a-token-of-tests-0124").status == 403);
  HttpRequest get;
  get.path = path;
  CHECK(status_of(cluster.http_port(), get) == 404);
  CHECK(http_post(cluster.http_port(), "/api/sessions/999999/kill", "", kToken).status == 404);
  CHECK(http_post(cluster.http_port(), "/api/sessions/x/kill", "", kToken).status == 404);
  CHECK(http_post(cluster.http_port(), path + "?scope=connection", "", kToken).status == 200);
  CHECK(client.closed_by_peer(std::chrono::seconds(20)));
}

TEST_CASE("without a token in the configuration there are no actions") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  CHECK(get_json(cluster, "/api/status").at("actions") == false);
  CHECK(http_post(cluster.http_port(), "/api/sessions/1/kill", "").status == 403);
  CHECK(http_post(cluster.http_port(), "/api/sessions/1/kill", "", kToken).status == 403);
  CHECK_FALSE(client.query("SET @a = 1").is_error());
}

TEST_CASE("routes are shown and nothing is run") {
  FakeCluster cluster;
  const auto route = [&](const std::string& body) {
    return http_post(cluster.http_port(), "/api/route", body);
  };
  const HttpReply one = route(R"({"sql": "SELECT name FROM t_user WHERE user_id = 3"})");
  REQUIRE(one.status == 200);
  const json single = json::parse(one.body);
  CHECK(single.at("total_units") == 1);
  CHECK(single.at("units").at(0).at("data_source") == "ds_1");
  CHECK(single.at("merge").empty());
  const json all = json::parse(
      route(R"({"sql": "SELECT name FROM t_user ORDER BY name", "database": "shop"})").body);
  CHECK(all.at("total_units") == 2);
  CHECK_FALSE(all.at("merge").empty());
  for (const char* bad :
       {"", "[]", "{}", R"({"sql": 1})", R"({"sql": "SELECT FROM"})", R"({"sql": ""})",
        R"({"sql": "SELECT 1 FROM nowhere"})", R"({"sql": "SELECT ?"})",
        R"({"sql": "SELECT 1", "database": "no"})", "{\"sql\": \"SELECT '\xff"}) {
    CAPTURE(bad);
    const HttpReply reply = route(bad);
    CHECK(reply.status == 400);
    CHECK_FALSE(json::parse(reply.body).at("error").get<std::string>().empty());
  }
  CHECK(route(R"({"sql": ")" + std::string(70'000, 'x') + "\"}").status == 413);
  CHECK(cluster.failures().empty());
}

TEST_CASE("the page and every answer are locked up against foreign content") {
  FakeCluster cluster;
  const HttpReply page = http_get(cluster.http_port(), "/");
  CHECK(page.status == 200);
  CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
  const std::string policy = page.headers.at("content-security-policy");
  const std::size_t nonce = policy.find("script-src 'nonce-");
  REQUIRE(nonce != std::string::npos);
  const std::string value = policy.substr(nonce + 18, 32);
  CHECK(page.body.find("<script nonce=\"" + value + "\">") != std::string::npos);
  CHECK(page.body.find("{{nonce}}") == std::string::npos);
  CHECK(http_get(cluster.http_port(), "/").headers.at("content-security-policy") != policy);
  for (const char* path : {"/", "/metrics", "/api/status", "/nothing"}) {
    CAPTURE(path);
    const HttpReply reply = http_get(cluster.http_port(), path);
    CHECK(reply.headers.at("content-security-policy").starts_with("default-src 'none'"));
    CHECK(reply.headers.at("x-content-type-options") == "nosniff");
    CHECK(reply.headers.at("x-frame-options") == "DENY");
    CHECK_FALSE(reply.headers.contains("access-control-allow-origin"));
  }
}

TEST_CASE("requests that are none of ours") {
  FakeCluster cluster({.sluice_block = kWithToken});
  const std::uint16_t port = cluster.http_port();
  HttpRequest request;
  request.path = "/healthz";
  request.host = "evil.example";
  CHECK(status_of(port, request) == 403);
  request.host = "sluice.test:8307";
  CHECK(status_of(port, request) == 200);
  request.method = "DELETE";
  CHECK(status_of(port, request) == 405);
  CHECK(http_get(port, "/nothing").status == 404);
  CHECK(http_get(port, "/api/../metrics").status == 404);
  request = {.method = "POST",
             .path = "/api/route",
             .host = "localhost",
             .headers = {{"Content-Type", "text/plain"}},
             .body = "{}"};
  CHECK(status_of(port, request) == 415);
}

TEST_CASE("clients that send nothing, or too much, keep nobody from an answer") {
  FakeCluster cluster;
  std::vector<RawSocket> silent;
  for (int i = 0; i < 3; ++i) silent.push_back(RawSocket::connect(cluster.http_port()));
  CHECK(http_get(cluster.http_port(), "/healthz").status == 200);
  RawSocket endless = RawSocket::connect(cluster.http_port());
  const std::string header = "X-Filler: " + std::string(4'000, 'x') + "\r\n";
  try {  // more than the kernel keeps for both sides: the gateway closes long before that
    endless.write(as_bytes("GET /healthz HTTP/1.1\r\nHost: localhost\r\n"));
    for (int i = 0; i < 5'000; ++i) endless.write(as_bytes(header));
    FAIL("20 MB of headers were taken");
  } catch (const SocketError&) {
  }
  CHECK(http_get(cluster.http_port(), "/healthz").status == 200);
}

TEST_CASE("a port that is in use is named with its key") {
  FakeCluster cluster;
  const std::string taken = "  http: {port: " + std::to_string(cluster.http_port()) + "}\n";
  try {
    FakeCluster second({.sluice_block = taken});
    FAIL("two gateways on one port");
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    CHECK(message.find("127.0.0.1:" + std::to_string(cluster.http_port())) != std::string::npos);
    CHECK(message.find("sluice.http.port") != std::string::npos);
  }
  FakeCluster off({.sluice_block = "  http: {enabled: false}\n"});
  CHECK_FALSE(accepts_connections(off.http_port()));
}

}  // namespace sluice::test
