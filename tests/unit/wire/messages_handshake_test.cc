// SPDX-License-Identifier: Apache-2.0
// Vectors: captured from MariaDB 10.11 and libmariadb's layout, or laid out by hand from the
// protocol documentation where it says so.
#include "common/wire/messages.h"
#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using namespace capability;
using test::check_truncations;
using test::hex;
using test::to_hex;

namespace {

// MariaDB 10.11.19.
constexpr std::string_view kGreeting =
    "0a 352e352e352d31302e31312e31392d4d6172696144422d302b6465623132753100 0b000000"
    "62713345435f352a 00 fef7 08 0200 ff81 15 000000000000 1d000000"
    "7224576a2f4a653f4a38766d00 6d7973716c5f6e61746976655f70617373776f726400";

// Accepted by that server: user root without password, database wirecap.
constexpr std::string_view kResponse =
    "0fa20b01 00000001 2d 0000000000000000000000000000000000000000000000"
    "726f6f7400 00 7769726563617000 6d7973716c5f6e61746976655f70617373776f726400";

constexpr Capabilities kEverything = ~Capabilities{0};

}  // namespace

TEST_CASE("a server's greeting") {
  const Buffer payload = hex(kGreeting);
  const Result<HandshakeV10> greeting = decode_handshake_v10(payload);
  REQUIRE(greeting.ok());
  CHECK(greeting->server_version == "5.5.5-10.11.19-MariaDB-0+deb12u1");
  CHECK(greeting->connection_id == 11);
  CHECK(as_text(greeting->nonce) == "bq3EC_5*r$Wj/Je?J8vm");
  CHECK(greeting->capabilities == 0x1d'81fff7fe);  // the upper half is MariaDB's own
  CHECK(greeting->collation == 8);
  CHECK(greeting->status == status::kAutocommit);
  CHECK(greeting->auth_plugin == "mysql_native_password");
  // The plugin's name may lack its zero byte, so it may also be shorter.
  check_truncations(payload, payload.size() - 22,
                    [](Bytes prefix) { return decode_handshake_v10(prefix).ok(); });
}

TEST_CASE("our greeting has the same layout") {
  const Buffer payload = hex(kGreeting);
  const Result<HandshakeV10> greeting = decode_handshake_v10(payload);
  REQUIRE(greeting.ok());
  Buffer encoded;
  encode(*greeting, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
}

TEST_CASE("a greeting without plugins, and of another protocol version") {
  HandshakeV10 message;
  message.capabilities = kProtocol41 | kSecureConnection;
  message.auth_plugin = "not sent";
  Buffer payload;
  encode(message, payload);
  const Result<HandshakeV10> greeting = decode_handshake_v10(payload);
  REQUIRE(greeting.ok());
  CHECK(greeting->auth_plugin.empty());
  payload[0] = std::byte{9};
  CHECK_FALSE(decode_handshake_v10(payload).ok());
}

TEST_CASE("a client's response") {
  const Buffer payload = hex(kResponse);
  const Result<HandshakeResponse> response = decode_handshake_response(payload, kEverything);
  REQUIRE(response.ok());
  CHECK(response->capabilities == 0x010ba20f);
  CHECK(response->max_packet == 1u << 24);
  CHECK(response->collation == 45);
  CHECK_FALSE(response->tls_request);
  CHECK(response->user == "root");
  CHECK(response->auth_response.empty());
  CHECK(response->database == "wirecap");
  CHECK(response->auth_plugin == "mysql_native_password");
  Buffer encoded;
  encode(*response, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  check_truncations(payload, payload.size() - 22, [](Bytes prefix) {
    return decode_handshake_response(prefix, kEverything).ok();
  });
}

TEST_CASE("attributes") {
  HandshakeResponse message;
  message.capabilities =
      kProtocol41 | kSecureConnection | kPluginAuth | kPluginAuthLenenc | kConnectAttrs;
  message.user = "u";
  const Buffer secret(300, std::byte{7});
  message.auth_response = secret;
  const ConnectAttributes sent{{"_os", "Linux"}, {"program_name", std::string(300, 'p')}, {"", ""}};
  Buffer attributes;
  append_connect_attributes(sent, attributes);
  message.connect_attributes = attributes;
  message.auth_plugin = "p";
  Buffer payload;
  encode(message, payload);
  const Result<HandshakeResponse> response = decode_handshake_response(payload, kEverything);
  REQUIRE(response.ok());
  CHECK(response->auth_response.size() == 300);
  CHECK(response->auth_plugin == "p");
  const Result<ConnectAttributes> received =
      decode_connect_attributes(response->connect_attributes);
  REQUIRE(received.ok());
  CHECK(*received == sent);
  CHECK_FALSE(decode_connect_attributes(hex("03 6f5f73 04 6c6e78")).ok());
  CHECK_FALSE(decode_connect_attributes(hex("03 6f5f73")).ok());

  SUBCASE("announced, but not even a length sent") {
    payload.resize(payload.size() - attributes.size() - 3);
    CHECK(decode_handshake_response(payload, kEverything).ok());
  }
  SUBCASE("longer than the packet") {
    payload.pop_back();
    CHECK_FALSE(decode_handshake_response(payload, kEverything).ok());
  }
  SUBCASE("a flag that was not offered does not count") {
    const Result<HandshakeResponse> masked =
        decode_handshake_response(payload, kEverything & ~kConnectAttrs);
    REQUIRE(masked.ok());
    CHECK((masked->capabilities & kConnectAttrs) == 0);
    CHECK(masked->connect_attributes.empty());
  }
}

TEST_CASE("TLS request") {
  HandshakeResponse message;
  message.capabilities = kProtocol41 | kSecureConnection;
  message.max_packet = 1u << 24;
  message.collation = 33;
  Buffer payload;
  encode_tls_request(message, payload);
  CHECK(to_hex(payload) ==
        "008a0000"
        "00000001"
        "21"
        "0000000000000000000000000000000000000000000000");
  const Result<HandshakeResponse> request = decode_handshake_response(payload, kEverything);
  REQUIRE(request.ok());
  CHECK(request->tls_request);
  CHECK(request->user.empty());
  check_truncations(payload, 32, [](Bytes prefix) {
    return decode_handshake_response(prefix, kEverything).ok();
  });
}

TEST_CASE("clients from before 4.1") {
  // HandshakeResponse320: capabilities, max packet, user.
  const Buffer old = hex("0524 000000 6f6c6400 47445353");
  CHECK(decode_handshake_response(old, kEverything).error().id() == ErrorId::protocol_too_old);
  const Buffer modern = hex("0502 000000 6f6c6400");
  CHECK(decode_handshake_response(modern, kEverything).error().id() == ErrorId::malformed_packet);
  CHECK(decode_handshake_response({}, kEverything).error().id() == ErrorId::malformed_packet);
}

TEST_CASE("authentication switch") {
  // MySQL 8 with caching_sha2_password, by the documentation's layout.
  const Buffer payload =
      hex("fe 63616368696e675f736861325f70617373776f726400"
          "0102030405060708090a0b0c0d0e0f1011121314 00");
  const Result<AuthSwitchRequest> request = decode_auth_switch(payload);
  REQUIRE(request.ok());
  CHECK(request->plugin == "caching_sha2_password");
  CHECK(to_hex(request->data) == "0102030405060708090a0b0c0d0e0f1011121314");
  Buffer encoded;
  encode(*request, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  check_truncations(payload, 0, [](Bytes prefix) { return decode_auth_switch(prefix).ok(); });
  CHECK(decode_auth_switch(hex("fe"))->plugin == "mysql_old_password");
  CHECK_FALSE(decode_auth_switch(hex("fe6162")).ok());
  CHECK_FALSE(decode_auth_switch({}).ok());
  CHECK_FALSE(decode_auth_switch(hex("01")).ok());
}

TEST_CASE("more authentication data") {
  Buffer out;
  encode_auth_more_data(hex("03"), out);
  CHECK(to_hex(out) == "0103");
}

}  // namespace sluice::wire
