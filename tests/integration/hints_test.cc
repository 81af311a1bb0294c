// SPDX-License-Identifier: Apache-2.0
// Hints that go past the rules: a statement on one data source as it is, and names as they are
// written. What they did is looked up on the shards themselves.
#include <doctest/doctest.h>

#include "tests/integration/outcome.h"
#include "tests/integration/shard_cluster.h"

namespace sluice::test {
namespace {

const std::string kFirst = "/* SHARDINGSPHERE_HINT: DATA_SOURCE_NAME=ds_0 */ ";
const std::string kSecond = "/* SHARDINGSPHERE_HINT: DATA_SOURCE_NAME=ds_1 */ ";
const std::string kAsWritten = "/* SHARDINGSPHERE_HINT: SKIP_SQL_REWRITE=true */ ";

// Two tables on each shard, and one on each.
class Tables {
 public:
  Tables() {
    client.query("DROP TABLE IF EXISTS t_wire");  // other tests leave theirs
    client.query("DROP TABLE IF EXISTS t_key");
    client.query("CREATE TABLE t_wire (id INT NOT NULL PRIMARY KEY, v INT)");
    client.query("INSERT INTO t_wire VALUES (0, 0), (1, 1), (2, 2), (3, 3)");
    client.query("CREATE TABLE t_key (code VARBINARY(20) NOT NULL PRIMARY KEY, v INT)");
    client.query("INSERT INTO t_key VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4)");
  }
  ~Tables() {
    TestClient last = shared_cluster().connect();
    last.query("DROP TABLE t_wire");
    last.query("DROP TABLE t_key");
  }
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  TestClient client = shared_cluster().connect();
};

std::string rows(TestClient& client, const std::string& sql) {
  return to_text(client.query(sql));
}

int error_of(TestClient& client, const std::string& sql) {
  return client.error_of(sql).number;
}

}  // namespace

TEST_CASE("DATA_SOURCE_NAME reads and writes one server's own tables") {
  Tables tables;
  TestClient& client = tables.client;
  TestClient first = shared_cluster().connect_shard(0);
  TestClient second = shared_cluster().connect_shard(1);
  const std::string all = "SELECT * FROM t_wire_0 ORDER BY id";
  CHECK(rows(client, kFirst + all) == rows(first, all));
  CHECK(rows(client, kSecond + all) == rows(second, all));
  CHECK(rows(client, kSecond + "SELECT @@port") == rows(second, "SELECT @@port"));
  CHECK(rows(client, kFirst + "SELECT @@port") == rows(first, "SELECT @@port"));

  // Where the rules would have put it is another matter.
  client.query(kSecond + "INSERT INTO shop.t_wire_1 VALUES (100, 7)");
  CHECK(rows(second, "SELECT v FROM t_wire_1 WHERE id = 100") ==
        rows(client, kSecond + "SELECT v FROM t_wire_1 WHERE id = 100"));
  CHECK(client.query("SELECT v FROM t_wire WHERE id = 100").rows.empty());
  client.query(kSecond + "UPDATE t_wire_1 SET v = v + 1 WHERE t_wire_1.id = 100");
  CHECK(*second.query("SELECT v FROM t_wire_1 WHERE id = 100").rows.at(0).at(0) == "8");
  client.query(kSecond + "DELETE FROM t_wire_1 WHERE id = 100");
  CHECK(second.query("SELECT v FROM t_wire_1 WHERE id = 100").rows.empty());

  CHECK(error_of(client, kFirst + "SELECT * FROM t_wire") == 1146);
  CHECK(error_of(client, kFirst + "SELECT * FROM mysql.user") == 1235);
  CHECK(error_of(client, kFirst + "SELECT * FROM ds_0.t_wire_0") == 1049);
  CHECK(error_of(client, "/* SHARDINGSPHERE_HINT: DATA_SOURCE_NAME=ds_7 */ SELECT 1") == 1235);
  CHECK(error_of(client, kFirst + "DROP TABLE t_wire_0") == 1235);
  CHECK(rows(client, "SELECT COUNT(*) FROM t_wire") == rows(client, "SELECT 4 AS `COUNT(*)`"));
}

TEST_CASE("DATA_SOURCE_NAME takes part in the transaction and in prepared statements") {
  Tables tables;
  TestClient& client = tables.client;
  TestClient first = shared_cluster().connect_shard(0);
  client.query("BEGIN");
  client.query("UPDATE t_wire SET v = 50 WHERE id = 0");
  CHECK(*client.query(kFirst + "SELECT v FROM t_wire_0 WHERE id = 0").rows.at(0).at(0) == "50");
  client.query(kFirst + "UPDATE t_wire_0 SET v = 60 WHERE id = 0");
  CHECK(*first.query("SELECT v FROM t_wire_0 WHERE id = 0").rows.at(0).at(0) == "0");
  client.query("ROLLBACK");
  CHECK(*client.query("SELECT v FROM t_wire WHERE id = 0").rows.at(0).at(0) == "0");

  const std::vector<TestClient::Parameter> parameters{std::int64_t{0}};
  const auto prepared = client.execute(kFirst + "SELECT v FROM t_wire_0 WHERE id = ?", parameters);
  CHECK(prepared.rows.size() == 1);
  // The same text without the hint, or with another one, is another statement.
  CHECK(client.query(kSecond + "SELECT v FROM t_wire_0 WHERE id = 0").rows.empty());
  CHECK(error_of(client, "SELECT v FROM t_wire_0 WHERE id = 0") == 1146);
}

TEST_CASE("SKIP_SQL_REWRITE keeps the names and the routing") {
  Tables tables;
  TestClient& client = tables.client;
  for (const char* code : {"a", "b", "c", "d"}) {
    CAPTURE(code);
    const std::string sql =
        "SELECT t_key.v, LAST_INSERT_ID() FROM shop.t_key WHERE code = '" + std::string(code) + "'";
    CHECK(rows(client, kAsWritten + sql) == rows(client, sql));
    CHECK(client.query(kAsWritten + sql).rows.size() == 1);
  }
  CHECK(client.query(kAsWritten + "SELECT * FROM t_key").rows.size() == 4);
  CHECK(error_of(client, kAsWritten + "SELECT AVG(v) FROM t_key") == 1235);
  CHECK(error_of(client, kAsWritten + "SELECT COUNT(*) FROM t_wire") == 1235);
  CHECK(error_of(client, kAsWritten + "SELECT v FROM t_wire WHERE id = 1") == 1146);
  client.query(kAsWritten + "UPDATE t_key SET v = 9 WHERE code = 'a'");
  CHECK(*client.query("SELECT v FROM t_key WHERE code = 'a'").rows.at(0).at(0) == "9");
}

}  // namespace sluice::test
