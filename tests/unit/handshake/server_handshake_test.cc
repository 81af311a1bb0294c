// SPDX-License-Identifier: Apache-2.0
#include "frontend/server_handshake.h"

#include <set>

#include "common/wire/commands.h"
#include "tests/unit/handshake/fixture.h"
#include "tests/unit/wire/hex.h"

namespace sluice::test {

using frontend::ServerHandshake;
namespace capability = wire::capability;

namespace {

constexpr wire::Capabilities kUsual =
    capability::kProtocol41 | capability::kSecureConnection | capability::kPluginAuth;

constexpr std::string_view kOtherPlugin = "dialog";

// A client's response with the plugin that proves its password.
Buffer response_of(const wire::Nonce& nonce, std::string_view user, std::string_view password,
                   std::string_view plugin, wire::Capabilities capabilities = kUsual) {
  const Buffer proof = plugin == wire::kNativePassword
                           ? wire::native_password_response(password, nonce)
                           : wire::caching_sha2_response(password, nonce);
  wire::HandshakeResponse response;
  response.capabilities = capabilities;
  response.collation = 45;
  response.user = user;
  response.auth_response = plugin == kOtherPlugin ? Bytes() : Bytes(proof);
  response.auth_plugin = plugin;
  Buffer payload;
  wire::encode(response, payload);
  return payload;
}

Buffer tls_request(wire::Capabilities capabilities) {
  wire::HandshakeResponse request;
  request.capabilities = capabilities;
  Buffer payload;
  wire::encode_tls_request(request, payload);
  return payload;
}

// The plugin that a switch request names.
std::string switched_to(const HandshakeAction& action) {
  REQUIRE(action.kind == Kind::read);
  const Received message = only_message(action);
  const Result<wire::AuthSwitchRequest> request = wire::decode_auth_switch(message.payload);
  REQUIRE(request.ok());
  REQUIRE(request->data.size() == wire::kNonceBytes);
  return std::string(request->plugin);
}

}  // namespace

TEST_CASE("the greeting") {
  ServerSide side;
  ServerHandshake handshake(side.setup(AuthPlugin::caching_sha2_password));
  const HandshakeAction action = handshake.start();
  CHECK(action.kind == Kind::read);
  CHECK(action.expected_sequence == 1);
  const Received message = only_message(action);
  CHECK(message.sequence == 0);
  const Result<wire::HandshakeV10> greeting = wire::decode_handshake_v10(message.payload);
  REQUIRE(greeting.ok());
  CHECK(greeting->server_version == "8.0.36-Sluice");
  CHECK(greeting->connection_id == 4711);
  CHECK(greeting->capabilities == kOffered);
  CHECK(greeting->auth_plugin == "caching_sha2_password");
  CHECK(greeting->status == wire::status::kAutocommit);
  for (const std::byte byte : greeting->nonce) {
    CHECK(byte != std::byte{0});
    CHECK(byte != std::byte{'$'});
  }
}

TEST_CASE("every connection has another nonce") {
  ServerSide side;
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const auto setup = side.setup(AuthPlugin::native_password);
    CHECK(seen.insert(std::string(as_text(setup.nonce))).second);
  }
}

TEST_CASE("CLIENT_SSL is offered unless TLS is disabled") {
  for (const TlsMode mode : {TlsMode::disabled, TlsMode::preferred, TlsMode::required}) {
    ServerSide side;
    ServerHandshake handshake(side.setup(AuthPlugin::native_password, mode));
    const Received message = only_message(handshake.start());
    const Result<wire::HandshakeV10> greeting = wire::decode_handshake_v10(message.payload);
    REQUIRE(greeting.ok());
    CHECK(((greeting->capabilities & capability::kSsl) != 0) == (mode != TlsMode::disabled));
  }
}

TEST_CASE("a client from before 4.1 gets 1251 in a form it can read") {
  ServerSide side;
  ServerHandshake handshake(side.setup(AuthPlugin::native_password));
  const HandshakeAction last = handshake.start();
  const HandshakeAction action = answer(handshake, last, hex("0524 000000 6f6c6400 47445353"));
  CHECK(action.kind == Kind::fail);
  const Received message = only_message(action);
  CHECK(message.sequence == 2);
  const Result<wire::ErrPacket> err = wire::decode_err(message.payload, 0);
  CHECK(err->number == 1251);
  CHECK(err->message.starts_with("client does not support"));
}

