// SPDX-License-Identifier: Apache-2.0
// Hostile clients against our server handshake and hostile servers against our client handshake.
// Whatever comes, a machine asks for a bounded number of messages, and nobody gets in without a
// password. Input: settings (1 byte), then messages, each with a length byte (255: the rest).
#include <algorithm>

#include "backend/client_handshake.h"
#include "frontend/server_handshake.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using fuzz::check;
using Kind = wire::HandshakeAction::Kind;

Bytes take_message(wire::Reader& in) {
  const std::uint8_t length = in.u8();
  return length == 255 ? in.rest() : in.bytes(std::min<std::size_t>(length, in.remaining()));
}

const wire::RsaKey& rsa_key() {
  static const wire::RsaKey key = *wire::RsaKey::generate();
  return key;
}

// Feeds messages until the machine has ended, which must take no more than `limit`.
template <class Machine>
Kind play(Machine& machine, wire::HandshakeAction action, wire::Reader in, int limit) {
  for (int i = 0; i < limit; ++i) {
    if (action.kind == Kind::done || action.kind == Kind::fail) return action.kind;
    if (action.kind == Kind::start_tls) {
      action = machine.on_tls();
      continue;
    }
    action = machine.on_message(
        {take_message(in), static_cast<std::uint8_t>(action.expected_sequence + 1)});
  }
  std::abort();
}

wire::Capabilities offered() {
  return 0x00ffffff & ~(wire::capability::kCompress | wire::capability::kSsl);
}

void against_server(std::uint8_t settings, Bytes input) {
  std::vector<config::User> users(1);
  users[0].name = "ann";
  users[0].password = "a password that no mutation finds";
  const frontend::ConfiguredUsers directory(users);
  frontend::ServerHandshakeSetup setup;
  setup.offered = offered();
  setup.users = &directory;
  setup.client_host = "10.0.0.1";
  setup.tls = (settings & 2) != 0 ? config::TlsMode::preferred : config::TlsMode::disabled;
  // The two bits of each plugin; the greeting names those that have one in greetings.
  users[0].auth = static_cast<config::AuthPlugin>((settings >> 2 & 1) | (settings >> 3 & 2));
  setup.auth_plugin = users[0].auth;
  setup.unix_socket = (settings & 32) != 0;
  if ((settings & 8) != 0) setup.rsa_key = &rsa_key();
  frontend::ServerHandshake handshake(std::move(setup));
  const wire::HandshakeAction greeting = handshake.start();
  check(play(handshake, greeting, wire::Reader(input), 10) == Kind::fail);
}

void against_client(std::uint8_t settings, Bytes input) {
  config::DataSource source;
  source.name = "ds_0";
  source.username = "ann";
  source.password = "secret";
  if ((settings & 2) != 0) source.database = "shop";
  if ((settings & 4) != 0) source.tls = config::TlsMode::preferred;
  source.allow_public_key_retrieval = (settings & 8) != 0;
  backend::ClientHandshakeSetup setup;
  setup.source = &source;
  setup.wanted = offered();
  backend::ClientHandshake handshake(std::move(setup));
  play(handshake, handshake.start(), wire::Reader(input),
       backend::ClientHandshake::kMaxMessages + 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const Bytes input = fuzz::as_input(data, size).subspan(1);
  if ((data[0] & 1) == 0) {
    against_server(data[0], input);
  } else {
    against_client(data[0], input);
  }
  return 0;
}
