// SPDX-License-Identifier: Apache-2.0
// Prepared statements on the wire: ids and definitions, what the server is sent, which commands are
// not answered. Source: MySQL source documentation, "Prepared Statements".
#include <doctest/doctest.h>

#include "common/wire/commands.h"
#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;
using enum wire::Command;

constexpr const char* kSelect = "SELECT user_id, name FROM t_user WHERE user_id = ?";
constexpr const char* kInsert = "INSERT INTO t_user (user_id, payload) VALUES (?, ?)";

struct Prepared {
  wire::PrepareOk ok;
  std::vector<RawPacket> definitions;  // with their EOFs
};

Prepared prepare(RawClient& client, std::string_view sql) {
  client.send_command(stmt_prepare, sql);
  const std::optional<RawPacket> first = read_message(client.socket());
  REQUIRE(first.has_value());
  CHECK(first->sequence == 1);
  const auto ok = wire::decode_prepare_ok(first->payload);
  REQUIRE(ok.ok());
  Prepared statement{*ok, {}};
  const bool eof = (client.capabilities() & wire::capability::kDeprecateEof) == 0;
  for (const std::size_t count : {ok->parameters, ok->columns}) {
    for (std::size_t i = 0; i < count + (eof && count > 0 ? 1 : 0); ++i) {
      std::optional<RawPacket> packet = read_message(client.socket());
      REQUIRE(packet.has_value());
      CHECK(packet->sequence == 2 + statement.definitions.size());
      statement.definitions.push_back(std::move(*packet));
    }
  }
  return statement;
}

std::string statement_id(std::uint32_t id) {
  Buffer bytes;
  wire::Writer(bytes).u32(id);
  return std::string(as_text(bytes));
}

// Behind the id of COM_STMT_EXECUTE: no cursor, one iteration, and types with values.
std::string execute_argument(std::uint32_t id, std::uint64_t user_id, bool long_data_follows) {
  Buffer bytes;
  wire::Writer writer(bytes);
  writer.u32(id);
  writer.u8(0);
  writer.u32(1);
  writer.u8(0);  // nothing is NULL
  writer.u8(1);  // types follow
  writer.u16(static_cast<std::uint16_t>(wire::ColumnType::long_long));
  if (long_data_follows) writer.u16(static_cast<std::uint16_t>(wire::ColumnType::long_blob));
  writer.u64(user_id);
  return std::string(as_text(bytes));
}

std::string long_data(std::uint32_t id, std::uint16_t parameter, std::string_view data) {
  Buffer bytes;
  wire::Writer writer(bytes);
  writer.u32(id);
  writer.u16(parameter);
  writer.text(data);
  return std::string(as_text(bytes));
}

// The last command of this kind that the server has read; empty: none.
std::string last_received(const ScriptedServer& server, wire::Command command) {
  std::string text;
  for (const ReceivedCommand& received : server.received()) {
    if (received.command == command) text = received.text;
  }
  return text;
}

std::size_t count_received(const ScriptedServer& server, wire::Command command) {
  std::size_t count = 0;
  for (const ReceivedCommand& received : server.received()) count += received.command == command;
  return count;
}

}  // namespace

TEST_CASE("a statement has the gateway's id, the server's definitions, and is prepared once") {
  for (const bool deprecate_eof : {false, true}) {
    CAPTURE(deprecate_eof);
    FakeCluster cluster;
    const std::vector<Cells> rows = {{"2", "b"}, {"2", std::nullopt}};
    for (std::size_t i = 0; i < 2; ++i) {
      cluster.shard(i).on(stmt_prepare, "SELECT .*", prepared(77, 1, kIdAndName));
      cluster.shard(i).on(stmt_execute, "(.|\n)*", binary_result(kIdAndName, rows));
    }
    LoginOptions options = FakeCluster::login_options();
    if (deprecate_eof) options.capabilities |= wire::capability::kDeprecateEof;
    RawClient client = cluster.connect(options);
    const Prepared statement = prepare(client, kSelect);
    CHECK(statement.ok.parameters == 1);
    CHECK(statement.ok.columns == 2);
    for (int i = 0; i < 3; ++i) {
      client.send_command(stmt_execute, execute_argument(statement.ok.statement_id, 2, false));
      const RawReply reply = client.read_reply();
      REQUIRE_FALSE(reply.is_error());
      CHECK(reply.rows == std::vector<Buffer>{binary_row_packet(kIdAndName, rows[0]),
                                              binary_row_packet(kIdAndName, rows[1])});
    }
    const std::size_t prepares = count_received(cluster.shard(0), stmt_prepare) +
                                 count_received(cluster.shard(1), stmt_prepare);
    CHECK(prepares <= 2);  // one to describe it, one where it runs
    CHECK(count_received(cluster.shard(0), stmt_execute) == 3);
    CHECK(last_received(cluster.shard(0), stmt_execute).substr(0, 4) == statement_id(77));
    CHECK(cluster.failures() == "");
  }
}

