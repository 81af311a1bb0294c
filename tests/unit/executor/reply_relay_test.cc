// SPDX-License-Identifier: Apache-2.0
#include "executor/reply_relay.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "common/wire/session_state.h"

namespace sluice::executor {
namespace {

using wire::capability::kDeprecateEof;
using wire::capability::kProtocol41;
using wire::capability::kTransactions;

constexpr wire::Capabilities kOld = kProtocol41 | kTransactions;
constexpr wire::Capabilities kNew = kOld | kDeprecateEof;

// Builds what a server sends, packet by packet.
class ServerReply {
 public:
  explicit ServerReply(wire::Capabilities capabilities) : capabilities_(capabilities) {}

  ServerReply& head(std::initializer_list<const char*> columns, const char* table = "t_0") {
    Buffer payload;
    wire::Writer(payload).lenenc(columns.size());
    add(payload);
    for (const char* name : columns) {
      wire::ColumnDefinition column;
      column.schema = "ds";
      column.table = table;
      column.org_table = table;
      column.name = name;
      column.org_name = name;
      column.type = wire::ColumnType::var_string;
      payload.clear();
      wire::encode(column, payload);
      add(payload);
    }
    if ((capabilities_ & kDeprecateEof) == 0) eof(0);
    return *this;
  }
  ServerReply& row(std::string_view text) {
    Buffer payload;
    wire::Writer(payload).lenenc_text(text);
    return add(payload);
  }
  ServerReply& end(wire::StatusFlags status = 0x22, std::uint16_t warnings = 0) {
    if ((capabilities_ & kDeprecateEof) == 0) return eof(status, warnings);
    Buffer payload;
    wire::OkPacket ok;
    ok.status = status;
    ok.warnings = warnings;
    wire::encode(ok, capabilities_, true, payload);
    return add(payload);
  }
  ServerReply& add(Bytes payload) {
    sequence_ = wire::append_message(bytes_, sequence_, payload);
    return *this;
  }
  Buffer take() { return std::move(bytes_); }

 private:
  ServerReply& eof(wire::StatusFlags status, std::uint16_t warnings = 0) {
    Buffer payload;
    wire::encode(wire::EofPacket{.warnings = warnings, .status = status}, payload);
    return add(payload);
  }

  wire::Capabilities capabilities_;
  Buffer bytes_;
  std::uint8_t sequence_ = 1;
};

// Feeds `input` in pieces of `step` bytes, as a socket would deliver it.
Buffer relay_in_steps(ReplyRelay& relay, Buffer input, std::size_t step) {
  Buffer out;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (;;) {
    Result<ReplyRelay::Progress> progress =
        relay.feed(std::span(input).subspan(begin, end - begin), out);
    REQUIRE(progress.ok());
    out.insert(out.end(), progress->pass.begin(), progress->pass.end());
    begin += progress->consumed;
    if (progress->done) break;
    if (!progress->pass.empty()) continue;
    REQUIRE(end < input.size());
    end = std::min(input.size(), end + step);
  }
  CHECK(begin == input.size());
  return out;
}

RelaySetup setup_of(wire::Capabilities server, wire::Capabilities client) {
  RelaySetup setup;
  setup.server = server;
  setup.client = client;
  setup.source = "ds_0";
  return setup;
}

}  // namespace

TEST_CASE("all four combinations of CLIENT_DEPRECATE_EOF give what the client negotiated") {
  for (const wire::Capabilities server : {kOld, kNew}) {
    for (const wire::Capabilities client : {kOld, kNew}) {
      CAPTURE(server);
      CAPTURE(client);
      const auto reply = [](wire::Capabilities capabilities) {
        return ServerReply(capabilities).head({"a", "b"}).row("x").row("y").end(0x22, 3).take();
      };
      for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{100000}}) {
        ReplyRelay relay(setup_of(server, client));
        CHECK(relay_in_steps(relay, reply(server), step) == reply(client));
        CHECK(relay.summary().rows == 2);
        CHECK(relay.summary().warnings == 3);
        CHECK(relay.summary().server_status == 0x22);
      }
    }
  }
}

