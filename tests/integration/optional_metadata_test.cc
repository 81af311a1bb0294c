// SPDX-License-Identifier: Apache-2.0
// CLIENT_OPTIONAL_RESULTSET_METADATA, which MySQL has and MariaDB has not: packet by packet as from
// one server, for results of one shard, merged ones, the gateway's own and prepared statements.
#include <doctest/doctest.h>

#include "common/wire/commands.h"
#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

using wire::capability::kDeprecateEof;
using wire::capability::kOptionalMetadata;

RawPacket next(RawClient& client) {
  std::optional<RawPacket> packet = read_message(client.socket());
  REQUIRE(packet.has_value());
  return std::move(*packet);
}

std::string hex_of(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    text += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return text;
}

// Flags of a server's status that tell how it has found the rows.
constexpr wire::StatusFlags kAboutPlans = wire::status::kNoIndex | wire::status::kNoGoodIndex;

// Shape and content of a result set: "2/0 eof row row eof", rows in hexadecimal.
std::string read_result(RawClient& client) {
  const bool eof = (client.capabilities() & kDeprecateEof) == 0;
  const RawPacket first = next(client);
  if (wire::reply_kind(first.payload) != wire::ReplyKind::result_set) {
    return wire::reply_kind(first.payload) == wire::ReplyKind::ok
               ? "ok"
               : "error " + std::to_string(wire::decode_err(first.payload, ~0u)->number);
  }
  wire::Reader reader(first.payload);
  const std::uint64_t columns = reader.lenenc();
  const std::uint8_t follows = reader.u8();
  CHECK(reader.finished());
  std::string text = std::to_string(columns) + "/" + std::to_string(follows);
  if (follows != 0) {
    for (std::uint64_t i = 0; i < columns; ++i) {
      const RawPacket packet = next(client);
      const auto column = wire::decode_column_definition(packet.payload);
      REQUIRE(column.ok());
      text += " " + std::string(column->name);
    }
  }
  if (eof) {
    REQUIRE(wire::decode_eof(next(client).payload).ok());
    text += " eof";
  }
  for (;;) {
    const RawPacket packet = next(client);
    const auto lead = std::to_integer<std::uint8_t>(packet.payload.at(0));
    if (!wire::is_end_of_rows(lead, packet.payload.size(), client.capabilities())) {
      text += " " + hex_of(packet.payload);
      continue;
    }
    const wire::StatusFlags status =
        eof ? wire::decode_eof(packet.payload)->status
            : wire::decode_ok(packet.payload, client.capabilities())->status;
    return text + " end " + std::to_string(status & ~kAboutPlans);
  }
}

std::string query(RawClient& client, std::string_view sql) {
  client.send_command(wire::Command::query, sql);
  return read_result(client);
}

// Prepares and executes with the parameter 2; the answer to COM_STMT_PREPARE without its id.
std::string prepared(RawClient& client, std::string_view sql) {
  client.send_command(wire::Command::stmt_prepare, sql);
  const RawPacket first = next(client);
  REQUIRE(first.payload.size() == 13);
  const std::uint32_t id = wire::Reader(Bytes(first.payload).subspan(1)).u32();
  std::string text = hex_of(Bytes(first.payload).subspan(5));
  const auto ok = wire::decode_prepare_ok(Bytes(first.payload).first(12));
  REQUIRE(ok.ok());
  const bool eof = (client.capabilities() & kDeprecateEof) == 0;
  const bool follows = first.payload.back() != std::byte{0};
  for (const std::size_t count : {ok->parameters, ok->columns}) {
    const std::size_t packets = (follows ? count : 0) + (eof && count > 0 ? 1 : 0);
    for (std::size_t i = 0; i < packets; ++i)
      text += " " + std::to_string(next(client).payload.size() > 9);
  }
  Buffer argument;
  wire::Writer writer(argument);
  writer.u32(id);
  writer.u8(0);
  writer.u32(1);
  if (ok->parameters > 0) {
    writer.u8(0);
    writer.u8(1);
    writer.u16(static_cast<std::uint16_t>(wire::ColumnType::long_long));
    writer.u64(2);
  }
  client.send_command(wire::Command::stmt_execute, as_text(argument));
  return text + " : " + read_result(client);
}

