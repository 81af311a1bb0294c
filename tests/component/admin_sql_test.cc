// SPDX-License-Identifier: Apache-2.0
// The admin port: who gets in, what the stock clients ask, and that nobody can change or stall
// anything there.
#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"
#include "tests/support/free_port.h"

namespace sluice::test {
namespace {

FakeClusterOptions with_admin() {
  FakeClusterOptions options;
  options.authority_block = "    - {user: dba@%, password: dba-secret, admin: true}\n";
  options.sluice_block = "  admin: {port: {admin_port}}\n";
  return options;
}

LoginOptions dba() {
  LoginOptions options;
  options.user = "dba";
  options.password = "dba-secret";
  return options;
}

RawClient connect_admin(const FakeCluster& cluster) {
  RawClient client(cluster.admin_port());
  const RawReply reply = client.login(dba());
  REQUIRE_FALSE(reply.is_error());
  return client;
}

// Rows of length-encoded texts, all shorter than 251 bytes; NULL as "NULL".
std::string rows_of(RawClient& client, const std::string& sql) {
  const RawReply reply = client.query(sql);
  if (reply.is_error()) return "error " + std::to_string(reply.error().number);
  std::string text;
  for (const Buffer& row : reply.rows) {
    std::string line;
    for (std::size_t at = 0; at < row.size();) {
      const auto length = static_cast<std::size_t>(row[at++]);
      if (!line.empty()) line += '|';
      if (length == 0xfb) {
        line += "NULL";
        continue;
      }
      line += as_text(Bytes(row).subspan(at, length));
      at += length;
    }
    text += line + "\n";
  }
  return text;
}

// Until no other client is there: one that has left is counted until its worker has noticed.
void wait_until_alone(RawClient& admin) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (rows_of(admin, "SELECT value FROM status WHERE name = 'Threads_connected'") != "1\n") {
    REQUIRE(std::chrono::steady_clock::now() < limit);
  }
}

std::uint16_t login_error(const FakeCluster& cluster, const LoginOptions& options) {
  const RawReply reply = RawClient(cluster.admin_port()).login(options);
  return reply.is_error() ? reply.error().number : std::uint16_t{0};
}

}  // namespace

TEST_CASE("only administrators get in through the admin port") {
  FakeCluster cluster(with_admin());
  CHECK(login_error(cluster, dba()) == 0);
  LoginOptions wrong = dba();
  wrong.password = "other";
  CHECK(login_error(cluster, wrong) == 1045);
  CHECK(login_error(cluster, FakeCluster::login_options()) == 1045);
  LoginOptions nobody = dba();
  nobody.password = "";
  CHECK(login_error(cluster, nobody) == 1045);
}

TEST_CASE("without an administrator there is no admin port") {
  FakeCluster cluster;
  CHECK_FALSE(accepts_connections(cluster.admin_port()));
  CHECK_THROWS_WITH_AS(FakeCluster({.sluice_block = "  admin: {enabled: true}\n"}),
                       doctest::Contains("sluice.admin needs an account with admin: true"),
                       std::runtime_error);
}

TEST_CASE("an admin port that is in use is named with its key") {
  FakeCluster cluster(with_admin());
  FakeClusterOptions taken = with_admin();
  taken.sluice_block = "  admin: {port: " + std::to_string(cluster.admin_port()) + "}\n";
  CHECK_THROWS_WITH_AS(FakeCluster{taken}, doctest::Contains("sluice.admin.port"),
                       std::runtime_error);
}

TEST_CASE("what stock clients ask when they connect") {
  FakeCluster cluster(with_admin());
  RawClient client = connect_admin(cluster);
  CHECK(rows_of(client, "select @@version_comment limit 1") == "Sluice, admin tables\n");
  CHECK(rows_of(client, "SELECT USER()") == "dba@127.0.0.1\n");
  CHECK(rows_of(client, "SELECT DATABASE() IS NULL OR DATABASE() = ''") == "1\n");
  CHECK(rows_of(client, "SET NAMES utf8mb4") == "");
  CHECK(rows_of(client, "SELECT @@session.autocommit, @@sql_mode") == "1|\n");
  CHECK(rows_of(client, "SELECT @@no_such_variable") == "error 1193");
  CHECK(rows_of(client, "SHOW DATABASES") == "shop\n");
  CHECK(rows_of(client, "SHOW TABLES LIKE 'p%'") == "plan_cache\npools\n");
  CHECK(rows_of(client, "SHOW WARNINGS") == "");
  CHECK(rows_of(client, "SHOW VARIABLES LIKE 'sql%'") == "sql_mode|\n");
  CHECK(rows_of(client, "DESCRIBE plan_cache") ==
        "worker|bigint|YES||NULL|\nplans|bigint|YES||NULL|\nbytes|bigint|YES||NULL|\n");
  CHECK(rows_of(client, "DESCRIBE nowhere") == "error 1146");
  CHECK(rows_of(client, "") == "");
}