TEST_CASE("several results of one statement are one answer") {
  for (const wire::Capabilities server : {kOld, kNew}) {
    for (const wire::Capabilities client : {kOld, kNew}) {
      const auto reply = [](wire::Capabilities capabilities) {
        Buffer ok;
        wire::encode(wire::OkPacket{.affected_rows = 5, .status = 0x02}, capabilities, false, ok);
        return ServerReply(capabilities)
            .head({"a"})
            .row("x")
            .end(0x0a)
            .head({"b", "c"})
            .row("y")
            .end(0x0a)
            .add(ok)
            .take();
      };
      RelaySetup setup = setup_of(server, client);
      setup.status_mask = wire::status::kMoreResults;  // the session's own, which is 0 here
      for (const std::size_t step : {std::size_t{1}, std::size_t{9}, std::size_t{100000}}) {
        ReplyRelay relay(setup);
        CHECK(relay_in_steps(relay, reply(server), step) == reply(client));
        CHECK(relay.summary().affected_rows == 5);
        CHECK(relay.summary().rows == 2);
      }
    }
  }
}

TEST_CASE("actual names in column definitions become logical ones") {
  NameMap names;
  names.actual_database = "ds";
  names.logic_database = "shop";
  names.tables = {{"t_0", "t"}};
  RelaySetup setup = setup_of(kNew, kNew);
  setup.names = &names;
  ReplyRelay relay(setup);
  const Buffer out = relay_in_steps(relay, ServerReply(kNew).head({"a"}).end().take(), 1000);
  const std::size_t count_packet = wire::kHeaderBytes + 1;
  const std::size_t length = wire::read_header(out.data() + count_packet).length;
  const auto column =
      wire::decode_column_definition(Bytes(out).subspan(count_packet + wire::kHeaderBytes, length));
  REQUIRE(column.ok());
  CHECK(column->schema == "shop");
  CHECK(column->table == "t");
  CHECK(column->org_table == "t");
  CHECK(column->name == "a");
}

TEST_CASE("the session's status flags replace the server's") {
  RelaySetup setup = setup_of(kNew, kNew);
  setup.status = wire::status::kInTransaction | wire::status::kMoreResults;
  setup.status_mask =
      wire::status::kInTransaction | wire::status::kMoreResults | wire::status::kAutocommit;
  ReplyRelay relay(setup);
  Buffer ok_payload;
  wire::OkPacket ok;
  ok.affected_rows = 5;
  ok.insert_id = 7;
  ok.status = wire::status::kAutocommit | wire::status::kNoIndex;
  wire::encode(ok, kNew, false, ok_payload);
  const Buffer out = relay_in_steps(relay, ServerReply(kNew).add(ok_payload).take(), 3);
  const auto sent = wire::decode_ok(Bytes(out).subspan(wire::kHeaderBytes), kNew);
  REQUIRE(sent.ok());
  CHECK(sent->affected_rows == 5);
  CHECK(sent->insert_id == 7);
  CHECK(sent->status ==
        (wire::status::kInTransaction | wire::status::kMoreResults | wire::status::kNoIndex));
}

TEST_CASE("sequence ids go on from where the client's command ended, and wrap") {
  RelaySetup setup = setup_of(kNew, kNew);
  setup.client_sequence = 250;
  ReplyRelay relay(setup);
  ServerReply reply(kNew);
  reply.head({"a"});
  for (int i = 0; i < 300; ++i) reply.row("r");
  const Buffer out = relay_in_steps(relay, reply.end().take(), 64);
  std::uint8_t expected = 250;
  for (std::size_t at = 0; at < out.size();) {
    const wire::FrameHeader header = wire::read_header(out.data() + at);
    REQUIRE(header.sequence == expected++);
    at += wire::kHeaderBytes + header.length;
  }
  CHECK(relay.client_sequence() == expected);
}

TEST_CASE("rows of any size pass unchanged, also around the packet limit") {
  for (const std::size_t size :
       {std::size_t{0xfffffa}, std::size_t{0xfffffb}, std::size_t{0xffffff}, std::size_t{0x1000000},
        std::size_t{2 * 0xffffff}}) {
    CAPTURE(size);
    const auto reply = [&](wire::Capabilities capabilities) {
      Buffer payload(size, std::byte{'x'});
      payload[0] = std::byte{0xfe};  // as a first column of 16 MiB and more begins
      return ServerReply(capabilities).head({"a"}).add(payload).row("small").end().take();
    };
    // A payload below the packet limit that begins with 0xfe would be an OK under DEPRECATE_EOF.
    const wire::Capabilities server = size < wire::kMaxPayload ? kOld : kNew;
    ReplyRelay relay(setup_of(server, kOld));
    CHECK(relay_in_steps(relay, reply(server), 1 << 20) == reply(kOld));
    CHECK(relay.summary().rows == 2);
  }
}