TEST_CASE("a client with the authentication of 4.0 gets 1251 too") {
  ServerSide side;
  ServerHandshake handshake(side.setup(AuthPlugin::native_password));
  const HandshakeAction last = handshake.start();
  const HandshakeAction action = answer(
      handshake, last, response_of({}, "ann", "", wire::kNativePassword, capability::kProtocol41));
  CHECK(error_number(action) == 1251);
}

TEST_CASE("every prefix of a response is refused or harmless") {
  ServerSide side;
  const wire::Nonce nonce = wire::make_nonce();
  const Buffer payload = response_of(nonce, "ann", "secret", wire::kNativePassword,
                                     kUsual | capability::kConnectWithDb);
  for (std::size_t length = 0; length < payload.size(); ++length) {
    CAPTURE(length);
    const Buffer prefix(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(length));
    auto setup = side.setup(AuthPlugin::native_password);
    setup.nonce = nonce;
    ServerHandshake handshake(std::move(setup));
    const HandshakeAction last = handshake.start();
    const HandshakeAction action = answer(handshake, last, prefix);
    if (length < 32) {
      CHECK(error_number(action) == 1043);
      CHECK(handshake.error().sqlstate() == "08S01");
    }
    // The plugin's name may be cut: a proof is worth the same without it.
    if (length < payload.size() - wire::kNativePassword.size() - 1) {
      CHECK(action.kind == Kind::fail);
    }
  }
}

TEST_CASE("the capabilities of the TLS request need not be those of the response") {
  ServerSide side;
  auto setup = side.setup(AuthPlugin::native_password, TlsMode::preferred);
  const wire::Nonce nonce = setup.nonce;
  ServerHandshake handshake(std::move(setup));
  HandshakeAction action = handshake.start();
  action = answer(handshake, action, tls_request(capability::kProtocol41 | capability::kCompress));
  CHECK(action.kind == Kind::start_tls);
  CHECK(action.send.empty());
  action = handshake.on_tls();
  CHECK(action.kind == Kind::read);
  CHECK(action.expected_sequence == 2);
  action = answer(handshake, action, response_of(nonce, "ann", "secret", wire::kNativePassword));
  CHECK(action.kind == Kind::done);
  CHECK(handshake.login().capabilities == kUsual);
  CHECK(handshake.login().next_sequence == 3);
}

TEST_CASE("TLS requests at the wrong time") {
  ServerSide side;
  SUBCASE("TLS was not offered") {
    ServerHandshake handshake(side.setup(AuthPlugin::native_password));
    const HandshakeAction last = handshake.start();
    CHECK(error_number(answer(handshake, last, tls_request(kUsual))) == 1043);
  }
  SUBCASE("a second one, inside TLS") {
    ServerHandshake handshake(side.setup(AuthPlugin::native_password, TlsMode::required));
    HandshakeAction action = handshake.start();
    answer(handshake, action, tls_request(kUsual));
    action = handshake.on_tls();
    CHECK(error_number(answer(handshake, action, tls_request(kUsual))) == 1043);
  }
  SUBCASE("a message in clear instead of the TLS handshake") {
    ServerHandshake handshake(side.setup(AuthPlugin::native_password, TlsMode::required));
    HandshakeAction action = handshake.start();
    action = answer(handshake, action, tls_request(kUsual));
    CHECK(error_number(answer(handshake, action, hex("00"))) == 1043);
  }
}

TEST_CASE("no TLS where it is required: refused before the account is looked at") {
  for (const std::string_view user : {"ann", "nobody"}) {
    ServerSide side;
    auto setup = side.setup(AuthPlugin::native_password, TlsMode::required);
    const wire::Nonce nonce = setup.nonce;
    ServerHandshake handshake(std::move(setup));
    const HandshakeAction last = handshake.start();
    CHECK(error_number(answer(handshake, last,
                              response_of(nonce, user, "secret", wire::kNativePassword))) == 3159);
  }
}