TEST_CASE("live tables are joined, filtered and sorted") {
  FakeCluster cluster(with_admin());
  RawClient client = connect_admin(cluster);
  wait_until_alone(client);
  RawClient app = cluster.connect();
  app.query("SET @a = 4711");
  CHECK(rows_of(client, "SELECT COUNT(*) FROM sessions WHERE user = 'app'") == "1\n");
  CHECK(rows_of(client, "SELECT server, state FROM backends ORDER BY server DESC") ==
        "ds_1|up\nds_0|up\n");
  CHECK(rows_of(client,
                "SELECT b.server, p.waiting FROM backends b JOIN pools p ON p.server = b.server "
                "WHERE b.role = 'primary' ORDER BY 1 LIMIT 1") == "ds_0|0\n");
  CHECK(rows_of(client, "SELECT statement, count FROM digests WHERE statement LIKE 'SET @a%'") ==
        "SET @a = ?|1\n");
  CHECK(rows_of(client, "SELECT value FROM status WHERE name = 'Threads_connected'") == "2\n");
  CHECK(rows_of(client, "SELECT statement FROM sessions WHERE user = 'dba'")
            .starts_with("SELECT statement FROM sessions"));
  CHECK(rows_of(client, "SELECT admin FROM users WHERE user = 'dba'") == "yes\n");
  CHECK(rows_of(client, "SELECT * FROM unfinished_transactions") == "");
  const std::string help = rows_of(client, "SELECT name FROM help");
  for (const char* table : {"backends", "databases", "digests", "errors", "help", "plan_cache",
                            "pools", "sessions", "status", "unfinished_transactions", "users"}) {
    CAPTURE(table);
    CHECK(help.find(std::string(table) + "\n") != std::string::npos);
    CHECK_FALSE(rows_of(client, std::string("SELECT * FROM ") + table).starts_with("error"));
  }
  CHECK(rows_of(client, "SELECT loaded FROM databases") == "yes\n");
  CHECK(rows_of(client, "SHOW PROCESSLIST").find("|app|") != std::string::npos);
}

TEST_CASE("nothing can be changed, and errors leave the session usable") {
  FakeCluster cluster(with_admin());
  RawClient client = connect_admin(cluster);
  for (const char* sql :
       {"CREATE TABLE t (a INT)", "DELETE FROM sessions", "UPDATE status SET value = 1",
        "INSERT INTO users VALUES ('a', '%', 'yes')", "ATTACH 'x.db' AS x", "PRAGMA journal_mode",
        "DROP TABLE users", "VACUUM INTO 'x.db'", "SELECT load_extension('x')",
        "SELECT 1; SELECT 2", "SELECT * FROM nowhere", "SELEC 1", "SELECT 'open"}) {
    CAPTURE(sql);
    CHECK(rows_of(client, sql) == "error 1064");
  }
  client.send_command(wire::Command::stmt_prepare, "SELECT 1");
  CHECK(client.read_reply().error().number == 1235);
  CHECK(rows_of(client, "SELECT 1") == "1\n");
}

TEST_CASE("a statement that would never end is given up, and the gateway serves meanwhile") {
  FakeCluster cluster(with_admin());
  RawClient admin = connect_admin(cluster);
  admin.send_command(wire::Command::query,
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                     "SELECT MAX(i) FROM n");
  RawClient app = cluster.connect();
  CHECK_FALSE(app.query("SET @a = 1").is_error());
  CHECK(admin.read_reply().error().number == 3024);
  CHECK(
      rows_of(admin,
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n") ==
      "error 3024");
  CHECK(rows_of(admin, "SELECT 1") == "1\n");
}

TEST_CASE("the gateway goes down while a statement runs on the admin tables") {
  RawClient* running = nullptr;
  {
    FakeCluster cluster(with_admin());
    running = new RawClient(connect_admin(cluster));
    running->send_command(wire::Command::query,
                          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                          "SELECT MAX(i) FROM n");
    const auto before = std::chrono::steady_clock::now();
    cluster.gateway().stop(std::chrono::milliseconds(0));
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(8));
  }
  delete running;
}

TEST_CASE("KILL from the admin port") {
  FakeCluster cluster(with_admin());
  RawClient app = cluster.connect();
  RawClient client = connect_admin(cluster);
  std::string id = rows_of(client, "SELECT id FROM sessions WHERE user = 'app'");
  id.pop_back();
  CHECK(rows_of(client, "KILL x") == "error 1064");
  CHECK(rows_of(client, "KILL 999999") == "error 1094");
  CHECK(rows_of(client, "KILL CONNECTION " + id) == "");
  CHECK(app.closed_by_peer(std::chrono::seconds(10)));
}

TEST_CASE("an administrator gets in when the gateway is full") {
  FakeClusterOptions options = with_admin();
  options.props = "  proxy-frontend-max-connections: 2\n";
  FakeCluster cluster(options);
  RawClient first = connect_admin(cluster);
  wait_until_alone(first);
  RawClient app = cluster.connect();
  CHECK(RawClient(cluster.port()).greeting_error());
  RawClient second = connect_admin(cluster);
  CHECK(rows_of(second, "SELECT COUNT(*) FROM sessions WHERE user = 'dba'") == "2\n");
}

TEST_CASE("DistSQL on both ports, for administrators only") {
  FakeCluster cluster(with_admin());
  RawClient admin = connect_admin(cluster);
  CHECK(rows_of(admin, "SHOW SHARDING TABLE NODES FROM shop") ==
        "t_user|ds_0.t_user, ds_1.t_user\n");
  CHECK(rows_of(admin, "SHOW SHARDING TABLE NODES") == "error 1046");
  CHECK(rows_of(admin, "SHOW SHARDING TABLE NODES FROM nowhere") == "error 1049");
  LoginOptions in_shop = dba();
  in_shop.database = "shop";
  RawClient client(cluster.port());
  REQUIRE_FALSE(client.login(in_shop).is_error());
  CHECK(rows_of(client, "SHOW SHARDING TABLE NODES t_user") == "t_user|ds_0.t_user, ds_1.t_user\n");
  CHECK(rows_of(client, "SHOW SHARDING TABLE NODES none") == "");
  CHECK(rows_of(client, "COUNT SHARDING RULE") ==
        "sharding_table|shop|1\nsharding_table_reference|shop|0\n");
  CHECK(rows_of(client, "SHOW SHARDING NONSENSE") == "error 1064");
  RawClient app = cluster.connect();
  CHECK(rows_of(app, "SHOW SHARDING TABLE NODES t_user") == "error 1064");
}

}  // namespace sluice::test
