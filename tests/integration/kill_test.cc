// SPDX-License-Identifier: Apache-2.0
// KILL, KILL QUERY and COM_PROCESS_KILL between sessions of different workers, and SHOW
// PROCESSLIST, which tests watch to see that a victim is busy.
#include <doctest/doctest.h>

#include "tests/integration/wire_table.h"
#include "tests/support/tested_engine.h"

namespace sluice::test {
namespace {

std::string connection_id(RawClient& client) {
  return single_value(client.query("SELECT CONNECTION_ID()"));
}

// The Info column of a session, "" while it has none or there is no such session.
std::string running(RawClient& watcher, const std::string& id) {
  const RawReply reply = watcher.query("SHOW FULL PROCESSLIST");
  for (const Buffer& row : reply.rows) {
    const auto cells = text_cells(row, reply.columns);
    if (cells[0] == id) return cells[7].value_or("");
  }
  return "";
}

// Statements with this text that sleep on a server: an earlier KILL QUERY might find nothing to
// end.
int sleeping(TestClient server, const std::string& text) {
  const QueryResult rows = server.query(
      "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep' AND "
      "INFO LIKE '%" +
      text + "%'");
  return std::stoi(*rows.rows.at(0).at(0));
}

int running_on_shard(std::size_t shard, const std::string& text) {
  return sleeping(shared_cluster().connect_shard(shard), text);
}

bool listed(RawClient& watcher, const std::string& id) {
  const RawReply reply = watcher.query("SHOW PROCESSLIST");
  for (const Buffer& row : reply.rows) {
    if (text_cells(row, reply.columns)[0] == id) return true;
  }
  return false;
}

std::uint16_t error_number(const RawReply& reply) {
  return reply.error().number;
}

}  // namespace

TEST_CASE("KILL QUERY ends a statement on every shard, and only the statement") {
  const WireTable table(40);
  RawClient victim = raw_gateway();
  RawClient killer = raw_gateway();
  const std::string id = connection_id(victim);
  for (const bool in_transaction : {false, true}) {
    CAPTURE(in_transaction);
    if (in_transaction) {
      victim.query("BEGIN");
      victim.query("UPDATE t_wire SET note = 'changed' WHERE id IN (0, 1, 2, 3)");
    }
    const std::string sql = "SELECT id, note FROM t_wire WHERE SLEEP(5) = 7 ORDER BY id";
    victim.send_command(wire::Command::query, sql);
    REQUIRE(eventually([&] {
      return running(killer, id) == sql && running_on_shard(0, "SLEEP(5) = 7") > 0 &&
             running_on_shard(1, "SLEEP(5) = 7") > 0;
    }));
    CHECK_FALSE(killer.query("KILL QUERY " + id).is_error());
    const RawReply reply = victim.read_reply();
    REQUIRE(reply.is_error());
    CHECK(reply.error().number == 1317);
    CHECK(reply.error().sqlstate == "70100");
    CHECK(eventually([&] {
      return running_on_shard(0, "SLEEP(5) = 7") + running_on_shard(1, "SLEEP(5) = 7") == 0;
    }));
    CHECK(connection_id(victim) == id);
    if (in_transaction) {
      const RawReply count = victim.query("SELECT COUNT(*) FROM t_wire WHERE note = 'changed'");
      CHECK(single_value(count) == "4");
      CHECK_FALSE(victim.query("COMMIT").is_error());
    }
  }
  CHECK(single_value(killer.query("SELECT COUNT(*) FROM t_wire WHERE note = 'changed'")) == "4");
}

TEST_CASE("KILL QUERY ends a federated statement on the server where it runs") {
  const WireTable table(8);
  RawClient victim = raw_gateway();
  RawClient killer = raw_gateway();
  const std::string id = connection_id(victim);
  victim.send_command(wire::Command::query,
                      "SELECT a.id FROM t_wire a JOIN t_wire b ON a.id = b.id + 1 "
                      "WHERE SLEEP(20) = a.id - b.id");
  REQUIRE(eventually([&] { return running_on_shard(0, "SLEEP(20)") > 0; }));
  CHECK_FALSE(killer.query("KILL QUERY " + id).is_error());
  CHECK(eventually([&] { return running_on_shard(0, "SLEEP(20)") == 0; }));
  const RawReply reply = victim.read_reply();
  REQUIRE(reply.is_error());
  CHECK(reply.error().number == 1317);
  CHECK(connection_id(victim) == id);
}

TEST_CASE("KILL QUERY of a statement on one shard answers as one server does") {
  const WireTable table(4);
  for (const bool gateway : {true, false}) {
    CAPTURE(gateway);
    RawClient victim = gateway ? raw_gateway() : raw_alone();
    RawClient killer = gateway ? raw_gateway() : raw_alone();
    const std::string id = connection_id(victim);
    const std::string sql = "SELECT note FROM t_wire WHERE id = 1 AND SLEEP(30) = 9";
    victim.send_command(wire::Command::query, sql);
    REQUIRE(eventually([&] { return running(killer, id) == sql; }));
    REQUIRE(eventually([&] {
      return gateway ? running_on_shard(1, "SLEEP(30) = 9") > 0
                     : sleeping(shared_cluster().connect_alone(), "SLEEP(30) = 9") > 0;
    }));
    CHECK_FALSE(killer.query("KILL QUERY " + id).is_error());
    // MySQL's SLEEP() returns 1 when it is interrupted, and the statement goes on.
    CHECK(error_number(victim.read_reply()) == (on_mysql() ? 0 : 1317));
    CHECK_FALSE(victim.query("SELECT 1").is_error());
  }
}

TEST_CASE("an error on every shard leaves the transaction open") {
  const WireTable table(8);
  RawClient client = raw_gateway();
  client.query(on_mysql() ? "SET max_execution_time = 200" : "SET max_statement_time = 0.2");
  client.query("BEGIN");
  client.query("UPDATE t_wire SET note = 'changed'");
  const RawReply late = client.query("SELECT id, note FROM t_wire WHERE SLEEP(5) = 7");
  // MySQL's SLEEP() returns 1 when its time is over.
  CHECK(error_number(late) == (on_mysql() ? 3024 : 1969));
  CHECK_FALSE(client.query("COMMIT").is_error());
  CHECK(single_value(client.query("SELECT COUNT(*) FROM t_wire WHERE note = 'changed'")) == "8");
}

TEST_CASE("KILL QUERY of an idle session changes nothing") {
  RawClient victim = raw_gateway();
  RawClient killer = raw_gateway();
  CHECK_FALSE(killer.query("KILL QUERY " + connection_id(victim)).is_error());
  CHECK(single_value(victim.query("SELECT 5")) == "5");
}

TEST_CASE("KILL and COM_PROCESS_KILL close the victim's connection") {
  for (const bool by_command : {false, true}) {
    for (const bool busy : {false, true}) {
      CAPTURE(by_command);
      CAPTURE(busy);
      RawClient victim = raw_gateway();
      RawClient killer = raw_gateway();
      const std::string id = connection_id(victim);
      if (busy) {
        victim.send_command(wire::Command::query, "SELECT SLEEP(30)");
        REQUIRE(eventually([&] {
          return running_on_shard(0, "SLEEP(30)") + running_on_shard(1, "SLEEP(30)") > 0;
        }));
      }
      if (by_command) {
        Buffer argument;
        wire::Writer(argument).u32(static_cast<std::uint32_t>(std::stoul(id)));
        killer.send_command(wire::Command::process_kill, as_text(argument));
        CHECK_FALSE(killer.read_reply().is_error());
      } else {
        CHECK_FALSE(killer.query("KILL " + id).is_error());
      }
      CHECK(victim.closed_by_peer(std::chrono::seconds(5)));
      CHECK(eventually([&] { return !listed(killer, id); }));
      CHECK(eventually([&] {
        return running_on_shard(0, "SLEEP(30)") + running_on_shard(1, "SLEEP(30)") == 0;
      }));
      CHECK(error_number(killer.query("KILL " + id)) == 1094);
    }
  }
}

TEST_CASE("KILL rolls the victim's transaction back") {
  const WireTable table(8);
  RawClient victim = raw_gateway();
  RawClient killer = raw_gateway();
  victim.query("BEGIN");
  victim.query("UPDATE t_wire SET note = 'lost'");
  CHECK_FALSE(killer.query("KILL CONNECTION " + connection_id(victim)).is_error());
  CHECK(victim.closed_by_peer(std::chrono::seconds(5)));
  CHECK_FALSE(killer.query("UPDATE t_wire SET note = 'kept' WHERE id = 1").is_error());
  CHECK(single_value(killer.query("SELECT COUNT(*) FROM t_wire WHERE note = 'lost'")) == "0");
}

TEST_CASE("who may kill whom") {
  RawClient root = raw_gateway();
  RawClient reader = raw_gateway({.user = "reader", .password = "secret"});
  RawClient other = raw_gateway({.user = "reader", .password = "secret"});
  CHECK(error_number(reader.query("KILL QUERY 4000000000")) == 1094);
  CHECK(error_number(reader.query("KILL 99999999999999")) == 1094);
  CHECK(error_number(reader.query("KILL " + connection_id(root))) == 1095);
  CHECK_FALSE(reader.query("KILL HARD QUERY " + connection_id(other)).is_error());
  CHECK_FALSE(reader.query("KILL SOFT CONNECTION " + connection_id(other)).is_error());
  CHECK_FALSE(listed(reader, connection_id(root)));
  CHECK(listed(root, connection_id(reader)));
}

TEST_CASE("killing oneself") {
  for (const bool gateway : {true, false}) {
    CAPTURE(gateway);
    RawClient client = gateway ? raw_gateway() : raw_alone();
    const RawReply query = client.query("KILL QUERY CONNECTION_ID()");
    CHECK(error_number(query) == 1317);
    CHECK(query.error().sqlstate == "70100");
    const RawReply connection = client.query("KILL CONNECTION_ID()");
    CHECK(error_number(connection) == (on_mysql() ? 1317 : 1927));
    CHECK(client.closed_by_peer(std::chrono::seconds(5)));
  }
}

TEST_CASE("SHOW PROCESSLIST has one server's columns") {
  for (const std::string sql : {"SHOW PROCESSLIST", "SHOW FULL PROCESSLIST"}) {
    const QueryResult gateway = shared_cluster().connect().query(sql);
    const QueryResult alone = shared_cluster().connect_alone().query(sql);
    REQUIRE(gateway.columns.size() == alone.columns.size());
    for (std::size_t i = 0; i < alone.columns.size(); ++i) {
      CHECK(gateway.columns[i].name == alone.columns[i].name);
    }
  }
}

}  // namespace sluice::test
