// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/support/mysql_server.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_client.h"

namespace sluice::test {
namespace {

TEST_CASE("a MySQL 9 server answers, survives kill -9 and keeps its port") {
  if (!MySqlServer::available()) {
    MESSAGE("without MySQL 9: build/mysql/root is not there");
    return;
  }
  MySqlServer server;
  const std::uint16_t port = server.port();
  {
    TestClient client(port);
    client.query("CREATE DATABASE d");
    client.query("CREATE TABLE d.t (id BIGINT UNSIGNED PRIMARY KEY, name VARCHAR(20))");
    CHECK(client.query("INSERT INTO d.t VALUES (1, 'one'), (2, NULL)").affected_rows == 2);
    CHECK(to_text(client.query("SELECT @@version LIKE '9.%'")) == "1\n");
    CHECK(client.error_of("INSERT INTO d.t VALUES (1, 'again')").number == 1062);
  }
  server.kill();
  CHECK_THROWS_AS(TestClient{port}, QueryError);
  server.start();
  CHECK(server.port() == port);
  TestClient again(port);
  CHECK(to_text(again.query("SELECT id, name FROM d.t ORDER BY id")) == "1|one\n2|NULL\n");
  CHECK(to_text(again.execute("SELECT name FROM d.t WHERE id = ?", {std::uint64_t{1}})) == "one\n");
}

TEST_CASE("a raw client logs in to MySQL 9") {
  if (!MySqlServer::available()) return;
  MySqlServer server({"--max-connections=5"});
  RawClient client(server.port());
  LoginOptions login;
  login.plugin = "caching_sha2_password";
  REQUIRE_FALSE(client.login(login).is_error());
  CHECK(client.query("SELECT 1").rows.size() == 1);
}

}  // namespace
}  // namespace sluice::test
