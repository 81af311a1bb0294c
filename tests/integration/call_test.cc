// SPDX-License-Identifier: Apache-2.0
// CALL: procedures that lie on one server, run through the gateway, answer as on a server alone:
// result sets, OUT parameters, errors in mid-result, transactions. What would need all shards is
// refused.
#include <doctest/doctest.h>

#include "tests/integration/outcome.h"
#include "tests/integration/raw_statement.h"
#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

constexpr wire::Capabilities kCalls = kUsualCapabilities | wire::capability::kPsMultiResults;

// Procedures on the server alone and on the first data source, and a single table that they use.
class Procedures {
 public:
  Procedures() {
    both("CREATE TABLE t_note (id INT AUTO_INCREMENT PRIMARY KEY, n VARCHAR(20))");
    for (const auto& [name, rest] : kAll) {
      for (TestClient* side : {&alone_, &shard_}) {
        side->query("DROP PROCEDURE IF EXISTS " + name);
        side->query("CREATE PROCEDURE " + name + rest);
      }
    }
  }
  ~Procedures() {
    for (const auto& [name, rest] : kAll) {
      run(alone_, "DROP PROCEDURE IF EXISTS " + name);
      run(shard_, "DROP PROCEDURE IF EXISTS " + name);
    }
    both("DROP TABLE IF EXISTS t_note");
  }

 private:
  static inline const std::vector<std::pair<std::string, std::string>> kAll{
      {"p_two", "() BEGIN SELECT 1 AS a, 'x' AS b; SELECT 2 AS c; END"},
      {"p_out",
       "(IN a INT, INOUT b INT, OUT c VARCHAR(20)) BEGIN SET b = a + b; SET c = "
       "CONCAT('sum ', b); SET @seen = a; SELECT a, b; END"},
      {"p_write",
       "(IN v VARCHAR(20)) BEGIN INSERT INTO t_note (n) VALUES (v); INSERT INTO t_note (n) "
       "VALUES (CONCAT(v, '2')), (CONCAT(v, '3')); END"},
      {"p_fail",
       "() BEGIN SELECT 1 AS before_it; INSERT INTO t_note (id) VALUES (1); INSERT INTO t_note "
       "(id) VALUES (1); SELECT 2; END"},
      {"p_own", "() BEGIN START TRANSACTION; INSERT INTO t_note (n) VALUES ('left open'); END"},
      {"p_all", "() BEGIN START TRANSACTION; INSERT INTO t_note (n) VALUES ('done'); COMMIT; END"},
      {"p_id", "() SELECT LAST_INSERT_ID() AS id"},
      {"p_sharded", "() SELECT COUNT(*) FROM t_wire"},
      {"p_nested", "() CALL p_sharded()"},
      {"p_text", "() BEGIN PREPARE s FROM 'SELECT 1'; EXECUTE s; END"},
      {"p_mode", "() BEGIN SET SESSION sql_mode = ''; END"},
      {"p_mode2", "() BEGIN SET sql_mode = ''; END"},
      {"p_table", "() BEGIN CREATE TABLE t_made (id INT); END"},
      {"p_name", "() SELECT DATABASE()"},
  };
  void both(const std::string& sql) {
    run(gateway_, sql);
    run(alone_, sql);
  }
  TestClient gateway_ = shared_cluster().connect();
  TestClient alone_ = shared_cluster().connect_alone();
  TestClient shard_ = shared_cluster().connect_shard(0);
};

// All results of one command, cells and ends.
std::string results(RawClient& client, const std::string& sql) {
  std::string text;
  client.send_command(wire::Command::query, sql);
  for (;;) {
    const RawReply reply = client.read_reply();
    if (reply.is_error()) return text + "error " + std::to_string(reply.error().number) + "\n";
    for (const Buffer& row : reply.rows) {
      for (const auto& cell : text_cells(row, reply.columns)) text += cell.value_or("NULL") + "|";
      text += "\n";
    }
    wire::StatusFlags status = 0;
    if (reply.columns == 0) {
      const wire::OkPacket ok = reply.ok();
      text += std::to_string(ok.affected_rows) + " rows, status ";
      status = ok.status;
    } else {
      status = wire::decode_eof(reply.packets.back().payload)->status;
    }
    text +=
        std::to_string(status & (wire::status::kInTransaction | wire::status::kMoreResults)) + "\n";
    if ((status & wire::status::kMoreResults) == 0) return text;
  }
}

class Callers {
 public:
  void same(const std::string& sql) {
    CAPTURE(sql);
    CHECK(results(gateway, sql) == results(alone, sql));
  }
  RawClient gateway = raw_gateway({.capabilities = kCalls});
  RawClient alone = raw_alone({.capabilities = kCalls});
};

}  // namespace

TEST_CASE("CALL: result sets, parameters and variables, errors in mid-result") {
  const Procedures procedures;
  Callers both;
  both.same("CALL p_two()");
  both.same("CALL p_two");
  both.same("CALL shop.p_two()");
  both.same("SET @b = 5, @c = 'before'");
  both.same("CALL p_out(3, @b, @c)");
  both.same("SELECT @b, @c, @seen");
  both.same("CALL p_out(@b + 1, @b, @c)");
  both.same("SELECT @b, @c, @seen");
  both.same("CALL p_write('note')");
  both.same("SELECT LAST_INSERT_ID(), ROW_COUNT()");
  both.same("SELECT * FROM t_note ORDER BY id");
  both.same("CALL p_id()");
  both.same("CALL p_fail()");
  both.same("SHOW CREATE PROCEDURE p_two");
  both.same("SHOW CREATE PROCEDURE shop.p_fail");
  both.same("SHOW CREATE FUNCTION no_such_function");
  both.same("CALL no_such_procedure(1)");
  both.same("CALL p_out(1, 2, 3)");
  both.same("CALL p_two(1)");
  both.same("SELECT 1");
}

