// SPDX-License-Identifier: Apache-2.0
// DATABASE_PERMITTED: what an account may not use it does not see, by whatever statement.
#include <doctest/doctest.h>

#include "tests/integration/shard_cluster.h"

namespace sluice::test {
namespace {

std::string database_yaml(const std::string& name, const std::string& schema, std::uint16_t port) {
  return "databaseName: " + name +
         "\ndataSources:\n  only: {url: \"jdbc:mysql://127.0.0.1:" + std::to_string(port) + "/" +
         schema + "\", username: root, password: ''}\nrules:\n- !SINGLE\n  tables: [\"*.*\"]\n";
}

constexpr const char* kGlobal = R"(authority:
  users:
    - {user: root@%, password: root}
    - {user: reader@%, password: secret}
  privilege:
    type: DATABASE_PERMITTED
    props: {user-database-mappings: "root@%=*, reader@%=open"}
props: {proxy-default-port: {port}}
sluice: {bind-address: 127.0.0.1, workers: 1}
)";

std::string first_column(const QueryResult& result) {
  std::string text;
  for (const Row& row : result.rows) text += row.at(0).value_or("NULL") + " ";
  return text;
}

}  // namespace

TEST_CASE("information_schema and SHOW tell of permitted databases only") {
  TestClient server = shared_cluster().connect_shard(0);
  for (const std::string schema : {"open_schema", "closed_schema"}) {
    server.query("DROP DATABASE IF EXISTS " + schema);
    server.query("CREATE DATABASE " + schema);
    server.query("CREATE TABLE " + schema + ".of_" + schema + " (id INT PRIMARY KEY, c INT)");
  }
  const std::uint16_t port = shared_cluster().shard(0).port();
  GatewayProcess gateway(
      {{"global.yaml", kGlobal},
       {"database-open.yaml", database_yaml("open", "open_schema", port)},
       {"database-closed.yaml", database_yaml("closed", "closed_schema", port)}});
  TestClient root(gateway.port(), {.user = "root", .password = "root", .database = "closed"});
  TestClient reader(gateway.port(), {.user = "reader", .password = "secret", .database = "open"});

  for (const std::string sql :
       {"SELECT table_name FROM information_schema.tables WHERE table_schema LIKE '%e%' AND "
        "table_name LIKE 'of%' ORDER BY 1",
        "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_name LIKE 'of%' "
        "ORDER BY 1",
        "SELECT table_name FROM information_schema.statistics WHERE table_name LIKE 'of%' "
        "ORDER BY 1"}) {
    CAPTURE(sql);
    CHECK(first_column(root.query(sql)) == "of_closed_schema of_open_schema ");
    CHECK(first_column(reader.query(sql)) == "of_open_schema ");
  }
  const std::string schemata =
      "SELECT schema_name FROM information_schema.schemata WHERE schema_name IN ('open', 'closed') "
      "ORDER BY 1";
  CHECK(first_column(root.query(schemata)) == "closed open ");
  CHECK(first_column(reader.query(schemata)) == "open ");
  CHECK(first_column(reader.query("SHOW DATABASES")).find("closed") == std::string::npos);
  CHECK(first_column(root.query("SHOW DATABASES")).find("closed") != std::string::npos);
  CHECK(first_column(reader.query("SELECT table_schema FROM information_schema.schema_privileges "
                                  "WHERE privilege_type = 'SELECT'")) == "open ");
  CHECK(first_column(reader.query("SELECT privilege_type FROM information_schema.user_privileges "
                                  "ORDER BY 1")) == "USAGE ");
  CHECK(first_column(reader.query("SELECT DISTINCT user FROM information_schema.processlist")) ==
        "reader ");
  for (const std::string sql :
       {"SHOW TABLES FROM closed", "SHOW TABLE STATUS FROM closed",
        "SHOW INDEX FROM closed.of_closed_schema", "SHOW COLUMNS FROM closed.of_closed_schema",
        "SHOW CREATE TABLE closed.of_closed_schema", "SHOW CREATE DATABASE closed",
        "SHOW TRIGGERS FROM closed", "SELECT * FROM closed.of_closed_schema"}) {
    CAPTURE(sql);
    CHECK(reader.error_of(sql).number == 1044);
  }
}

TEST_CASE("SHOW GRANTS says what an account may do as a server does") {
  TestClient server = shared_cluster().connect_shard(0);
  server.query("CREATE DATABASE IF NOT EXISTS open_schema");
  server.query("DROP USER IF EXISTS reader@'%'");
  server.query("CREATE USER reader@'%'");
  server.query("GRANT ALL ON `open`.* TO reader@'%'");
  const std::uint16_t port = shared_cluster().shard(0).port();
  GatewayProcess gateway({{"global.yaml", kGlobal},
                          {"database-open.yaml", database_yaml("open", "open_schema", port)}});
  TestClient root(gateway.port(), {.user = "root", .password = "root", .database = "open"});
  TestClient reader(gateway.port(), {.user = "reader", .password = "secret", .database = "open"});
  const QueryResult expected = server.query("SHOW GRANTS FOR 'reader'@'%'");
  REQUIRE(expected.rows.size() == 2);
  for (const std::string sql :
       {"SHOW GRANTS", "SHOW GRANTS FOR CURRENT_USER", "SHOW GRANTS FOR CURRENT_USER()",
        "SHOW GRANTS FOR reader", "SHOW GRANTS FOR 'reader'@'%'", "SHOW GRANTS FOR `reader`@`%`"}) {
    CAPTURE(sql);
    CHECK(reader.query(sql).rows == expected.rows);
  }
  CHECK(first_column(root.query("SHOW GRANTS")).find("TRIGGER") != std::string::npos);
  CHECK(reader.error_of("SHOW GRANTS FOR root@'%'").number == 1044);
  CHECK(reader.error_of("SHOW GRANTS FOR nobody").number == 1044);
  server.query("DROP USER reader@'%'");
}

}  // namespace sluice::test
