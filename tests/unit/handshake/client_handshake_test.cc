// SPDX-License-Identifier: Apache-2.0
// The client's side against servers that a script plays, hostile ones included.
#include "backend/client_handshake.h"

#include "tests/unit/handshake/fixture.h"
#include "tests/unit/wire/hex.h"

namespace sluice::test {

using backend::ClientHandshake;
using backend::ClientHandshakeSetup;
namespace capability = wire::capability;

namespace {

// MariaDB 10.11.19, as captured.
constexpr std::string_view kMariaDb =
    "0a 352e352e352d31302e31312e31392d4d6172696144422d302b6465623132753100 0b000000"
    "62713345435f352a 00 fef7 08 0200 ff81 15 000000000000 1d000000"
    "7224576a2f4a653f4a38766d00 6d7973716c5f6e61746976655f70617373776f726400";

struct Client {
  config::DataSource source;
  explicit Client(std::string password = "secret", TlsMode tls = TlsMode::disabled) {
    source.name = "ds_0";
    source.username = "pool";
    source.password = std::move(password);
    source.tls = tls;
  }
  ClientHandshakeSetup setup() const {
    ClientHandshakeSetup setup;
    setup.source = &source;
    setup.wanted = capability::kDeprecateEof;
    return setup;
  }
};

Buffer greeting_of(std::string_view plugin, wire::Capabilities capabilities = kOffered) {
  wire::HandshakeV10 greeting;
  greeting.server_version = "8.4.0";
  greeting.connection_id = 9;
  greeting.capabilities = capabilities;
  greeting.nonce = wire::make_nonce();
  greeting.auth_plugin = plugin;
  Buffer payload;
  wire::encode(greeting, payload);
  return payload;
}

HandshakeAction greet(ClientHandshake& client, Bytes greeting) {
  return answer(client, client.start(), greeting);
}

Buffer switch_to(std::string_view plugin, Bytes data) {
  Buffer payload;
  wire::encode(wire::AuthSwitchRequest{plugin, data}, payload);
  return payload;
}

// 20 bytes, "aaa..".
Buffer nonce_bytes() {
  return Buffer(wire::kNonceBytes, std::byte{'a'});
}

ErrorId failure(const ClientHandshake& client, const HandshakeAction& action) {
  REQUIRE(action.kind == Kind::fail);
  CHECK(action.send.empty());
  CHECK(client.error().message().find("ds_0") != std::string::npos);
  CHECK(client.error().message().find("secret") == std::string::npos);
  return client.error().id();
}

}  // namespace

TEST_CASE("logging in to MariaDB") {
  const Client client;
  ClientHandshake handshake(client.setup());
  HandshakeAction action = greet(handshake, hex(kMariaDb));
  CHECK(action.kind == Kind::read);
  const Received message = only_message(action);
  CHECK(message.sequence == 1);
  const Result<wire::HandshakeResponse> response =
      wire::decode_handshake_response(message.payload, 0x81fff7fe);
  REQUIRE(response.ok());
  CHECK(response->user == "pool");
  CHECK(response->auth_plugin == "mysql_native_password");
  const Buffer nonce_text =
      hex("62713345435f352a"
          "7224576a2f4a653f4a38766d");
  wire::Nonce nonce;
  std::copy(nonce_text.begin(), nonce_text.end(), nonce.begin());
  CHECK(wire::verify_native_password(response->auth_response, wire::native_password_hash("secret"),
                                     nonce));
  action = answer(handshake, action, hex("00000002000000"));
  CHECK(action.kind == Kind::done);
  CHECK(handshake.facts().version == "10.11.19-MariaDB-0+deb12u1");
  CHECK(handshake.facts().connection_id == 11);
  CHECK(handshake.facts().status == wire::status::kAutocommit);
  CHECK(handshake.facts().capabilities == (capability::kProtocol41 | capability::kSecureConnection |
                                           capability::kPluginAuth | capability::kDeprecateEof));
}

TEST_CASE("an ERR in place of the greeting") {
  const Client client;
  ClientHandshake handshake(client.setup());
  const HandshakeAction action =
      greet(handshake, hex("ff 1004 546f6f206d616e7920636f6e6e656374696f6e73"));
  CHECK(failure(handshake, action) == ErrorId::backend_handshake);
  CHECK(handshake.server_errno() == 1040);
  CHECK(handshake.server_text() == "Too many connections");
  CHECK(handshake.error().message().find("error 1040") != std::string::npos);
}

TEST_CASE("an ERR in place of OK") {
  const struct {
    std::uint16_t number;
    ErrorId id;
  } cases[] = {{1045, ErrorId::backend_access_denied},
               {1044, ErrorId::backend_access_denied},
               {4151, ErrorId::backend_access_denied},
               {1049, ErrorId::backend_handshake},
               {1129, ErrorId::backend_handshake}};
  for (const auto& [number, id] : cases) {
    const Client client;
    ClientHandshake handshake(client.setup());
    const HandshakeAction action = greet(handshake, hex(kMariaDb));
    Buffer err;
    wire::encode(wire::ErrPacket{number, "28000", "says the server"}, capability::kProtocol41, err);
    CHECK(failure(handshake, answer(handshake, action, err)) == id);
    CHECK(handshake.server_errno() == number);
    CHECK(handshake.server_text() == "says the server");
    CHECK(handshake.error().message().find(std::to_string(number)) != std::string::npos);
    CHECK(handshake.error().message().find("says the server") == std::string::npos);
  }
}

TEST_CASE("every prefix of a greeting is refused") {
  const Client client;
  const Buffer greeting = hex(kMariaDb);
  for (std::size_t length = 0; length < greeting.size() - 22; ++length) {
    const Buffer prefix(greeting.begin(), greeting.begin() + static_cast<std::ptrdiff_t>(length));
    ClientHandshake handshake(client.setup());
    CHECK(failure(handshake, greet(handshake, prefix)) == ErrorId::backend_protocol);
  }
}

TEST_CASE("servers that cannot be used") {
  const Client client;
  Client with_database;
  with_database.source.database = "shop";
  ClientHandshake old(client.setup());
  CHECK(failure(old, greet(old, greeting_of(wire::kNativePassword, capability::kProtocol41))) ==
        ErrorId::backend_handshake);
  ClientHandshake flat(with_database.setup());
  CHECK(failure(flat, greet(flat, greeting_of(wire::kNativePassword,
                                              kOffered & ~capability::kConnectWithDb))) ==
        ErrorId::backend_handshake);
}

TEST_CASE("authentication switches") {
  const Client client;
  ClientHandshake handshake(client.setup());
  HandshakeAction action = greet(handshake, greeting_of(wire::kNativePassword));
  SUBCASE("to caching_sha2_password and back") {
    action = answer(handshake, action, switch_to(wire::kCachingSha2, nonce_bytes()));
    wire::Nonce nonce;
    nonce.fill(std::byte{'a'});
    CHECK(only_message(action).sequence == 3);
    CHECK(wire::verify_caching_sha2(only_message(action).payload,
                                    wire::caching_sha2_digest("secret"), nonce));
    action = answer(handshake, action, switch_to(wire::kNativePassword, nonce_bytes()));
    CHECK(only_message(action).payload.size() == 20);
    CHECK(answer(handshake, action, hex("00000002000000")).kind == Kind::done);
  }
  SUBCASE("to a plugin that would send the password in clear") {
    ClientHandshake other(client.setup());
    action = greet(other, greeting_of(wire::kNativePassword));
    action = answer(other, action, switch_to("mysql_clear_password", {}));
    CHECK(failure(other, action) == ErrorId::backend_handshake);
    CHECK(action.send.empty());
  }
  SUBCASE("to client_ed25519, which signs 32 bytes and no others") {
    wire::Ed25519Nonce nonce;
    nonce.fill(std::byte{0});  // the last one is no closing zero
    action = answer(handshake, action, switch_to(wire::kEd25519, nonce));
    CHECK(wire::verify_ed25519(only_message(action).payload, wire::ed25519_key("secret"), nonce));
    CHECK(failure(handshake, answer(handshake, action, switch_to(wire::kEd25519, nonce_bytes()))) ==
          ErrorId::backend_protocol);
  }
  SUBCASE("to a plugin that we do not have") {
    for (const std::string_view plugin : {"dialog", ""}) {
      ClientHandshake other(client.setup());
      action = greet(other, greeting_of(wire::kNativePassword));
      action = answer(other, action, switch_to(plugin, nonce_bytes()));
      CHECK(failure(other, action) == ErrorId::backend_auth_plugin);
    }
  }
  SUBCASE("to the passwords of before 4.1") {
    CHECK(failure(handshake, answer(handshake, action, hex("fe"))) == ErrorId::backend_auth_plugin);
    CHECK(handshake.error().message().find("mysql_old_password") != std::string::npos);
  }
  SUBCASE("with a nonce of another length") {
    const Buffer long_nonce(21, std::byte{'a'});
    CHECK(failure(handshake,
                  answer(handshake, action, switch_to(wire::kNativePassword, long_nonce))) ==
          ErrorId::backend_protocol);
  }
  SUBCASE("without end") {
    int rounds = 0;
    while (action.kind == Kind::read && rounds < 1000) {
      action = answer(handshake, action, switch_to(wire::kNativePassword, nonce_bytes()));
      ++rounds;
    }
    CHECK(failure(handshake, action) == ErrorId::backend_protocol);
    CHECK(rounds == ClientHandshake::kMaxMessages);
  }
}

TEST_CASE("a server whose default plugin we do not have may still want one that we have") {
  const Client client;
  ClientHandshake handshake(client.setup());
  const HandshakeAction action = greet(handshake, greeting_of("auth_gssapi_client"));
  const Received message = only_message(action);
  const auto response = wire::decode_handshake_response(message.payload, kOffered);
  CHECK(response->auth_plugin == wire::kNativePassword);
}

TEST_CASE("an empty password") {
  for (const std::string_view plugin : {wire::kNativePassword, wire::kCachingSha2}) {
    const Client client("");
    ClientHandshake handshake(client.setup());
    HandshakeAction action = greet(handshake, greeting_of(plugin));
    const Received message = only_message(action);
    const auto response = wire::decode_handshake_response(message.payload, kOffered);
    const std::string_view nothing = plugin == wire::kNativePassword ? "" : "00";
    CHECK(to_hex(response->auth_response) == nothing);
    action = answer(handshake, action, switch_to(plugin, nonce_bytes()));
    CHECK(to_hex(only_message(action).payload) == nothing);
  }
}

TEST_CASE("full authentication") {
  const struct {
    TlsMode tls;
    bool key;
  } cases[] = {{TlsMode::preferred, false}, {TlsMode::disabled, true}};
  for (const auto& [tls, key] : cases) {
    const Client client("secret", tls);
    ClientHandshake handshake(client.setup());
    HandshakeAction action =
        greet(handshake, greeting_of(wire::kCachingSha2, kOffered | capability::kSsl));
    if (tls != TlsMode::disabled) {
      CHECK(action.kind == Kind::start_tls);
      CHECK(only_message(action).payload.size() == 32);
      CHECK(only_message(action).sequence == 1);
      action = handshake.on_tls();
      CHECK(only_message(action).sequence == 2);
    }
    action = answer(handshake, action, hex("0104"));
    const Received answered = only_message(action);
    CHECK(as_text(answered.payload) ==
          (key ? std::string_view("\x02") : std::string_view("secret\0", 7)));
    if (key) {
      action = answer(handshake, action, buffer_of("\x01" + rsa_key().public_pem()));
      CHECK(only_message(action).payload.size() == 256);
    }
    CHECK(answer(handshake, action, hex("00000002000000")).kind == Kind::done);
  }
}

TEST_CASE("authentication data that make no sense") {
  const Client client;
  const struct {
    std::string_view plugin;
    std::string_view data;
  } cases[] = {
      {wire::kNativePassword, "0103"}, {wire::kNativePassword, "0104"},
      {wire::kCachingSha2, "01"},      {wire::kCachingSha2, "0105"},
      {wire::kCachingSha2, "010304"},  {wire::kCachingSha2, ""},
      {wire::kCachingSha2, "02"},      {wire::kCachingSha2, "00"},
      {wire::kCachingSha2, "ff15"},
  };
  for (const auto& [plugin, data] : cases) {
    ClientHandshake handshake(client.setup());
    const HandshakeAction action = greet(handshake, greeting_of(plugin));
    CHECK(failure(handshake, answer(handshake, action, hex(data))) == ErrorId::backend_protocol);
  }
}

TEST_CASE("a public key that is none") {
  const Client client;
  for (const std::string_view data : {"", "01", "016162", "02", "00000002000000"}) {
    ClientHandshake handshake(client.setup());
    HandshakeAction action = greet(handshake, greeting_of(wire::kCachingSha2));
    action = answer(handshake, action, hex("0104"));
    CHECK(failure(handshake, answer(handshake, action, hex(data))) == ErrorId::backend_protocol);
  }
  ClientHandshake handshake(client.setup());
  HandshakeAction action = greet(handshake, greeting_of(wire::kCachingSha2));
  action = answer(handshake, action, hex("0104"));
  action = answer(handshake, action, hex("ff 1504 23 3238303030 6e6f"));
  CHECK(failure(handshake, action) == ErrorId::backend_access_denied);
}

TEST_CASE("an endless stream of fast-path answers ends") {
  const Client client;
  ClientHandshake handshake(client.setup());
  HandshakeAction action = greet(handshake, greeting_of(wire::kCachingSha2));
  for (int i = 0; i < 100 && action.kind == Kind::read; ++i) {
    action = answer(handshake, action, hex("0103"));
  }
  CHECK(failure(handshake, action) == ErrorId::backend_protocol);
}

}  // namespace sluice::test
