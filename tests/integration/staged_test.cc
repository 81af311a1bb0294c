// SPDX-License-Identifier: Apache-2.0
// Writes that no shard can do alone, beyond what the written cases compare: the texts and numbers
// of OK packets, parameters, found rows, and what a killed or failing one leaves behind.
#include <set>

#include <doctest/doctest.h>

#include "tests/integration/outcome.h"
#include "tests/integration/raw_session.h"

namespace sluice::test {
namespace {

void on_both(const std::string& sql) {
  for (const bool gateway : {true, false}) {
    TestClient client = gateway ? shared_cluster().connect() : shared_cluster().connect_alone();
    CAPTURE(gateway);
    CHECK_NOTHROW(client.query(sql));
  }
}

// A few rows on both shards, on both sides, for one test.
class Rows {
 public:
  Rows() {
    on_both(
        "CREATE TABLE t_wire (id INT NOT NULL PRIMARY KEY, v INT, note VARCHAR(20), "
        "changed TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP, twice INT AS (v * 2) STORED)");
    on_both("CREATE TABLE t_side (id INT NOT NULL PRIMARY KEY, v INT)");
    on_both(
        "INSERT INTO t_wire (id, v, note) VALUES (0, 0, 'a'), (1, 1, 'b'), (2, 2, 'c'), "
        "(3, 3, 'd'), (4, 4, 'e'), (5, 5, 'f'), (6, 6, 'g'), (7, 7, 'h')");
    on_both("INSERT INTO t_side VALUES (1, 10), (2, 20), (6, 60)");
  }
  ~Rows() {
    on_both("DROP TABLE t_wire");
    on_both("DROP TABLE t_side");
  }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
};

// Which indexes a server used, which is its own affair.
constexpr wire::StatusFlags kPlanFlags = 0x0030;

std::string ok_text(const RawReply& reply) {
  if (reply.is_error()) {
    return "error " + std::to_string(reply.error().number) + " " +
           std::string(reply.error().message);
  }
  const wire::OkPacket ok = reply.ok();
  return "affected " + std::to_string(ok.affected_rows) + ", insert id " +
         std::to_string(ok.insert_id) + ", warnings " + std::to_string(ok.warnings) + ", status " +
         std::to_string(ok.status & ~kPlanFlags) + ", info '" + std::string(ok.info) + "'";
}

// Shard by shard, so their order is not compared.
std::multiset<std::string> warnings_of(RawClient& client) {
  const RawReply reply = client.query("SHOW WARNINGS");
  std::multiset<std::string> texts;
  for (const Buffer& row : reply.rows) {
    std::string text;
    for (const auto& cell : text_cells(row, 3)) text += cell.value_or("NULL") + "|";
    texts.insert(text);
  }
  return texts;
}

constexpr const char* kAll = "SELECT id, v, note, changed IS NULL, twice FROM t_wire ORDER BY id";

// Both sides say the same to each statement and hold the same rows behind it.
void same_answers(const std::vector<std::string>& statements, wire::Capabilities more = 0) {
  RawOptions options;
  options.capabilities |= more;
  RawClient gateway = raw_gateway(options);
  RawClient alone = raw_alone(options);
  for (const std::string& sql : statements) {
    CAPTURE(sql);
    CHECK(ok_text(gateway.query(sql)) == ok_text(alone.query(sql)));
    CHECK(warnings_of(gateway) == warnings_of(alone));
    TestClient rows = shared_cluster().connect();
    TestClient wanted = shared_cluster().connect_alone();
    CHECK(to_text(rows.query(kAll)) == to_text(wanted.query(kAll)));
  }
}

const std::vector<std::string>& changes() {
  static const std::vector<std::string> kChanges{
      "UPDATE t_wire SET v = 1 WHERE v < 6 ORDER BY id LIMIT 3",
      "UPDATE t_wire SET note = 'x' WHERE id IN (SELECT id FROM t_side)",
      "UPDATE t_wire SET note = 'x' WHERE id IN (SELECT id FROM t_side)",
      "UPDATE t_wire w JOIN t_side s ON s.id = w.id SET w.v = s.v",
      "UPDATE t_wire SET v = (SELECT MAX(v) FROM t_side) WHERE id > 4",
      "UPDATE t_wire SET id = 8 WHERE id = 1",
      "UPDATE t_wire SET id = 8, note = 'same' WHERE id = 8",
      "UPDATE t_wire SET id = id + 101, note = 'moved' WHERE id > 2",
      "UPDATE t_wire SET id = id WHERE id > 100",
      "UPDATE t_wire SET id = 999 WHERE id = 998",
      "DELETE FROM t_wire ORDER BY v DESC, id LIMIT 2",
      "DELETE w FROM t_wire w JOIN t_side s ON s.id + 101 = w.id",
  };
  return kChanges;
}

}  // namespace

TEST_CASE("a staged change answers as one server does, down to the text") {
  const Rows rows;
  same_answers(changes());
}

TEST_CASE("a staged change counts found rows where the client wants it to") {
  const Rows rows;
  same_answers(changes(), wire::capability::kFoundRows);
}

TEST_CASE("a staged INSERT answers as one server does, down to the text") {
  const Rows rows;
  same_answers({
      "INSERT INTO t_wire (id, v) SELECT id + 20, v FROM t_side",
      "INSERT INTO t_wire (id, v) SELECT id + 30, v FROM t_side WHERE id = 1",
      "INSERT INTO t_wire (id, v) SELECT id + 30, v FROM t_side WHERE id > 999",
      "INSERT IGNORE INTO t_wire (id, v) SELECT id + 20, v FROM t_side WHERE id < 3",
      "INSERT IGNORE INTO t_wire (id, v) SELECT id + 21, v FROM t_side",
      "REPLACE INTO t_wire (id, v) SELECT id + 20, v + 1 FROM t_side",
      "REPLACE INTO t_wire (id, v) SELECT id + 20, v + 1 FROM t_side WHERE id = 2",
      "INSERT INTO t_wire (id, v) SELECT id + 20, v FROM t_side ON DUPLICATE KEY UPDATE v = 5",
      "INSERT INTO t_wire (id, v) SELECT id + 20, v FROM t_side ON DUPLICATE KEY UPDATE v = 5",
      "INSERT IGNORE INTO t_wire (id, v) VALUES (21, 1), (90, 1)",
      "REPLACE INTO t_wire (id, v) VALUES (21, 1), (92, 1)",
      "INSERT INTO t_wire (id, v) VALUES (21, 1), (94, 1) ON DUPLICATE KEY UPDATE v = v + 1",
      "INSERT INTO t_wire (id, v) VALUES (40 + 1, 1), (40 + 2, 2)",
      "INSERT INTO t_wire (id, v) VALUES ((SELECT MAX(id) FROM t_side) + 50, 1)",
  });
}

TEST_CASE("parameters of staged writes mean what they mean on one server") {
  const Rows rows;
  TestClient gateway = shared_cluster().connect();
  TestClient alone = shared_cluster().connect_alone();
  using Parameters = std::vector<TestClient::Parameter>;
  const std::vector<std::pair<std::string, Parameters>> statements{
      {"UPDATE t_wire SET note = ? WHERE v > ? ORDER BY id DESC LIMIT ?",
       {std::string("é'\\"), std::int64_t{2}, std::int64_t{3}}},
      {"UPDATE t_wire SET note = CONCAT(?, v), v = ? WHERE id IN (SELECT id FROM t_side WHERE v > "
       "?)",
       {std::string("n"), std::int64_t{9}, std::int64_t{10}}},
      {"UPDATE t_wire w JOIN t_side s ON s.id = w.id AND s.v > ? SET w.note = ?, w.v = s.v + ?",
       {std::int64_t{5}, std::string("joined"), std::int64_t{1}}},
      {"UPDATE t_wire SET note = ?, id = ? WHERE id = ?",
       {std::string("moved"), std::int64_t{101}, std::int64_t{0}}},
      {"UPDATE t_wire SET id = ? WHERE note = ?", {std::string("102"), std::string("moved")}},
      {"DELETE FROM t_wire WHERE v = ? ORDER BY id LIMIT ?", {std::int64_t{3}, std::int64_t{1}}},
      {"INSERT INTO t_wire (id, v, note) SELECT id + ?, v, ? FROM t_side WHERE id < ?",
       {std::int64_t{20}, std::string("é"), std::int64_t{5}}},
      {"INSERT INTO t_wire (id, v, note) VALUES (? + 1, ?, ?), (?, ?, UPPER(?))",
       {std::int64_t{30}, std::int64_t{1}, nullptr, std::int64_t{32}, std::int64_t{2},
        std::string("u")}},
      {"INSERT INTO t_wire (id, v) SELECT id + ?, v FROM t_side ON DUPLICATE KEY UPDATE v = "
       "t_wire.v + ?",
       {std::int64_t{20}, std::int64_t{100}}},
  };
  for (const auto& [sql, parameters] : statements) {
    CAPTURE(sql);
    for (int i = 0; i < 2; ++i) {
      Outcome one;
      Outcome two;
      for (auto [client, outcome] : {std::pair(&gateway, &one), std::pair(&alone, &two)}) {
        try {
          outcome->result = client->execute(sql, parameters);
        } catch (const QueryError& error) {
          outcome->number = error.number;
          outcome->message = error.what();
        }
      }
      CAPTURE(one.message);
      CHECK(one.number == two.number);
      CHECK(one.result.affected_rows == two.result.affected_rows);
      CHECK(to_text(gateway.query(kAll)) == to_text(alone.query(kAll)));
    }
  }
}

TEST_CASE("a staged write that fails on one shard changes none") {
  const Rows rows;
  TestClient client = shared_cluster().connect();
  const std::string before = to_text(client.query(kAll));
  const std::vector<std::string> failing{
      // The last row that is written meets a key or a limit.
      "INSERT INTO t_wire (id, v) SELECT id + 18, v FROM t_side UNION ALL SELECT 7, 1",
      "UPDATE t_wire SET id = id + 5 WHERE id IN (0, 1, 2)",
      "UPDATE t_wire SET note = REPEAT('x', id * 5) WHERE id > 1 ORDER BY id LIMIT 5",
      "UPDATE t_wire SET note = (SELECT REPEAT('x', 21 + COUNT(*)) FROM t_side) WHERE id > 1"};
  for (const std::string& sql : failing) {
    CAPTURE(sql);
    CHECK(client.error_of(sql).number != 0);
    CHECK(to_text(client.query(kAll)) == before);
    client.query("BEGIN");
    client.query("UPDATE t_wire SET v = 77 WHERE id = 6");
    CHECK(client.error_of(sql).number != 0);
    CHECK(to_text(client.query("SELECT COUNT(*), SUM(v = 77) FROM t_wire")) == "8|1\n");
    client.query("ROLLBACK");
    CHECK(to_text(client.query(kAll)) == before);
  }
}

TEST_CASE("KILL QUERY ends a staged write that waits for a row, and nothing is changed") {
  const Rows rows;
  TestClient holder = shared_cluster().connect();
  holder.query("BEGIN");
  holder.query("UPDATE t_wire SET v = 50 WHERE id = 6");
  RawClient victim = raw_gateway();
  const std::string id = single_value(victim.query("SELECT CONNECTION_ID()"));
  victim.send_command(wire::Command::query, "UPDATE t_wire SET note = 'no' ORDER BY id LIMIT 7");
  TestClient shard = shared_cluster().connect_shard(0);
  REQUIRE(eventually([&] {
    return to_text(shard.query("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO "
                               "LIKE '%t\\_wire%FOR UPDATE'")) != "0\n";
  }));
  TestClient killer = shared_cluster().connect();
  killer.query("KILL QUERY " + id);
  const RawReply reply = victim.read_reply();
  REQUIRE(reply.is_error());
  CHECK(reply.error().number == 1317);
  holder.query("ROLLBACK");
  CHECK(to_text(killer.query("SELECT COUNT(*) FROM t_wire WHERE note = 'no'")) == "0\n");
  CHECK_FALSE(victim.query("UPDATE t_wire SET note = 'yes' ORDER BY id LIMIT 7").is_error());
}

TEST_CASE("rows with triggers or foreign keys do not move") {
  const Rows rows;
  TestClient client = shared_cluster().connect();
  TestClient shard = shared_cluster().connect_shard(0);
  shard.query(
      "CREATE TRIGGER ds_0.noted BEFORE DELETE ON ds_0.t_wire_0 FOR EACH ROW SET @gone = OLD.id");
  const QueryError refused = client.error_of("UPDATE t_wire SET id = 101 WHERE id = 0");
  CHECK(refused.number == 1235);
  CHECK(std::string(refused.what()).find("triggers") != std::string::npos);
  shard.query("DROP TRIGGER ds_0.noted");
  client.query("UPDATE t_wire SET id = 101 WHERE id = 0");
}

TEST_CASE("EXPLAIN ROUTE shows the parts of a staged write") {
  const Rows rows;
  TestClient client = shared_cluster().connect();
  CHECK(to_text(client.query("EXPLAIN ROUTE DELETE FROM t_wire WHERE v = 3 LIMIT 1")) ==
        "route: sharded, t_wire on all nodes|(gateway)|read: SELECT `t_wire`.`id` FROM t_wire "
        "WHERE (v = 3) LIMIT 1 FOR UPDATE\n"
        "route: sharded, t_wire on all nodes|(gateway)|write: DELETE FROM t_wire WHERE (`id`) IN "
        "(keys read)\n");
}

}  // namespace sluice::test
