// SPDX-License-Identifier: Apache-2.0
// The connection phase on the wire (A1, A2, A6): what the gateway greets with, and which first
// words of a client it takes.
// Source: MySQL source documentation, "Protocol::HandshakeV10" and "Protocol::HandshakeResponse41".
#include <set>

#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;
using namespace wire::capability;

Buffer response_payload(wire::Capabilities capabilities, std::string_view user, Bytes auth,
                        std::string_view plugin) {
  wire::HandshakeResponse response;
  response.capabilities = capabilities;
  response.max_packet = 1u << 24;
  response.collation = 45;
  response.user = user;
  response.auth_response = auth;
  response.auth_plugin = plugin;
  Buffer payload;
  wire::encode(response, payload);
  return payload;
}

wire::ErrPacket error_of(const std::optional<RawPacket>& packet, wire::Capabilities form) {
  REQUIRE(packet.has_value());
  const auto err = wire::decode_err(packet->payload, form);
  REQUIRE(err.ok());
  return *err;
}

}  // namespace

TEST_CASE("the greeting: protocol 10, its own connection id, a salt of 20 printable bytes") {
  FakeCluster cluster;
  std::set<std::string> salts;
  std::set<std::uint32_t> ids;
  for (int i = 0; i < 50; ++i) {
    RawSocket socket = RawSocket::connect(cluster.port());
    const std::optional<RawPacket> packet = read_packet(socket);
    REQUIRE(packet.has_value());
    CHECK(packet->sequence == 0);
    wire::Reader reader(packet->payload);
    CHECK(reader.u8() == 10);
    CHECK(reader.zero_terminated() == "5.5.5-10.11.0-MariaDB");
    ids.insert(reader.u32());
    std::string salt(reader.text(8));
    CHECK(reader.u8() == 0);
    reader.bytes(2 + 1 + 2 + 2);  // capabilities, collation, status, capabilities
    CHECK(reader.u8() == 21);     // of the salt with its closing zero
    reader.bytes(10);
    salt += reader.text(12);
    CHECK(reader.u8() == 0);
    CHECK(reader.zero_terminated() == "mysql_native_password");
    CHECK(reader.finished());
    CHECK(salt.find('\0') == std::string::npos);
    CHECK(salt.find('$') == std::string::npos);
    salts.insert(salt);
  }
  CHECK(salts.size() == 50);
  CHECK(ids.size() == 50);
}

TEST_CASE("the greeting's connection id is CONNECTION_ID()") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  const std::string id = std::to_string(client.greeting().connection_id);
  cluster.shard(0).on("select .*", result({"CONNECTION_ID()"}, {{"0"}}));
  cluster.shard(1).on("select .*", result({"CONNECTION_ID()"}, {{"1"}}));
  const RawReply reply = client.query("SELECT CONNECTION_ID()");
  REQUIRE_FALSE(reply.is_error());
  REQUIRE(reply.rows.size() == 1);
  // Either answered here, or asked with the id in the function's place.
  const std::vector<ReceivedCommand> received = cluster.shard(0).received();
  const bool sent = !received.empty() && received.back().text.find(id) != std::string::npos;
  CHECK((sent || as_text(Bytes(reply.rows[0]).subspan(1)) == id));
}

TEST_CASE("no flag is offered that the gateway does not implement") {
  FakeCluster cluster;
  const RawClient client(cluster.port());
  constexpr wire::Capabilities kNew = kSessionTrack | kDeprecateEof | kQueryAttributes | kZstd;
  constexpr wire::Capabilities kSessionTrackAndAbove = 0xfe800000u & ~kNew;
  constexpr wire::Capabilities kOffered = kNew | kCompress | kLocalFiles;
  CHECK((client.greeting().capabilities & (kSsl | kSessionTrackAndAbove)) == 0);
  CHECK((client.greeting().capabilities & kOffered) == kOffered);
}

TEST_CASE("compression is offered as configured") {
  FakeCluster only_zlib({.sluice_block = "  compression: [zlib]\n"});
  CHECK((RawClient(only_zlib.port()).greeting().capabilities & (kCompress | kZstd)) == kCompress);
  FakeCluster none({.sluice_block = "  compression: []\n"});
  CHECK((RawClient(none.port()).greeting().capabilities & (kCompress | kZstd)) == 0);
}

