// SPDX-License-Identifier: Apache-2.0
// Temporary tables: a session of the gateway sees its own as a session of one server does, in and
// out of transactions, until they are dropped or the session is reset; nobody else does.
#include <doctest/doctest.h>

#include "tests/integration/outcome.h"
#include "tests/integration/raw_statement.h"
#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

constexpr int kNotSupported = 1235;

class Sides {
 public:
  void same(const std::string& sql, bool prepared = false) {
    CAPTURE(sql);
    const Outcome ours = run(gateway_, sql, prepared);
    const Outcome theirs = run(alone_, sql, prepared);
    CHECK(ours.number == theirs.number);
    CHECK(ours.sqlstate == theirs.sqlstate);
    CHECK(to_text(ours.result) == to_text(theirs.result));
    CHECK(ours.result.affected_rows == theirs.result.affected_rows);
    CHECK(describe(ours.result.columns) == describe(theirs.result.columns));
  }
  // As one server, or refused and without effect.
  void same_or_refused(const std::string& sql) {
    CAPTURE(sql);
    const Outcome ours = run(gateway_, sql);
    if (ours.number == kNotSupported) return;
    const Outcome theirs = run(alone_, sql);
    CAPTURE(ours.message);
    CHECK(ours.number == theirs.number);
    CHECK(to_text(ours.result) == to_text(theirs.result));
    CHECK(ours.result.affected_rows == theirs.result.affected_rows);
  }
  int error_of(const std::string& sql) { return run(gateway_, sql).number; }

 private:
  TestClient gateway_ = shared_cluster().connect();
  TestClient alone_ = shared_cluster().connect_alone();
};

void everywhere(const std::string& sql) {
  run(*std::make_unique<TestClient>(shared_cluster().connect()), sql);
  run(*std::make_unique<TestClient>(shared_cluster().connect_alone()), sql);
}

}  // namespace

TEST_CASE("temporary tables: every kind of statement on one") {
  Sides both;
  both.same("CREATE TEMPORARY TABLE own (id INT PRIMARY KEY, n VARCHAR(20), d DATETIME(3))");
  both.same("CREATE TEMPORARY TABLE own (id INT)");
  both.same("CREATE TEMPORARY TABLE IF NOT EXISTS own (id INT)");
  both.same("INSERT INTO own VALUES (1, 'one', '2026-01-02 03:04:05.678'), (2, NULL, NULL)");
  both.same("INSERT INTO own (n, id) VALUES ('three', 3) ON DUPLICATE KEY UPDATE n = 'again'");
  both.same("SELECT * FROM own ORDER BY id");
  both.same("SELECT * FROM own ORDER BY id", true);
  both.same("SELECT o.n, COUNT(*) FROM own o WHERE id > 1 GROUP BY o.n ORDER BY o.n");
  both.same("UPDATE own SET n = CONCAT(n, '!') WHERE id <> 2 ORDER BY id LIMIT 1");
  both.same("DELETE FROM own WHERE id = 3");
  both.same("REPLACE INTO own (id, n) VALUES (1, 'first')", true);
  both.same("ALTER TABLE own ADD COLUMN more INT DEFAULT 7");
  both.same("CREATE INDEX own_n ON own (n)");
  both.same("SELECT * FROM own ORDER BY id");
  both.same("SHOW COLUMNS FROM own");
  both.same("DESCRIBE own");
  both.same("SHOW CREATE TABLE own");
  both.same("EXPLAIN SELECT n FROM own WHERE id = 1");
  both.same("SELECT shop.own.n FROM shop.own WHERE own.id = 1");
  both.same("TRUNCATE TABLE own");
  both.same("SELECT COUNT(*) FROM own");
  both.same("DROP TEMPORARY TABLE own");
  both.same("SELECT * FROM own");
  both.same("DROP TEMPORARY TABLE own");
  both.same("DROP TEMPORARY TABLE IF EXISTS own");
}

