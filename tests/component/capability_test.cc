// SPDX-License-Identifier: Apache-2.0
// CLIENT_DEPRECATE_EOF on either side (A3): the four combinations give the same rows, in the text
// and in the binary protocol, relayed from one shard and merged from two.
#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

using wire::capability::kDeprecateEof;

const std::vector<Cells> kEven = {{"2", "b"}, {"4", std::nullopt}, {"6", ""}};
const std::vector<Cells> kOdd = {{"1", "a"}, {"3", std::string(300, 'x')}, {"5", "\xfe"}};
const std::vector<Cells> kAll = {kOdd[0], kEven[0], kOdd[1], kEven[1], kOdd[2], kEven[2]};

LoginOptions client_options(bool deprecate_eof) {
  LoginOptions options = FakeCluster::login_options();
  if (deprecate_eof) options.capabilities |= kDeprecateEof;
  return options;
}

// Scripted servers with or without the flag, on every connection they will see.
void offer(FakeCluster& cluster, bool deprecate_eof) {
  GreetingOptions greeting;
  if (!deprecate_eof) greeting.capabilities &= ~kDeprecateEof;
  for (std::size_t i = 0; i < 2; ++i) {
    cluster.shard(i).script({login(greeting)});
    const std::vector<Cells>& rows = i == 0 ? kEven : kOdd;
    cluster.shard(i).on("select .*", text_result(kIdAndName, rows));
    cluster.shard(i).on(wire::Command::stmt_prepare, "select .*", prepared(7, 0, kIdAndName));
    cluster.shard(i).on(wire::Command::stmt_execute, "(.|\n)*", binary_result(kIdAndName, rows));
  }
}

std::vector<Buffer> packets_of(const std::vector<Cells>& rows, bool binary) {
  std::vector<Buffer> packets;
  for (const Cells& cells : rows) {
    packets.push_back(binary ? binary_row_packet(kIdAndName, cells) : text_row_packet(cells));
  }
  return packets;
}

// Column names and the definitions' number, and that nothing but the expected end is behind rows.
void check_reply(const RawReply& reply, const std::vector<Buffer>& rows) {
  REQUIRE_FALSE(reply.is_error());
  CHECK(reply.rows == rows);
  const bool deprecate_eof = (reply.capabilities & kDeprecateEof) != 0;
  REQUIRE(reply.packets.size() == 1 + 2 + (deprecate_eof ? 0 : 1) + rows.size() + 1);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto column = wire::decode_column_definition(reply.packets[1 + i].payload);
    REQUIRE(column.ok());
    CHECK(column->name == kIdAndName[i].name);
    CHECK(column->schema == "shop");
    CHECK(column->type == kIdAndName[i].type);
  }
  for (std::size_t i = 0; i < reply.packets.size(); ++i) {
    CHECK(reply.packets[i].sequence == static_cast<std::uint8_t>(i + 1));
  }
  CHECK(reply.packets.back().payload.size() == (deprecate_eof ? 7 : 5));
  CHECK(reply.packets.back().payload[0] == std::byte{0xfe});
}

// The id that COM_STMT_PREPARE answered, its definitions read.
std::uint32_t prepare(RawClient& client, std::string_view sql) {
  client.send_command(wire::Command::stmt_prepare, sql);
  const std::optional<RawPacket> first = read_message(client.socket());
  REQUIRE(first.has_value());
  const auto ok = wire::decode_prepare_ok(first->payload);
  REQUIRE(ok.ok());
  REQUIRE(ok->columns == 2);
  const bool deprecate_eof = (client.capabilities() & kDeprecateEof) != 0;
  for (int i = 0; i < (deprecate_eof ? 2 : 3); ++i) REQUIRE(read_message(client.socket()));
  return ok->statement_id;
}

RawReply execute(RawClient& client, std::uint32_t id) {
  Buffer argument;
  wire::Writer writer(argument);
  writer.u32(id);
  writer.u8(0);
  writer.u32(1);
  client.send_command(wire::Command::stmt_execute, as_text(argument));
  return client.read_reply();
}

}  // namespace

TEST_CASE("the four combinations of CLIENT_DEPRECATE_EOF give the same answers") {
  for (const bool server_has : {false, true}) {
    FakeCluster cluster;
    offer(cluster, server_has);
    for (const bool client_has : {false, true}) {
      CAPTURE(server_has);
      CAPTURE(client_has);
      RawClient client = cluster.connect(client_options(client_has));
      check_reply(client.query("SELECT user_id, name FROM t_user WHERE user_id = 2"),
                  packets_of(kEven, false));
      check_reply(client.query("SELECT user_id, name FROM t_user ORDER BY user_id"),
                  packets_of(kAll, false));
      const std::uint32_t one =
          prepare(client, "SELECT user_id, name FROM t_user WHERE user_id = 2");
      check_reply(execute(client, one), packets_of(kEven, true));
      const std::uint32_t two =
          prepare(client, "SELECT user_id, name FROM t_user ORDER BY user_id");
      check_reply(execute(client, two), packets_of(kAll, true));
    }
    CHECK(cluster.failures() == "");
  }
}

}  // namespace sluice::test