TEST_CASE("CALL: prepared in SQL, with the values of USING") {
  const Procedures procedures;
  Callers both;
  both.same("PREPARE o FROM 'CALL p_out(?, ?, ?)'");
  both.same("SET @a = 3, @b = 5, @c = 'before'");
  both.same("EXECUTE o USING @a, @b, @c");
  both.same("SELECT @a, @b, @c, @seen");
  both.same("EXECUTE o USING @b, @b, @c");
  both.same("SELECT @b, @c");
  both.same("EXECUTE o USING @a, @b");
  both.same("PREPARE w FROM 'CALL p_write(? /* ? */)'");
  both.same("SET @v = 'it''s'");
  both.same("EXECUTE w USING @v");
  both.same("SELECT LAST_INSERT_ID(), ROW_COUNT()");
  both.same("SELECT * FROM t_note ORDER BY id");
  both.same("PREPARE t FROM 'CALL p_two()'");
  both.same("EXECUTE t");
  both.same("DEALLOCATE PREPARE o");
  both.same("EXECUTE o USING @a, @b, @c");
}

TEST_CASE("CALL: inside the session's transaction, and with one of its own") {
  const Procedures procedures;
  const WireTable table(4);
  Callers both;
  both.same("BEGIN");
  both.same("CALL p_write('gone')");
  both.same("UPDATE t_wire SET note = 'x' WHERE id = 1");
  both.same("ROLLBACK");
  both.same("SELECT COUNT(*) FROM t_note");
  both.same("CALL p_all()");
  both.same("SELECT COUNT(*) FROM t_note");
  both.same("CALL p_own()");
  both.same("SELECT COUNT(*) FROM t_note");
  both.same("ROLLBACK");
  both.same("SELECT COUNT(*) FROM t_note");
  both.same("CALL p_own()");
  both.same("COMMIT");
  both.same("SELECT COUNT(*) FROM t_note");
  CHECK_FALSE(both.gateway.query("BEGIN").is_error());
  CHECK(both.gateway.query("CALL p_all()").error().number == 1235);
}

TEST_CASE("CALL: what a procedure must not do is refused by name") {
  const Procedures procedures;
  Callers both;
  for (const char* const name :
       {"p_sharded", "p_nested", "p_text", "p_mode", "p_mode2", "p_table", "p_name"}) {
    CAPTURE(name);
    const RawReply reply = both.gateway.query("CALL " + std::string(name) + "()");
    REQUIRE(reply.is_error());
    CHECK(reply.error().number == 1235);
    CHECK(reply.error().message.find(name) != std::string_view::npos);
  }
  RawClient plain =
      raw_gateway({.capabilities = kUsualCapabilities & ~wire::capability::kMultiResults});
  CHECK(plain.query("CALL p_two()").error().number == 1235);
}

TEST_CASE("CALL in the binary protocol: OUT parameters are a result set of their own") {
  const Procedures procedures;
  std::string shown[2];
  RawClient clients[] = {raw_gateway({.capabilities = kCalls}),
                         raw_alone({.capabilities = kCalls})};
  for (int side = 0; side < 2; ++side) {
    RawClient& client = clients[side];
    RawStatement statement(client, "CALL p_out(?, ?, ?)");
    CHECK(statement.parameters() == 3);
    const std::int64_t values[] = {3, 4, 0};
    std::vector<wire::Parameter> parameters;
    for (const std::int64_t& value : values) {
      parameters.push_back({{wire::ColumnType::long_long, false},
                            false,
                            Bytes(reinterpret_cast<const std::byte*>(&value), sizeof value)});
    }
    Buffer payload;
    wire::encode_stmt_execute(statement.id(), parameters, payload);
    client.send_command(wire::Command::stmt_execute, as_text(Bytes(payload).subspan(1)));
    for (bool more = true; more;) {
      const RawReply reply = client.read_reply();
      REQUIRE_FALSE(reply.is_error());
      wire::StatusFlags status = 0;
      if (reply.columns == 0) {
        status = reply.ok().status;
      } else {
        // MySQL says that these are OUT parameters, and that more follows, in the first EOF only;
        // clients keep them. MariaDB says it in both.
        status = static_cast<wire::StatusFlags>(
            wire::decode_eof(reply.packets[1 + reply.columns].payload)->status |
            wire::decode_eof(reply.packets.back().payload)->status);
      }
      shown[side] +=
          std::to_string(reply.columns) + " columns, status " +
          std::to_string(status & (wire::status::kMoreResults | wire::status::kPsOutParams));
      for (const Buffer& row : reply.rows) {
        shown[side] += " row";
        for (const std::byte byte : row)
          shown[side] += " " + std::to_string(std::to_integer<int>(byte));
      }
      shown[side] += "\n";
      more = (status & wire::status::kMoreResults) != 0;
    }
  }
  CHECK(shown[0] == shown[1]);
  CHECK(shown[0].find("3 columns") == std::string::npos);
}

}  // namespace sluice::test