TEST_CASE("temporary tables: transactions, prepared statements, LIKE and SELECT") {
  const WireTable table(6);
  everywhere("CREATE TABLE t_base (id INT PRIMARY KEY, n INT)");
  everywhere("INSERT INTO t_base VALUES (1, 10), (2, 20), (3, 30)");
  {
    Sides both;
    both.same("CREATE TEMPORARY TABLE own LIKE t_wire");
    both.same("CREATE TEMPORARY TABLE picked AS SELECT id, n + 1 AS m FROM t_base WHERE id < 3");
    both.same("SELECT * FROM picked ORDER BY id");
    both.same("SELECT b.n, p.m FROM t_base b JOIN picked p ON p.id = b.id ORDER BY b.id");
    both.same("SELECT id FROM t_base WHERE id NOT IN (SELECT id FROM picked)");
    both.same("BEGIN");
    both.same("INSERT INTO own VALUES (1, 'kept'), (2, 'kept')");
    both.same("UPDATE t_wire SET note = 'changed' WHERE id IN (1, 2)");
    both.same("SAVEPOINT here");
    both.same("DELETE FROM own");
    both.same("ROLLBACK TO here");
    both.same("CREATE TEMPORARY TABLE inner_one (x INT)");
    both.same("COMMIT");
    both.same("SELECT * FROM own ORDER BY id");
    both.same("SELECT COUNT(*) FROM inner_one");
    both.same("SELECT COUNT(*), MIN(note) FROM t_wire");
    both.same("INSERT INTO own SELECT id + 100, n FROM t_base");
    both.same("SELECT * FROM own ORDER BY id");
    both.same("BEGIN");
    both.same("INSERT INTO own VALUES (7, 'gone')");
    both.same("ROLLBACK");
    both.same("SELECT COUNT(*) FROM own");
    both.same("SET autocommit = 0");
    both.same("INSERT INTO own VALUES (8, 'gone')");
    both.same("ROLLBACK");
    both.same("SET autocommit = 1");
    both.same("PREPARE again FROM 'SELECT COUNT(*) FROM own WHERE id > ?'");
    both.same("SET @least = 1");
    both.same("EXECUTE again USING @least");
    both.same("DROP TABLE own");
    both.same("EXECUTE again USING @least");
    both.same("DROP TEMPORARY TABLE picked, inner_one");
  }
  everywhere("DROP TABLE t_base");
}

TEST_CASE("a temporary table hides a base table of its name, for its session only") {
  const WireTable table(8);
  Sides other;
  {
    Sides both;
    both.same("SELECT COUNT(*) FROM t_wire");
    both.same("PREPARE count_them FROM 'SELECT COUNT(*) FROM t_wire'");
    both.same("EXECUTE count_them");
    both.same("CREATE TEMPORARY TABLE t_wire (id INT, hidden INT)");
    both.same("SELECT COUNT(*) FROM t_wire");
    both.same("EXECUTE count_them");
    both.same("INSERT INTO t_wire VALUES (1, 1), (2, 2)");
    both.same("SELECT * FROM t_wire ORDER BY id");
    both.same("EXECUTE count_them");
    other.same("SELECT COUNT(*) FROM t_wire");
    other.same("SELECT * FROM t_wire ORDER BY id");
    both.same("DROP TEMPORARY TABLE t_wire");
    both.same("SELECT COUNT(*) FROM t_wire");
    both.same("EXECUTE count_them");
    both.same("CREATE TEMPORARY TABLE t_wire (id INT)");
  }
  Sides later;  // on the connection that had the table, perhaps
  for (int i = 0; i < 4; ++i) later.same("SELECT COUNT(*) FROM t_wire");
}