TEST_CASE("COM_STMT_SEND_LONG_DATA has no answer and its pieces reach the server as one value") {
  FakeCluster cluster;
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).on(stmt_prepare, "INSERT .*", prepared(5, 2, {}));
    cluster.shard(i).on(stmt_execute, "(.|\n)*", reply_with({ok_packet(1)}));
  }
  RawClient client = cluster.connect();
  const std::uint32_t id = prepare(client, kInsert).ok.statement_id;
  client.send_command(stmt_send_long_data, long_data(id, 1, "first-"));
  client.send_command(stmt_send_long_data, long_data(id, 1, ""));
  client.send_command(stmt_send_long_data, long_data(id, 1, "second"));
  client.send_command(ping);  // its answer is the next thing to come
  CHECK(client.read_reply().packets[0].sequence == 1);
  client.send_command(stmt_execute, execute_argument(id, 2, true));
  CHECK(client.read_reply().ok().affected_rows == 1);
  CHECK(last_received(cluster.shard(0), stmt_execute).ends_with("first-second"));
  CHECK(cluster.failures() == "");
}

TEST_CASE("COM_STMT_RESET drops long data") {
  FakeCluster cluster;
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).on(stmt_prepare, "INSERT .*", prepared(5, 2, {}));
    cluster.shard(i).on(stmt_execute, "(.|\n)*", reply_with({ok_packet(1)}));
  }
  RawClient client = cluster.connect();
  const std::uint32_t id = prepare(client, kInsert).ok.statement_id;
  client.send_command(stmt_send_long_data, long_data(id, 1, "dropped"));
  client.send_command(stmt_reset, statement_id(id));
  CHECK_FALSE(client.read_reply().is_error());
  client.send_command(stmt_send_long_data, long_data(id, 1, "kept"));
  client.send_command(stmt_execute, execute_argument(id, 2, true));
  CHECK_FALSE(client.read_reply().is_error());
  const std::string sent = last_received(cluster.shard(0), stmt_execute);
  CHECK(sent.ends_with("kept"));
  CHECK(sent.find("dropped") == std::string::npos);
  client.send_command(stmt_reset, statement_id(id + 100));
  CHECK(client.read_reply().error().number == 1243);
}

TEST_CASE("more long data than max_allowed_packet fails at the execution, not before") {
  FakeCluster cluster({.sluice_block = "  max-allowed-packet: 1MB\n"});
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).on(stmt_prepare, "INSERT .*", prepared(5, 2, {}));
  }
  RawClient client = cluster.connect();
  const std::uint32_t id = prepare(client, kInsert).ok.statement_id;
  const std::string piece(600 * 1024, 'p');
  client.send_command(stmt_send_long_data, long_data(id, 1, piece));
  client.send_command(stmt_send_long_data, long_data(id, 1, piece));
  client.send_command(stmt_execute, execute_argument(id, 2, true));
  CHECK(client.read_reply().error().number == 1153);
  CHECK(count_received(cluster.shard(0), stmt_execute) == 0);
  client.send_command(ping);
  CHECK_FALSE(client.read_reply().is_error());
}

TEST_CASE("COM_STMT_CLOSE has no answer, and its statement is gone") {
  FakeCluster cluster;
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).on(stmt_prepare, "SELECT .*", prepared(77, 1, kIdAndName));
  }
  RawClient client = cluster.connect();
  const std::uint32_t id = prepare(client, kSelect).ok.statement_id;
  client.send_command(stmt_close, statement_id(id));
  client.send_command(stmt_close, statement_id(id));  // twice is no error
  client.send_command(stmt_execute, execute_argument(id, 2, false));
  const RawReply reply = client.read_reply();
  CHECK(reply.packets[0].sequence == 1);
  CHECK(reply.error().number == 1243);
  CHECK(reply.error().sqlstate == "HY000");
}

TEST_CASE("what a server says to COM_STMT_PREPARE is the answer, and a lost server an error") {
  FakeCluster cluster;
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).on(stmt_prepare, "SELECT .*",
                        reply_with({err_packet(1142, "42000", "SELECT command denied")}));
    cluster.shard(i).on(stmt_prepare, "DELETE .*", close());
  }
  RawClient client = cluster.connect();
  client.send_command(stmt_prepare, kSelect);
  RawReply reply = client.read_reply();
  CHECK(reply.error().number == 1142);
  CHECK(reply.error().message == "SELECT command denied");
  client.send_command(stmt_prepare, "DELETE FROM t_user WHERE user_id = ?");
  reply = client.read_reply();
  CHECK(reply.error().number == 2013);
  client.send_command(ping);
  CHECK_FALSE(client.read_reply().is_error());
}

TEST_CASE("a broken COM_STMT_EXECUTE is refused and the connection stays") {
  FakeCluster cluster;
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).on(stmt_prepare, "SELECT .*", prepared(77, 1, kIdAndName));
  }
  RawClient client = cluster.connect();
  const std::uint32_t id = prepare(client, kSelect).ok.statement_id;
  const std::string whole = execute_argument(id, 2, false);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    client.send_command(stmt_execute, whole.substr(0, length));
    CHECK(client.read_reply().is_error());
  }
  CHECK(count_received(cluster.shard(0), stmt_execute) == 0);
  client.send_command(ping);
  CHECK_FALSE(client.read_reply().is_error());
}

}  // namespace sluice::test