TEST_CASE("a unix socket is as good as TLS") {
  ServerSide side;
  auto setup = side.setup(AuthPlugin::native_password, TlsMode::required);
  setup.unix_socket = true;
  const wire::Nonce nonce = setup.nonce;
  ServerHandshake handshake(std::move(setup));
  const HandshakeAction last = handshake.start();
  CHECK(answer(handshake, last, response_of(nonce, "ann", "secret", wire::kNativePassword)).kind ==
        HandshakeAction::Kind::done);
}

TEST_CASE("a client with another plugin is switched to ours, with the same nonce") {
  const struct {
    AuthPlugin plugin;
    std::string_view ours;
    std::string_view theirs;
  } cases[] = {
      {AuthPlugin::native_password, wire::kNativePassword, wire::kCachingSha2},
      {AuthPlugin::native_password, wire::kNativePassword, kOtherPlugin},
      {AuthPlugin::caching_sha2_password, wire::kCachingSha2, wire::kNativePassword},
      {AuthPlugin::caching_sha2_password, wire::kCachingSha2, kOtherPlugin},
  };
  for (const auto& test : cases) {
    for (const std::string_view user : {"ann", "nobody", "nopass"}) {
      ServerSide side;
      auto setup = side.setup(test.plugin);
      const wire::Nonce nonce = setup.nonce;
      ServerHandshake handshake(std::move(setup));
      HandshakeAction action = handshake.start();
      action = answer(handshake, action, response_of(nonce, user, "secret", test.theirs));
      CHECK(switched_to(action) == test.ours);
      const Buffer proof = test.ours == wire::kNativePassword
                               ? wire::native_password_response("secret", nonce)
                               : wire::caching_sha2_response("secret", nonce);
      action = answer(handshake, action, proof);
      if (user == "ann") {
        CHECK(action.kind == Kind::done);
      } else {
        CHECK(action.kind == (test.ours == wire::kNativePassword ? Kind::fail : Kind::read));
      }
    }
  }
}

TEST_CASE("an empty answer to a switch is an empty password") {
  for (const std::string_view user : {"nopass", "ann", "nobody"}) {
    ServerSide side;
    ServerHandshake handshake(side.setup(AuthPlugin::native_password));
    HandshakeAction action = handshake.start();
    action = answer(handshake, action, response_of({}, user, "x", kOtherPlugin));
    action = answer(handshake, action, {});
    CHECK((action.kind == Kind::done) == (user == "nopass"));
    if (user != "nopass") {
      CHECK(handshake.error().message().find("(using password: NO)") != std::string::npos);
    }
  }
}

TEST_CASE("a client that knows nothing of plugins does mysql_native_password") {
  constexpr wire::Capabilities kOld = capability::kProtocol41 | capability::kSecureConnection;
  for (const AuthPlugin plugin : {AuthPlugin::native_password, AuthPlugin::caching_sha2_password}) {
    for (const auto& [user, password] :
         {std::pair("ann", "secret"), std::pair("bob", "hushed"), std::pair("ann", "wrong")}) {
      ServerSide side;
      auto setup = side.setup(plugin);
      const wire::Nonce nonce = setup.nonce;
      ServerHandshake handshake(std::move(setup));
      const HandshakeAction last = handshake.start();
      const HandshakeAction action =
          answer(handshake, last, response_of(nonce, user, password, wire::kNativePassword, kOld));
      CHECK((action.kind == Kind::done) == (std::string_view(password) != "wrong"));
    }
  }
}