TEST_CASE("temporary tables: what is not done is refused by name") {
  const WireTable table(8);
  Sides both;
  both.same("CREATE TEMPORARY TABLE own (id INT PRIMARY KEY, n INT)");
  both.same("INSERT INTO own VALUES (1, 1), (2, 2)");
  for (const char* const sql :
       {"SELECT * FROM t_wire JOIN own ON own.id = t_wire.id",
        "CREATE TEMPORARY TABLE many AS SELECT * FROM t_wire", "CREATE TABLE own (id INT)",
        "LOCK TABLES t_wire READ", "DROP TABLE own, t_wire"}) {
    CAPTURE(sql);
    CHECK(both.error_of(sql) == 1235);
  }
  both.same("SELECT * FROM own ORDER BY id");
}

TEST_CASE("temporary tables beside writes over several shards") {
  const WireTable table(8);
  Sides both;
  both.same("CREATE TEMPORARY TABLE own (id INT PRIMARY KEY, n INT)");
  both.same("INSERT INTO own VALUES (1, 1), (2, 2), (5, 3)");
  for (const char* const start : {"", "BEGIN"}) {
    if (*start != 0) both.same(start);
    for (const char* const sql :
         {"DELETE FROM t_wire WHERE id IN (SELECT id FROM own)",
          "UPDATE t_wire JOIN own ON own.id = t_wire.id SET t_wire.note = 'x'",
          "UPDATE t_wire SET note = (SELECT MAX(n) FROM own) WHERE id = 3",
          "INSERT INTO t_wire (id, note) SELECT id + 100, n FROM own",
          "INSERT INTO own SELECT id + 10, id FROM t_wire",
          "REPLACE INTO own SELECT id, 5 FROM t_wire WHERE id > 2",
          "UPDATE own SET n = (SELECT MAX(id) FROM t_wire)",
          "DELETE own FROM own JOIN t_wire ON t_wire.id = own.n",
          "DELETE FROM t_wire ORDER BY id LIMIT 2", "UPDATE t_wire SET id = id + 50 WHERE id = 4",
          "SELECT id FROM t_wire WHERE id IN (SELECT n FROM own) ORDER BY id"}) {
      CAPTURE(sql);
      both.same_or_refused(sql);
      both.same("SELECT * FROM own ORDER BY id");
      both.same("SELECT * FROM t_wire ORDER BY id");
    }
    if (*start != 0) both.same("ROLLBACK");
  }
  both.same("CREATE TEMPORARY TABLE t_wire (id INT PRIMARY KEY, n INT)");
  both.same("INSERT INTO t_wire VALUES (1, 1), (2, 2), (3, 3)");
  for (const char* const sql :
       {"DELETE FROM t_wire ORDER BY id DESC LIMIT 1", "UPDATE t_wire SET id = id + 10 WHERE n = 1",
        "INSERT INTO t_wire SELECT id + 20, n FROM t_wire", "UPDATE t_wire SET n = 0 LIMIT 1"}) {
    CAPTURE(sql);
    both.same_or_refused(sql);
    both.same("SELECT * FROM t_wire ORDER BY id");
  }
  both.same("DROP TEMPORARY TABLE t_wire");
  both.same("SELECT * FROM t_wire ORDER BY id");
}

TEST_CASE("temporary tables end with COM_RESET_CONNECTION") {
  RawClient gateway = raw_gateway();
  RawClient alone = raw_alone();
  for (RawClient* side : {&gateway, &alone}) {
    CHECK_FALSE(side->query("CREATE TEMPORARY TABLE own (id INT)").is_error());
    CHECK_FALSE(side->query("BEGIN").is_error());
    CHECK_FALSE(side->query("INSERT INTO own VALUES (1)").is_error());
    CHECK(single_value(side->query("SELECT COUNT(*) FROM own")) == "1");
    side->send_command(wire::Command::reset_connection);
    CHECK_FALSE(side->read_reply().is_error());
    CHECK(side->query("SELECT COUNT(*) FROM own").error().number == 1146);
    CHECK_FALSE(side->query("CREATE TEMPORARY TABLE own (id INT)").is_error());
  }
}

}  // namespace sluice::test
