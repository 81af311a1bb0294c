// SPDX-License-Identifier: Apache-2.0
// Several statements in one COM_QUERY: every packet of the answer is one server's.
#include <doctest/doctest.h>

#include "tests/integration/wire_table.h"
#include "tests/unit/wire/hex.h"

namespace sluice::test {
namespace {

constexpr wire::Capabilities kMulti = wire::capability::kMultiStatements;

// All packets of all results, up to the one that no other follows. Sequence ids run on.
std::vector<RawPacket> all_results(RawClient& client, std::string_view sql) {
  client.send_command(wire::Command::query, sql);
  std::vector<RawPacket> packets;
  for (;;) {
    RawReply reply = client.read_reply();
    const bool failed = reply.is_error();
    const RawPacket& last = reply.packets.back();
    wire::StatusFlags status = 0;
    const bool old_eof = std::to_integer<int>(last.payload.at(0)) == 0xfe &&
                         (client.capabilities() & wire::capability::kDeprecateEof) == 0;
    if (old_eof) {
      status = wire::decode_eof(last.payload)->status;
    } else if (!failed) {
      status = reply.ok().status;
    }
    std::move(reply.packets.begin(), reply.packets.end(), std::back_inserter(packets));
    if (failed || (status & wire::status::kMoreResults) == 0) return packets;
  }
}

// Index optimiser hints differ between one table and its parts.
Buffer without_index_flags(const RawPacket& packet) {
  Buffer payload = packet.payload;
  if (payload.size() == 5 && payload[0] == std::byte{0xfe}) payload[3] &= std::byte{0xcf};
  if (payload.size() >= 7 && payload.size() < 9 && payload[0] != std::byte{0xff}) {
    payload[3] &= std::byte{0xcf};
  }
  return payload;
}

}  // namespace

TEST_CASE("several statements in one text") {
  const WireTable table(12);
  for (const auto capabilities : {kUsualCapabilities | kMulti, kDeprecatingCapabilities | kMulti}) {
    for (const std::string sql :
         {"SELECT 1; SELECT 2", "SELECT 1;", "SELECT 1; ", "SELECT 1;;", "SELECT 1; -- end",
          "SELECT 1; /* end */", "; SELECT 1",
          "SELECT id FROM t_wire ORDER BY id; SELECT note FROM t_wire WHERE id = 3; SELECT 7",
          "UPDATE t_wire SET note = 'a' WHERE id = 1; UPDATE t_wire SET note = 'b' WHERE id < 6; "
          "SELECT COUNT(*) FROM t_wire WHERE note IN ('a', 'b')",
          "SELECT 1; SELECT * FROM no_such_table; SELECT 3", "SELECT 1; SELEC 2; SELECT 3",
          "SET @a = 5; SELECT @a; SET @a = NULL",
          "BEGIN; UPDATE t_wire SET note = 'c' WHERE id = 2; SELECT note FROM t_wire WHERE id = 2; "
          "ROLLBACK; SELECT note FROM t_wire WHERE id = 2",
          "USE shop; SELECT 1", "SELECT ';' AS a; SELECT \"';\" AS b",
          "INSERT INTO t_wire VALUES (100, 'x'); "
          "INSERT INTO t_wire VALUES (100, 'x'); SELECT 'not reached'"}) {
      CAPTURE(sql);
      CAPTURE(capabilities);
      RawClient gateway = raw_gateway({.capabilities = capabilities});
      RawClient alone = raw_alone({.capabilities = capabilities});
      const std::vector<RawPacket> ours = all_results(gateway, sql);
      const std::vector<RawPacket> theirs = all_results(alone, sql);
      REQUIRE(ours.size() == theirs.size());
      for (std::size_t i = 0; i < ours.size(); ++i) {
        CAPTURE(i);
        CHECK(ours[i].sequence == theirs[i].sequence);
        // Error messages may carry a code of the gateway's.
        const std::size_t compared =
            theirs[i].payload.at(0) == std::byte{0xff} ? 9 : theirs[i].payload.size();
        const Buffer left = without_index_flags(ours[i]);
        const Buffer right = without_index_flags(theirs[i]);
        CAPTURE(to_hex(left));
        CAPTURE(to_hex(right));
        REQUIRE(left.size() >= compared);
        CHECK(to_hex(Bytes(left).first(compared)) == to_hex(Bytes(right).first(compared)));
      }
      CHECK(single_value(gateway.query("SELECT 'usable'")) == "usable");
    }
  }
}

TEST_CASE("several statements only for who asked for them") {
  for (const bool on_gateway : {true, false}) {
    CAPTURE(on_gateway);
    RawClient client = on_gateway ? raw_gateway() : raw_alone();
    CHECK(client.query("SELECT 1; SELECT 2").error().number == 1064);
    for (const int option : {0, 1}) {  // on, off
      Buffer argument;
      wire::Writer(argument).u16(static_cast<std::uint16_t>(option));
      client.send_command(wire::Command::set_option, as_text(argument));
      CHECK_FALSE(client.read_packet_reply().is_error());
      const RawReply first = client.query("SELECT 1; SELECT 2");
      CHECK(first.is_error() == (option == 1));
      if (option == 0) CHECK(single_value(client.read_reply()) == "2");
    }
  }
}

}  // namespace sluice::test