TEST_CASE("full authentication takes what clients are known to send") {
  const auto until_full = [](ServerHandshake& handshake, const wire::Nonce& nonce) {
    const HandshakeAction last = handshake.start();
    HandshakeAction action =
        answer(handshake, last, response_of(nonce, "bob", "hushed", wire::kCachingSha2));
    CHECK(to_hex(only_message(action).payload) == "0104");
    return action;
  };
  ServerSide side;
  auto setup = side.setup(AuthPlugin::caching_sha2_password);
  const wire::Nonce nonce = setup.nonce;
  SUBCASE("a password encrypted with the key it has on file") {
    ServerHandshake handshake(std::move(setup));
    const HandshakeAction last = until_full(handshake, nonce);
    const Result<Buffer> encrypted =
        wire::encrypt_password("hushed", nonce, rsa_key().public_pem());
    CHECK(answer(handshake, last, *encrypted).kind == Kind::done);
  }
  SUBCASE("a password encrypted for another nonce") {
    ServerHandshake handshake(std::move(setup));
    const HandshakeAction last = until_full(handshake, nonce);
    const Result<Buffer> encrypted =
        wire::encrypt_password("hushed", wire::make_nonce(), rsa_key().public_pem());
    CHECK(error_number(answer(handshake, last, *encrypted)) == 1045);
  }
  SUBCASE("nonsense, or the password in clear without TLS") {
    for (const std::string_view text : {"", "00", "6875736865640000", "0202"}) {
      auto again = side.setup(AuthPlugin::caching_sha2_password);
      ServerHandshake handshake(std::move(again));
      const HandshakeAction last = until_full(handshake, nonce);
      CHECK(error_number(answer(handshake, last, hex(text))) == 1045);
    }
  }
  SUBCASE("asking for the key twice") {
    ServerHandshake handshake(std::move(setup));
    HandshakeAction action = until_full(handshake, nonce);
    action = answer(handshake, action, hex("02"));
    CHECK(as_text(only_message(action).payload) == "\x01" + rsa_key().public_pem());
    CHECK(error_number(answer(handshake, action, hex("02"))) == 1045);
  }
  SUBCASE("no key and no TLS") {
    setup.rsa_key = nullptr;
    ServerHandshake handshake(std::move(setup));
    const HandshakeAction last = until_full(handshake, nonce);
    CHECK(error_number(answer(handshake, last, hex("02"))) == 1045);
  }
}

TEST_CASE("a hash of the wrong length lets nobody in") {
  ServerSide side;
  side.users[1].hash.sha1 = "short";
  for (const std::string_view password : {"", "hushed", "short"}) {
    auto setup = side.setup(AuthPlugin::native_password);
    const wire::Nonce nonce = setup.nonce;
    ServerHandshake handshake(std::move(setup));
    const HandshakeAction last = handshake.start();
    CHECK(error_number(answer(handshake, last,
                              response_of(nonce, "bob", password, wire::kNativePassword))) == 1045);
  }
}

TEST_CASE("a user name of any length leaves a readable message") {
  ServerSide side;
  ServerHandshake handshake(side.setup(AuthPlugin::native_password));
  const HandshakeAction last = handshake.start();
  const HandshakeAction action = answer(
      handshake, last, response_of({}, std::string(100'000, 'u'), "x", wire::kNativePassword));
  CHECK(error_number(action) == 1045);
  CHECK(as_text(only_message(action).payload).find("(using password: YES)") !=
        std::string_view::npos);
}

TEST_CASE("attributes that make no sense are ignored") {
  ServerSide side;
  auto setup = side.setup(AuthPlugin::native_password);
  wire::HandshakeResponse response;
  response.capabilities = kUsual | capability::kConnectAttrs;
  response.user = "nopass";
  response.auth_plugin = wire::kNativePassword;
  const Buffer broken = hex("05 6162");
  response.connect_attributes = broken;
  Buffer payload;
  wire::encode(response, payload);
  ServerHandshake handshake(std::move(setup));
  const HandshakeAction last = handshake.start();
  CHECK(answer(handshake, last, payload).kind == Kind::done);
  CHECK(handshake.login().attributes.empty());
}

TEST_CASE("the shell can end a handshake with what it has seen") {
  ServerSide side;
  ServerHandshake handshake(side.setup(AuthPlugin::native_password));
  handshake.start();
  const HandshakeAction action = handshake.fail(make_error(ErrorId::packet_too_large), 2);
  CHECK(error_number(action) == 1153);
  CHECK(only_message(action).sequence == 2);
  CHECK(handshake.error().id() == ErrorId::packet_too_large);
}

TEST_CASE("messages after the end are refused") {
  ServerSide side;
  auto setup = side.setup(AuthPlugin::native_password);
  const wire::Nonce nonce = setup.nonce;
  ServerHandshake handshake(std::move(setup));
  const HandshakeAction last = handshake.start();
  const Buffer good = response_of(nonce, "ann", "secret", wire::kNativePassword);
  CHECK(answer(handshake, last, good).kind == Kind::done);
  CHECK(answer(handshake, last, good).kind == Kind::fail);
}

}  // namespace sluice::test
