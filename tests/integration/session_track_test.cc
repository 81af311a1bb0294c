// SPDX-License-Identifier: Apache-2.0
// CLIENT_SESSION_TRACK: what OK packets say about the session, on the gateway and on a server
// alone.
#include <map>

#include <doctest/doctest.h>

#include "common/wire/session_state.h"
#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

constexpr wire::Capabilities kTracking = kUsualCapabilities | wire::capability::kSessionTrack;

// "kind:name=value" of each change, sorted, one a line.
std::string changes(const RawReply& reply) {
  const auto ok = wire::decode_ok(reply.packets.back().payload, reply.capabilities);
  if (!ok) return "not OK";
  const bool flagged = (ok->status & wire::status::kSessionStateChanged) != 0;
  const auto decoded = wire::decode_session_state(ok->session_state);
  if (!decoded) return "malformed";
  // MySQL sets the flag with nothing behind it when it begins to track transactions.
  if (!flagged && !decoded->empty()) return "flag and changes differ";
  std::multimap<std::string, std::string> sorted;
  for (const wire::DecodedChange& change : *decoded) {
    sorted.emplace(std::to_string(change.kind) + ":" + change.name, change.value);
  }
  std::string text;
  for (const auto& [key, value] : sorted) text += key + "=" + value + "\n";
  return text;
}

RawReply run(RawClient& client, const std::string& sql) {
  if (sql != "COM_INIT_DB") return client.query(sql);
  client.send_command(wire::Command::init_db, "shop");
  return client.read_reply();
}

// A sharded table and a single one.
class TrackedTables {
 public:
  TrackedTables() : wire_(8) { both("CREATE TABLE t_tracked (k INT PRIMARY KEY)"); }
  ~TrackedTables() { both("DROP TABLE IF EXISTS t_tracked"); }
  TrackedTables(const TrackedTables&) = delete;
  TrackedTables& operator=(const TrackedTables&) = delete;

 private:
  static void both(const std::string& sql) {
    raw_gateway().query(sql);
    raw_alone().query(sql);
  }
  WireTable wire_;
};

}  // namespace

TEST_CASE("changes of schema and variables are told as one server tells them") {
  RawClient gateway = raw_gateway({.capabilities = kTracking});
  RawClient alone = raw_alone({.capabilities = kTracking});
  for (const std::string sql : {"USE shop",
                                "COM_INIT_DB",
                                "SET autocommit = 0",
                                "SET autocommit = 1",
                                "SET time_zone = '+03:00'",
                                "SET NAMES latin1",
                                "SET NAMES utf8mb4",
                                "SET character_set_results = latin1",
                                "SET sql_mode = 'ANSI_QUOTES'",
                                "SET @a = 1",
                                "BEGIN",
                                "COMMIT",
                                "SET session_track_system_variables = 'sql_mode,time_zone'",
                                "SET sql_mode = ''",
                                "SET time_zone = 'SYSTEM'",
                                "SET NAMES latin1",
                                "SET session_track_schema = OFF",
                                "USE shop",
                                "SET session_track_state_change = ON",
                                "SET sql_mode = 'ANSI_QUOTES'",
                                "USE shop",
                                "SET @a = 2"}) {
    CAPTURE(sql);
    CHECK(changes(run(gateway, sql)) == changes(run(alone, sql)));
  }
}

TEST_CASE("the transaction's state is told as one server tells it") {
  const TrackedTables tables;
  constexpr wire::Capabilities kWithEnd = kTracking | wire::capability::kDeprecateEof;
  RawClient gateway = raw_gateway({.capabilities = kWithEnd});
  RawClient alone = raw_alone({.capabilities = kWithEnd});
  for (const std::string sql :
       {"BEGIN",
        "SELECT COUNT(*) FROM t_wire",
        "COMMIT",
        "SET session_track_transaction_info = 'STATE'",
        "SELECT id FROM t_wire WHERE id = 1",
        "BEGIN",
        "SELECT 1",
        "SELECT id FROM t_wire WHERE id = 1",
        "UPDATE t_wire SET note = note WHERE id = 1",
        "UPDATE t_wire SET note = note",
        "COMMIT",
        "START TRANSACTION READ ONLY",
        "SELECT id FROM t_wire ORDER BY id",
        "ROLLBACK",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT",
        "COMMIT AND CHAIN",
        "ROLLBACK",
        "BEGIN",
        "SELECT a.id FROM t_wire a JOIN t_wire b ON a.note = b.note ORDER BY 1",
        "SAVEPOINT a",
        "ROLLBACK",
        "BEGIN",
        "SELECT id FROM t_wire WHERE id = 1 FOR UPDATE",
        "ROLLBACK",
        "SET autocommit = 0",
        "SELECT 1",
        "SELECT id FROM t_wire WHERE id = 2",
        "COMMIT",
        "UPDATE t_wire SET note = note WHERE id IN (1, 2)",
        "SET autocommit = 1",
        "LOCK TABLES t_tracked WRITE",
        "SELECT * FROM t_tracked",
        "UNLOCK TABLES",
        "SET session_track_transaction_info = 'CHARACTERISTICS'",
        "BEGIN",
        "COMMIT",
        "START TRANSACTION READ ONLY",
        "COMMIT",
        "START TRANSACTION READ WRITE, WITH CONSISTENT SNAPSHOT",
        "ROLLBACK",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET TRANSACTION READ ONLY",
        "BEGIN",
        "SELECT id FROM t_wire WHERE id = 1",
        "COMMIT",
        "SET autocommit = 0",
        "SELECT id FROM t_wire WHERE id = 1",
        "ROLLBACK"}) {
    CAPTURE(sql);
    CHECK(changes(run(gateway, sql)) == changes(run(alone, sql)));
  }
}

TEST_CASE("nothing is told to clients that did not ask") {
  RawClient gateway = raw_gateway();
  const RawReply reply = gateway.query("SET time_zone = '+03:00'");
  CHECK((reply.ok().status & wire::status::kSessionStateChanged) == 0);
  CHECK(reply.ok().session_state.empty());
}

}  // namespace sluice::test