TEST_CASE("a client without CLIENT_PROTOCOL_41 is told so in words of its own time") {
  FakeCluster cluster;
  RawClient client(cluster.port());
  Buffer payload;
  wire::Writer writer(payload);
  writer.u16(kLongPassword);
  writer.u24(0xffffff);
  writer.zero_terminated(kUser);
  client.send_raw(packet_bytes(1, payload));
  const std::optional<RawPacket> answer = read_packet(client.socket());
  const wire::ErrPacket error = error_of(answer, 0);
  CHECK(error.number == 1251);
  CHECK(error.message.find("4.1 protocol") != std::string::npos);
  CHECK(error.message.front() != '#');  // no SQLSTATE
  CHECK(answer->sequence == 2);
  CHECK(client.closed_by_peer(5s));
}

TEST_CASE("a response shorter than its fixed part closes the connection, whatever its length") {
  FakeCluster cluster;
  for (std::size_t length = 0; length < 32; ++length) {
    RawClient client(cluster.port());
    Buffer payload = response_payload(kUsualCapabilities, kUser, {}, "mysql_native_password");
    payload.resize(length);
    client.send_raw(packet_bytes(1, payload));
    const std::optional<RawPacket> answer = read_packet(client.socket());
    if (answer) CHECK(error_of(answer, kProtocol41).number > 0);
    CHECK(client.closed_by_peer(5s));
  }
  CHECK_NOTHROW(cluster.connect());
}

TEST_CASE("a response of more than 1 MiB is refused at its header") {
  FakeCluster cluster;
  RawClient client(cluster.port());
  const Buffer header{std::byte{0x01}, std::byte{0x00}, std::byte{0x10}, std::byte{1}};
  client.send_raw(header);  // and nothing behind it: nobody waits for that
  const std::optional<RawPacket> answer = read_packet(client.socket());
  const wire::ErrPacket error = error_of(answer, kProtocol41);
  CHECK(error.number == 1153);
  CHECK(error.sqlstate == "08S01");
  CHECK(answer->sequence == 2);
  CHECK(client.closed_by_peer(5s));
}

TEST_CASE("a response with a wrong sequence id is refused") {
  FakeCluster cluster;
  RawClient client(cluster.port());
  client.send_raw(packet_bytes(2, response_payload(kUsualCapabilities, kUser, {}, "")));
  CHECK(error_of(read_packet(client.socket()), kProtocol41).number == 1156);
  CHECK(client.closed_by_peer(5s));
}

TEST_CASE("a client without CLIENT_PLUGIN_AUTH logs in by mysql_native_password") {
  FakeCluster cluster;
  LoginOptions options = FakeCluster::login_options();
  options.capabilities &= ~kPluginAuth;
  RawClient client = cluster.connect(options);
  client.send_command(wire::Command::ping);
  CHECK_FALSE(client.read_reply().is_error());
}

TEST_CASE("a client that says nothing is closed after the handshake time-out") {
  FakeCluster cluster({.sluice_block = "  handshake-timeout: 300ms\n"});
  RawClient client(cluster.port());
  CHECK(client.closed_by_peer(10s));
}

TEST_CASE("a database that does not exist refuses the login by name") {
  FakeCluster cluster;
  LoginOptions options = FakeCluster::login_options();
  options.database = "nowhere";
  RawClient client(cluster.port());
  const RawReply reply = client.login(options);
  CHECK(reply.error().number == 1049);
  CHECK(reply.error().sqlstate == "42000");
  CHECK(reply.error().message.starts_with("Unknown database 'nowhere'"));
  CHECK(client.closed_by_peer(5s));
}

TEST_CASE("more clients than allowed hear 1040 in place of a greeting") {
  FakeCluster cluster({.props = "  proxy-frontend-max-connections: 2\n"});
  RawClient first = cluster.connect();
  RawClient second = cluster.connect();
  const RawClient third(cluster.port());
  REQUIRE(third.greeting_error().has_value());
  CHECK(error_of(third.greeting_error(), 0).number == 1040);
}

}  // namespace sluice::test
