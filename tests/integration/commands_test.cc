// SPDX-License-Identifier: Apache-2.0
// The commands beside statements: each is sent to the gateway and to a server alone.
#include <doctest/doctest.h>

#include "tests/integration/raw_session.h"
#include "tests/support/tested_engine.h"

namespace sluice::test {
namespace {

RawReply send(RawClient& client, wire::Command command, Bytes argument = {}) {
  client.send_command(command, as_text(argument));
  return client.read_reply();
}

// The kind of the answer's last packet.
int last_kind(const RawReply& reply) {
  return std::to_integer<int>(reply.packets.back().payload.at(0));
}

}  // namespace

TEST_CASE("COM_CHANGE_USER begins a new session on the same connection") {
  for (const bool gateway : {true, false}) {
    CAPTURE(gateway);
    RawClient client = gateway ? raw_gateway() : raw_alone();
    const std::string password = gateway ? "root" : "";
    const std::string id = single_value(client.query("SELECT CONNECTION_ID()"));
    CHECK_FALSE(client.query("SET @kept = 'no'").is_error());
    CHECK_FALSE(client.query("SET sql_mode = 'ANSI_QUOTES'").is_error());
    CHECK_FALSE(client.query("BEGIN").is_error());
    const RawReply changed = client.change_user({.password = password, .database = "shop"});
    REQUIRE_FALSE(changed.is_error());
    CHECK(changed.ok().status == wire::status::kAutocommit);
    CHECK(single_value(client.query("SELECT CONNECTION_ID()")) == id);
    CHECK(single_value(client.query("SELECT @kept")) == "NULL");
    CHECK(single_value(client.query("SELECT \"text\"")) == "text");
    CHECK(single_value(client.query("SELECT DATABASE()")) == "shop");

    const RawReply none = client.change_user({.password = password, .database = {}});
    REQUIRE_FALSE(none.is_error());
    CHECK(single_value(client.query("SELECT DATABASE()")) == "NULL");
  }
}

TEST_CASE("the greeting's version is the servers'") {
  // Drivers choose variables and collations by it: MariaDB 10's begins with 5.5.5-.
  CHECK(raw_gateway().greeting().server_version == raw_alone().greeting().server_version);
}

TEST_CASE("COM_CHANGE_USER that fails ends the session on MySQL") {
  if (!on_mysql()) return;
  for (const bool gateway : {true, false}) {
    CAPTURE(gateway);
    RawClient client = gateway ? raw_gateway() : raw_alone();
    const RawReply refused =
        client.change_user({.user = "nobody", .password = "wrong", .database = "shop"});
    REQUIRE(refused.is_error());
    CHECK(refused.error().number == 1045);
    CHECK(client.closed_by_peer(std::chrono::seconds(5)));
  }
}

TEST_CASE("COM_CHANGE_USER that fails leaves the session with its user on MariaDB") {
  if (on_mysql()) return;
  for (const bool gateway : {true, false}) {
    CAPTURE(gateway);
    RawClient client = gateway ? raw_gateway() : raw_alone();
    client.query("SET @kept = 'yes'");
    client.query("SET sql_mode = 'ANSI_QUOTES'");
    const RawReply refused =
        client.change_user({.user = "nobody", .password = "wrong", .database = "shop"});
    REQUIRE(refused.is_error());
    CHECK(refused.error().number == 1045);
    CHECK(refused.error().message.find("(using password: YES)") != std::string_view::npos);
    CHECK(single_value(client.query("SELECT DATABASE()")) == "shop");
    CHECK(single_value(client.query("SELECT LEFT(USER(), 5)")) == "root@");
    CHECK(single_value(client.query("SELECT @kept")) == "NULL");
    CHECK(single_value(client.query("SELECT @@sql_mode LIKE '%ANSI_QUOTES%'")) == "0");
    const RawReply no_database =
        client.change_user({.password = gateway ? "root" : "", .database = "no_such_database"});
    REQUIRE(no_database.is_error());
    CHECK(no_database.error().number == 1049);
    CHECK(single_value(client.query("SELECT DATABASE()")) == "shop");
    CHECK(single_value(client.query("SELECT LEFT(USER(), 5)")) == "root@");
  }
}

TEST_CASE("COM_DEBUG") {
  for (const auto capabilities : {kUsualCapabilities, kDeprecatingCapabilities}) {
    RawClient gateway = raw_gateway({.capabilities = capabilities});
    RawClient alone = raw_alone({.capabilities = capabilities});
    gateway.send_command(wire::Command::debug);
    alone.send_command(wire::Command::debug);
    const RawReply ours = gateway.read_packet_reply();
    const RawReply theirs = alone.read_packet_reply();
    CHECK(last_kind(ours) == last_kind(theirs));
    CHECK(ours.packets.back().payload.size() == theirs.packets.back().payload.size());
  }
  RawClient reader = raw_gateway({.user = "reader", .password = "secret"});
  CHECK(send(reader, wire::Command::debug).error().number == 1227);
}

TEST_CASE("COM_PROCESS_INFO is SHOW FULL PROCESSLIST") {
  RawClient client = raw_gateway();
  RawClient alone = raw_alone();
  const RawReply reply = send(client, wire::Command::process_info);
  REQUIRE_FALSE(reply.is_error());
  CHECK(reply.columns == alone.query("SHOW FULL PROCESSLIST").columns);
  CHECK_FALSE(reply.rows.empty());
}

TEST_CASE("COM_CREATE_DB and COM_DROP_DB are CREATE and DROP DATABASE") {
  RawClient client = raw_gateway();
  const RawReply create =
      send(client, wire::Command::create_db, as_bytes(std::string_view("new`db")));
  CHECK(create.error().number == 1235);
  CHECK(create.error().message.find("CREATE DATABASE") != std::string_view::npos);
  const RawReply drop = send(client, wire::Command::drop_db, as_bytes(std::string_view("shop")));
  CHECK(drop.error().number == 1235);
  CHECK(client.query("SELECT 1").rows.size() == 1);
}

TEST_CASE("commands that do not exist are 1047, and the connection stays") {
  for (const bool gateway : {true, false}) {
    CAPTURE(gateway);
    RawClient client = gateway ? raw_gateway() : raw_alone();
    // Sleep, connect, time, delayed insert, binlog dump of ours alone, and numbers of nobody's.
    for (const int command : {0x00, 0x0b, 0x0f, 0x10, 0x14, 0x7f}) {
      CAPTURE(command);
      const RawReply reply = send(client, static_cast<wire::Command>(command));
      REQUIRE(reply.is_error());
      CHECK(reply.error().number == 1047);
      CHECK(reply.error().sqlstate == "08S01");
    }
    CHECK(client.query("SELECT 1").rows.size() == 1);
  }
}

TEST_CASE("replication commands are refused and do not crash anything") {
  RawClient client = raw_gateway();
  for (const int command : {0x12, 0x13, 0x15, 0x1d, 0x1e}) {
    CAPTURE(command);
    CHECK(send(client, static_cast<wire::Command>(command), Buffer(12)).error().number == 1047);
  }
  CHECK(client.query("SELECT 1").rows.size() == 1);
}

}  // namespace sluice::test