const char* const kQueries[] = {
    "SELECT id FROM t_wire WHERE id = 2",
    "SELECT id, id + 1 AS next FROM t_wire ORDER BY id",
    "SELECT COUNT(*) FROM t_wire",
    "SELECT id FROM t_wire WHERE id < 0",
    "SELECT @@resultset_metadata",
    "SELECT @@session.resultset_metadata",
    "SHOW DATABASES LIKE 'shop'",
    "SHOW VARIABLES LIKE 'resultset_meta%'",
    "SHOW SESSION VARIABLES WHERE Variable_name IN ('resultset_metadata', 'sql_safe_updates')",
    "SHOW GLOBAL VARIABLES LIKE 'resultset_metadata'",
    "SELECT no_such_column FROM t_wire",
    "SET resultset_metadata = 2",
    "SET resultset_metadata = 'x'",
    "SELECT @@global.resultset_metadata",
    "PREPARE above FROM 'SELECT id FROM t_wire WHERE id > ? ORDER BY id'",
    "SET @least = 2",
    "EXECUTE above USING @least",
    "DEALLOCATE PREPARE above",
};

const char* const kPrepared[] = {
    "SELECT id FROM t_wire WHERE id = ?",
    "SELECT id FROM t_wire WHERE id > ? ORDER BY id",
    "SELECT MAX(id) FROM t_wire",
};

}  // namespace

TEST_CASE("optional result set metadata: NONE and FULL, as a server's") {
  if (!on_mysql()) return;
  const WireTable table(4);
  for (const wire::Capabilities eof : {wire::Capabilities{0}, kDeprecateEof}) {
    const RawOptions options{.capabilities = kUsualCapabilities | kOptionalMetadata | eof};
    RawClient gateway = raw_gateway(options);
    RawClient alone = raw_alone(options);
    REQUIRE((gateway.capabilities() & kOptionalMetadata) != 0);
    for (const std::string set :
         {"SET @nothing = 1", "SET resultset_metadata = NONE", "SET resultset_metadata = FULL",
          "SET resultset_metadata = 0", "SET resultset_metadata = DEFAULT"}) {
      CAPTURE(set);
      CHECK(query(gateway, set) == query(alone, set));
      for (const std::string sql : kQueries) {
        CAPTURE(sql);
        CHECK(query(gateway, sql) == query(alone, sql));
      }
      for (const std::string sql : kPrepared) {
        CAPTURE(sql);
        CHECK(prepared(gateway, sql) == prepared(alone, sql));
      }
    }
    // A reset brings the definitions back.
    for (RawClient* client : {&gateway, &alone}) {
      CHECK(query(*client, "SET resultset_metadata = NONE") == "ok");
      client->send_command(wire::Command::reset_connection);
      CHECK_FALSE(client->read_packet_reply().is_error());
      CHECK(query(*client, "SELECT 1 AS one").starts_with("1/1 one"));
    }
  }
}

TEST_CASE("optional result set metadata: not without the capability, and not from MariaDB") {
  RawClient gateway = raw_gateway();
  RawClient alone = raw_alone();
  const RawReply refused = gateway.query("SET resultset_metadata = NONE");
  CHECK(refused.error().number == alone.query("SET resultset_metadata = NONE").error().number);
  CHECK(refused.error().number == (on_mysql() ? 3640 : 1193));
  CHECK(gateway.query("SET resultset_metadata = FULL").is_error() == !on_mysql());
  CHECK(gateway.query("SELECT @@resultset_metadata").is_error() == !on_mysql());
  CHECK((gateway.greeting().capabilities & kOptionalMetadata) ==
        (on_mysql() ? kOptionalMetadata : 0));
}

}  // namespace sluice::test
