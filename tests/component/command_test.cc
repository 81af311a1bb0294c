// SPDX-License-Identifier: Apache-2.0
// The small commands on the wire: each answer packet by packet.
// Source: MySQL source documentation, "Utility Commands".
#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;
using enum wire::Command;

RawReply ask(RawClient& client, wire::Command command, std::string_view argument = {}) {
  client.send_command(command, argument);
  return client.read_reply();
}

void check_ok(const RawReply& reply) {
  REQUIRE(reply.packets.size() == 1);
  CHECK(reply.packets[0].sequence == 1);
  REQUIRE(wire::reply_kind(reply.packets[0].payload) == wire::ReplyKind::ok);
  const wire::OkPacket ok = reply.ok();
  CHECK(ok.affected_rows == 0);
  CHECK(ok.insert_id == 0);
  CHECK(ok.warnings == 0);
  CHECK(ok.status == wire::status::kAutocommit);
}

void check_error(const RawReply& reply, int number, std::string_view state) {
  REQUIRE(reply.packets.size() == 1);
  CHECK(reply.packets[0].sequence == 1);
  CHECK(reply.error().number == number);
  CHECK(reply.error().sqlstate == state);
}

}  // namespace

TEST_CASE("commands that are none of ours give 1047 and leave the connection usable") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  for (int command = 0; command < 256; ++command) {
    CAPTURE(command);
    switch (static_cast<wire::Command>(command)) {
      case quit:
      case init_db:
      case wire::Command::query:
      case field_list:
      case statistics:
      case ping:
      case stmt_prepare:
      case stmt_execute:
      case stmt_send_long_data:
      case stmt_close:
      case stmt_reset:
      case set_option:
      case stmt_fetch:
      case change_user:
      case process_kill:
      case reset_connection:
      case create_db:
      case drop_db:
      case refresh:
      case wire::Command::shutdown:
      case process_info:
      case debug:
        continue;
      case wire::Command::stmt_bulk_execute:  // MariaDB knows it, and this client has not asked for
                                              // it
        check_error(ask(client, static_cast<wire::Command>(command), "abc"), 1295, "HY000");
        continue;
      default:
        check_error(ask(client, static_cast<wire::Command>(command), "abc"), 1047, "08S01");
    }
  }
  client.send_raw(packet_bytes(0, {}));  // not even a command byte
  check_error(client.read_reply(), 1047, "08S01");
  check_ok(ask(client, ping));
}

TEST_CASE("COM_PING answers OK without asking a server") {
  FakeCluster cluster;
  const std::size_t before = cluster.shard(0).connections();
  RawClient client = cluster.connect();
  check_ok(ask(client, ping));
  CHECK(cluster.shard(0).connections() == before);
}

TEST_CASE("COM_STATISTICS answers with a bare line of text") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  client.send_command(statistics);
  const std::optional<RawPacket> answer = read_packet(client.socket());
  REQUIRE(answer.has_value());
  CHECK(answer->sequence == 1);
  CHECK(as_text(answer->payload).starts_with("Uptime: "));
  CHECK(as_text(answer->payload).find("Threads: 1 ") != std::string_view::npos);
  check_ok(ask(client, ping));
}

TEST_CASE("COM_INIT_DB changes the database, or names the one there is not") {
  FakeCluster cluster;
  cluster.shard(0).on("select .*", text_result(kIdAndName, {{"2", "b"}}));
  LoginOptions options = FakeCluster::login_options();
  options.database = "";
  RawClient client = cluster.connect(options);
  constexpr const char* kSql = "SELECT user_id, name FROM t_user WHERE user_id = 2";
  check_error(client.query(kSql), 1046, "3D000");
  check_error(ask(client, init_db, "nowhere"), 1049, "42000");
  check_error(client.query(kSql), 1046, "3D000");
  check_ok(ask(client, init_db, "shop"));
  CHECK(client.query(kSql).rows.size() == 1);
}

