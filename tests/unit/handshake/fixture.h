// SPDX-License-Identifier: Apache-2.0
// A scripted peer for either handshake, and both handshakes played against each other.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "backend/client_handshake.h"
#include "frontend/server_handshake.h"

namespace sluice::test {

using wire::HandshakeAction;
using Kind = HandshakeAction::Kind;
using config::AuthPlugin;
using config::TlsMode;

inline constexpr wire::Capabilities kOffered =
    wire::capability::kLongPassword | wire::capability::kFoundRows | wire::capability::kLongFlag |
    wire::capability::kConnectWithDb | wire::capability::kProtocol41 |
    wire::capability::kTransactions | wire::capability::kSecureConnection |
    wire::capability::kMultiStatements | wire::capability::kMultiResults |
    wire::capability::kPluginAuth | wire::capability::kConnectAttrs |
    wire::capability::kPluginAuthLenenc | wire::capability::kDeprecateEof;

// One 2048-bit key for all tests: making one takes a tenth of a second.
inline const wire::RsaKey& rsa_key() {
  static const wire::RsaKey key = [] {
    Result<wire::RsaKey> generated = wire::RsaKey::generate();
    REQUIRE(generated.ok());
    return *generated;
  }();
  return key;
}

class MapCache final : public frontend::CachingSha2Cache {
 public:
  std::optional<wire::Sha256> lookup(const config::User& account) override {
    const auto found = digests.find(account.name);
    if (found == digests.end()) return std::nullopt;
    return found->second;
  }
  void store(const config::User& account, const wire::Sha256& digest) override {
    digests[account.name] = digest;
  }
  std::map<std::string, wire::Sha256> digests;
};

inline config::User user_with_password(std::string name, std::string password) {
  config::User user;
  user.name = std::move(name);
  user.password = std::move(password);
  return user;
}

inline config::User user_with_hash(std::string name, std::string_view password) {
  config::User user;
  user.name = std::move(name);
  user.hash.sha1 = as_text(wire::native_password_hash(password));
  return user;
}

// Everything a ServerHandshake refers to.
struct ServerSide {
  std::vector<config::User> users{user_with_password("ann", "secret"),
                                  user_with_hash("bob", "hushed"),
                                  user_with_password("nopass", "")};
  frontend::ConfiguredUsers directory{users};
  MapCache cache;

  // All accounts, and the greeting, have this plugin.
  frontend::ServerHandshakeSetup setup(AuthPlugin plugin, TlsMode tls = TlsMode::disabled) {
    for (config::User& user : users) user.auth = plugin;
    frontend::ServerHandshakeSetup setup;
    setup.server_version = "8.0.36-Sluice";
    setup.connection_id = 4711;
    setup.offered = kOffered;
    setup.tls = tls;
    setup.auth_plugin = plugin;
    setup.client_host = "10.1.2.3";
    setup.users = &directory;
    setup.cache = &cache;
    setup.rsa_key = &rsa_key();
    return setup;
  }
};

// Framed bytes as the messages they are.
struct Received {
  Buffer payload;
  std::uint8_t sequence = 0;
};

inline std::vector<Received> messages_of(const Buffer& framed) {
  std::vector<Received> out;
  for (std::size_t at = 0; at < framed.size();) {
    REQUIRE(framed.size() - at >= wire::kHeaderBytes);
    const wire::FrameHeader header = wire::read_header(framed.data() + at);
    at += wire::kHeaderBytes;
    REQUIRE(framed.size() - at >= header.length);
    const auto begin = framed.begin() + static_cast<std::ptrdiff_t>(at);
    out.push_back({Buffer(begin, begin + header.length), header.sequence});
    at += header.length;
  }
  return out;
}

// The one message that an action sends.
inline Received only_message(const HandshakeAction& action) {
  const std::vector<Received> messages = messages_of(action.send);
  REQUIRE(messages.size() == 1);
  return messages[0];
}

inline wire::Message as_message(const Received& received) {
  return {received.payload, static_cast<std::uint8_t>(received.sequence + 1)};
}

// Hands over a payload with the sequence id that the machine expects.
template <class Machine>
HandshakeAction answer(Machine& machine, const HandshakeAction& last, Bytes payload) {
  return machine.on_message({payload, static_cast<std::uint8_t>(last.expected_sequence + 1)});
}

// ERR number of a failed server action.
inline std::uint16_t error_number(const HandshakeAction& action) {
  REQUIRE(action.kind == Kind::fail);
  const Received message = only_message(action);
  const Result<wire::ErrPacket> err =
      wire::decode_err(message.payload, wire::capability::kProtocol41);
  REQUIRE(err.ok());
  return err->number;
}

// Plays both machines against each other until one of them has ended, as two shells would. The
// session's OK follows the server's done. `trace` names what went over the line, "tls" for a TLS
// handshake.
class Duel {
 public:
  Duel(frontend::ServerHandshakeSetup server, backend::ClientHandshakeSetup client)
      : server_(std::move(server)), client_(std::move(client)) {}

  void play() {
    from_server_ = server_.start();
    from_client_ = client_.start();
    for (int round = 0; round < 20; ++round) {
      deliver_to_client();
      if (client_ended()) return;
      if (from_client_.kind == Kind::start_tls) switch_to_tls();
      deliver_to_server();
      if (from_server_.kind == Kind::done) send_ok();
    }
    FAIL("no end");
  }

  frontend::ServerHandshake& server() { return server_; }
  backend::ClientHandshake& client() { return client_; }
  bool logged_in() const { return from_client_.kind == Kind::done; }
  // First byte of each message, "C:.." or "S:..", in order.
  const std::string& trace() const { return trace_; }

 private:
  bool client_ended() const {
    return from_client_.kind == Kind::done || from_client_.kind == Kind::fail;
  }

  void note(char who, const Received& message) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto first = message.payload.empty() ? 0u : std::to_integer<unsigned>(message.payload[0]);
    trace_ += {' ', who, kDigits[first >> 4], kDigits[first & 15]};
  }

  void deliver_to_client() {
    for (const Received& message : messages_of(std::exchange(from_server_.send, {}))) {
      CHECK(message.sequence == from_client_.expected_sequence);
      note('S', message);
      from_client_ = client_.on_message(as_message(message));
      if (client_ended()) return;
    }
  }

  void deliver_to_server() {
    for (const Received& message : messages_of(std::exchange(from_client_.send, {}))) {
      CHECK(message.sequence == from_server_.expected_sequence);
      note('C', message);
      from_server_ = server_.on_message(as_message(message));
    }
  }

  void switch_to_tls() {
    deliver_to_server();
    REQUIRE(from_server_.kind == Kind::start_tls);
    trace_ += " tls";
    from_server_ = server_.on_tls();
    from_client_ = client_.on_tls();
  }

  void send_ok() {
    wire::MessageScope message(from_server_.send, server_.login().next_sequence);
    wire::encode(wire::OkPacket{.status = wire::status::kAutocommit}, server_.login().capabilities,
                 false, from_server_.send);
    message.close();
  }

  frontend::ServerHandshake server_;
  backend::ClientHandshake client_;
  HandshakeAction from_server_;
  HandshakeAction from_client_;
  std::string trace_;
};

}  // namespace sluice::test