TEST_CASE("an ERR is not written but reported, with logical names, before and among rows") {
  Buffer err_payload;
  wire::encode(wire::ErrPacket{1146, "42S02", "Table 'ds.t_0' doesn't exist"}, kNew, err_payload);
  NameMap names;
  names.actual_database = "ds";
  names.logic_database = "shop";
  names.tables = {{"t_0", "t"}};
  RelaySetup setup = setup_of(kNew, kNew);
  setup.names = &names;
  SUBCASE("first") {
    ReplyRelay relay(setup);
    const Buffer out = relay_in_steps(relay, ServerReply(kNew).add(err_payload).take(), 5);
    CHECK(out.empty());
    REQUIRE(relay.summary().is_error);
    CHECK(relay.summary().error->number() == 1146);
    CHECK(relay.summary().error->message() == "Table 'shop.t' doesn't exist");
    CHECK_FALSE(relay.started());
  }
  SUBCASE("among rows") {
    ReplyRelay relay(setup);
    relay_in_steps(relay, ServerReply(kNew).head({"a"}).row("x").add(err_payload).take(), 5);
    CHECK(relay.summary().is_error);
    CHECK(relay.started());
    CHECK_FALSE(relay.inside_packet());
  }
}

TEST_CASE(
    "a server's GTIDs go behind the session's own changes, and nothing else of the server's") {
  constexpr wire::Capabilities kTracking = kNew | wire::capability::kSessionTrack;
  Buffer told;
  wire::append_state_change(wire::StateChange::schema, "ds_0", told);
  wire::append_state_change(wire::StateChange::gtids, "uuid:7", told);
  wire::append_variable_change("last_gtid", "0-1-7", told);
  wire::append_variable_change("time_zone", "UTC", told);
  Buffer payload;
  wire::OkPacket ok;
  ok.status = wire::status::kAutocommit | wire::status::kSessionStateChanged;
  ok.session_state = told;
  wire::encode(ok, kTracking, false, payload);
  Buffer own;
  wire::append_state_change(wire::StateChange::transaction_state, "T___W___", own);
  for (const wire::Capabilities client : {kTracking, kNew}) {
    RelaySetup setup = setup_of(kTracking, client);
    setup.session_changes = own;
    setup.status_mask = wire::status::kSessionStateChanged;
    ReplyRelay relay(setup);
    const Buffer out = relay_in_steps(relay, ServerReply(kTracking).add(payload).take(), 3);
    const auto sent = wire::decode_ok(Bytes(out).subspan(wire::kHeaderBytes), client);
    REQUIRE(sent.ok());
    CHECK(relay.summary().changes_sent == (client == kTracking));
    const bool flagged = (sent->status & wire::status::kSessionStateChanged) != 0;
    CHECK(flagged == (client == kTracking));
    if (client != kTracking) continue;
    const auto changes = wire::decode_session_state(sent->session_state);
    REQUIRE(changes.ok());
    REQUIRE(changes->size() == 3);
    CHECK(changes->at(0).value == "T___W___");
    CHECK(changes->at(1).value == "uuid:7");
    CHECK(changes->at(2).value == "0-1-7");
  }
}

TEST_CASE("nonsense from a server is an error, not a crash") {
  const std::vector<std::string> nonsense{
      std::string("\x00\x00\x00\x01", 4),          // an empty first packet
      std::string("\x01\x00\x00\x01\xfb", 5),      // LOCAL INFILE that nobody asked for
      std::string("\x02\x00\x00\x01\x01\x01", 6),  // two numbers as a column count
      std::string("\x01\x00\x00\x01\x01\x02\x00\x00\x02zz", 11),  // no column definition
  };
  for (const std::string& bytes : nonsense) {
    CAPTURE(bytes);
    NameMap names;
    RelaySetup setup = setup_of(kNew, kNew);
    setup.names = &names;
    ReplyRelay relay(setup);
    Buffer input(as_bytes(bytes).begin(), as_bytes(bytes).end());
    Buffer out;
    const auto progress = relay.feed(input, out);
    REQUIRE_FALSE(progress.ok());
    CHECK(progress.error().id() == ErrorId::backend_protocol);
  }
}

}  // namespace sluice::executor