TEST_CASE("COM_SET_OPTION switches several statements in one command on and off") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  constexpr const char* kTwo = "SET @a = 1; SET @b = 2";
  check_error(client.query(kTwo), 1064, "42000");
  for (const bool on : {true, false}) {
    client.send_command(set_option, std::string_view(on ? "\0\0" : "\1\0", 2));
    const std::optional<RawPacket> answer = read_packet(client.socket());
    REQUIRE(answer.has_value());
    CHECK(answer->sequence == 1);
    CHECK(wire::decode_eof(answer->payload).ok());
    const RawReply first = client.query(kTwo);
    CHECK(first.is_error() == !on);
    if (!on) continue;
    CHECK((first.ok().status & wire::status::kMoreResults) != 0);
    const RawReply second = client.read_reply();
    CHECK((second.ok().status & wire::status::kMoreResults) == 0);
    CHECK(second.packets[0].sequence == 2);
  }
  check_error(ask(client, set_option, std::string_view("\2\0", 2)), 1047, "08S01");
  CHECK(ask(client, set_option, "\1").error().number != 0);  // cut short
  check_ok(ask(client, ping));
}

TEST_CASE("COM_FIELD_LIST forwards definitions under their logical names") {
  FakeCluster cluster;
  cluster.shard(0).on(field_list, "t_user.*", [](ScriptedConnection& connection) {
    wire::ColumnDefinition column;
    column.schema = "ds_0";
    column.table = column.org_table = "t_user";
    column.name = column.org_name = "user_id";
    column.type = wire::ColumnType::long_long;
    const Buffer no_default{std::byte{0xfb}};
    column.default_value = no_default;
    Buffer payload;
    wire::encode(column, payload);
    connection.send(payload);
    connection.send(end_of_rows_packet(connection.capabilities));
  });
  RawClient client = cluster.connect();
  client.send_command(field_list, std::string_view("t_user\0%", 8));
  std::optional<RawPacket> packet = read_packet(client.socket());
  REQUIRE(packet.has_value());
  const auto column = wire::decode_column_definition(packet->payload);
  REQUIRE(column.ok());
  CHECK(packet->sequence == 1);
  CHECK(column->schema == "shop");
  CHECK(column->table == "t_user");
  CHECK(column->name == "user_id");
  CHECK(column->default_value.size() == 1);
  packet = read_packet(client.socket());
  REQUIRE(packet.has_value());
  CHECK(packet->sequence == 2);
  CHECK(wire::decode_eof(packet->payload).ok());
  check_error(ask(client, field_list, std::string_view("nothing\0", 8)), 1146, "42S02");
  check_ok(ask(client, ping));
}

TEST_CASE("COM_RESET_CONNECTION forgets variables and prepared statements") {
  FakeCluster cluster;
  cluster.shard(0).on(stmt_prepare, ".*", prepared(1, 0, {}));
  RawClient client = cluster.connect();
  check_ok(client.query("SET @a = 1"));
  client.send_command(stmt_prepare, "DELETE FROM t_user WHERE user_id = 2");
  const std::optional<RawPacket> answer = read_packet(client.socket());
  REQUIRE(answer.has_value());
  const auto statement = wire::decode_prepare_ok(answer->payload);
  REQUIRE(statement.ok());
  check_ok(ask(client, reset_connection));
  Buffer execute;
  wire::Writer writer(execute);
  writer.u32(statement->statement_id);
  writer.u8(0);
  writer.u32(1);
  check_error(ask(client, stmt_execute, as_text(execute)), 1243, "HY000");
}

TEST_CASE("COM_QUIT closes without an answer") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  client.send_command(quit);
  CHECK(client.closed_by_peer(5s));
}

TEST_CASE("an error leaves the session as it was") {
  FakeCluster cluster;
  cluster.shard(0).on("select .*", text_result(kIdAndName, {{"2", "b"}}));
  RawClient client = cluster.connect();
  CHECK(client.query("SELEKT 1").error().number == 1064);
  CHECK(client.query("").error().number == 1065);
  CHECK(client.query("SELECT * FROM missing").error().number == 1146);
  CHECK(client.query("SELECT user_id, name FROM t_user WHERE user_id = 2").rows.size() == 1);
}

TEST_CASE("a stopping gateway tells an idle client so") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  cluster.gateway().stop(5s);
  const std::optional<RawPacket> last = read_packet(client.socket());
  REQUIRE(last.has_value());
  const auto error = wire::decode_err(last->payload, wire::capability::kProtocol41);
  REQUIRE(error.ok());
  CHECK(error->number == 1053);
  CHECK(client.closed_by_peer(5s));
}

}  // namespace sluice::test
