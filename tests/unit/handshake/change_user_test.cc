// SPDX-License-Identifier: Apache-2.0
// COM_CHANGE_USER: authentication on a connection that has been greeted before.
#include "tests/unit/handshake/fixture.h"
#include "tests/unit/wire/hex.h"

namespace sluice::test {

using frontend::ServerHandshake;
namespace capability = wire::capability;

namespace {

Buffer change_user(std::string_view user, Bytes proof, std::string_view plugin) {
  Buffer payload;
  wire::Writer out(payload);
  out.u8(0x11);
  out.zero_terminated(user);
  out.u8(static_cast<std::uint8_t>(proof.size()));
  out.bytes(proof);
  out.zero_terminated("shop");
  out.u16(33);
  if (!plugin.empty()) out.zero_terminated(plugin);
  return payload;
}

frontend::Login negotiated(wire::Capabilities extra = capability::kPluginAuth) {
  frontend::Login login;
  login.capabilities = capability::kProtocol41 | capability::kSecureConnection | extra;
  login.max_packet = 77;
  return login;
}

}  // namespace

TEST_CASE("with the plugin we use, in one step") {
  for (const std::string_view password : {"secret", "wrong"}) {
    ServerSide side;
    auto setup = side.setup(AuthPlugin::native_password);
    const Buffer proof = wire::native_password_response(password, setup.nonce);
    ServerHandshake handshake(std::move(setup));
    const Buffer payload = change_user("ann", proof, wire::kNativePassword);
    const HandshakeAction action = handshake.change_user({payload, 1}, negotiated(), {});
    CHECK((action.kind == Kind::done) == (password == "secret"));
    if (action.kind == Kind::done) {
      CHECK(handshake.login().user == "ann");
      CHECK(handshake.login().database == "shop");
      CHECK(handshake.login().collation == 33);
      CHECK(handshake.login().max_packet == 77);
      CHECK(handshake.login().capabilities == negotiated().capabilities);
      CHECK(handshake.login().next_sequence == 1);
    } else {
      CHECK(error_number(action) == 1045);
      CHECK(only_message(action).sequence == 1);
    }
  }
}

TEST_CASE("with another plugin, after a switch") {
  ServerSide side;
  auto setup = side.setup(AuthPlugin::caching_sha2_password);
  const wire::Nonce nonce = setup.nonce;
  ServerHandshake handshake(std::move(setup));
  const Buffer payload = change_user("ann", {}, wire::kNativePassword);
  HandshakeAction action = handshake.change_user({payload, 1}, negotiated(), {});
  CHECK(action.kind == Kind::read);
  CHECK(action.expected_sequence == 2);
  action = answer(handshake, action, wire::caching_sha2_response("secret", nonce));
  CHECK(action.kind == Kind::done);
  CHECK(handshake.login().next_sequence == 4);  // 3 said that the fast path was enough
}

TEST_CASE("full authentication inside TLS takes the password in clear") {
  ServerSide side;
  auto setup = side.setup(AuthPlugin::caching_sha2_password, TlsMode::required);
  const Buffer proof = wire::caching_sha2_response("hushed", setup.nonce);
  ServerHandshake handshake(std::move(setup));
  const Buffer payload = change_user("bob", proof, wire::kCachingSha2);
  HandshakeAction action =
      handshake.change_user({payload, 1}, negotiated(), {.on = true, .certificate = {}});
  CHECK(action.kind == Kind::read);
  action = answer(handshake, action, as_bytes(std::string_view("hushed\0", 7)));
  CHECK(action.kind == Kind::done);
}

TEST_CASE("every prefix is refused or harmless") {
  ServerSide side;
  const Buffer payload = change_user("ann", Buffer(20), wire::kNativePassword);
  for (std::size_t length = 0; length < payload.size(); ++length) {
    const Buffer prefix(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(length));
    ServerHandshake handshake(side.setup(AuthPlugin::native_password));
    const HandshakeAction action = handshake.change_user({prefix, 1}, negotiated(), {});
    CHECK(action.kind != Kind::done);
  }
}

}  // namespace sluice::test
