// SPDX-License-Identifier: Apache-2.0
// The client's side of the connection phase: the gateway logs in to a data source.
//
// Sans-io. The shell owns socket and FrameReader and does what each HandshakeAction says:
//
//   action = start();  while (action.kind is read or start_tls) action = on_message(..) or
//   on_tls();
//
// Plugins: those of common/wire/auth/plugin.h; the password leaves in clear only through TLS. A
// server may take any number of messages to confuse us, but not more than kMaxMessages. Thread
// rule: one thread. Errors: backend_handshake, backend_access_denied, backend_protocol,
// backend_tls_missing, backend_auth_plugin. Sources: MySQL source documentation, "Connection
// Phase", "Caching_sha2_password information".
#pragma once

#include <optional>
#include <string>

#include "common/wire/auth/plugin.h"
#include "common/wire/frame_reader.h"
#include "common/wire/handshake_action.h"
#include "config/config.h"

namespace sluice::backend {

struct ClientHandshakeSetup {
  const config::DataSource* source = nullptr;  // must outlive the handshake
  wire::Capabilities wanted = 0;               // what authentication needs is added
  std::uint8_t collation = 45;                 // utf8mb4_general_ci
  std::uint32_t max_packet = 1u << 30;
  wire::ConnectAttributes attributes;  // sent if `wanted` and the server's offer allow it
};

struct ServerFacts {
  std::string version;  // without the 5.5.5- that MariaDB puts before its own
  std::uint32_t connection_id = 0;
  wire::Capabilities capabilities = 0;  // in effect
  wire::StatusFlags status = 0;
};

class ClientHandshake {
 public:
  static constexpr int kMaxMessages = 16;

  explicit ClientHandshake(ClientHandshakeSetup setup) : setup_(std::move(setup)) {}

  // The server speaks first.
  wire::HandshakeAction start() const { return {}; }
  wire::HandshakeAction on_message(const wire::Message& message);
  // The TLS handshake that was asked for has succeeded.
  wire::HandshakeAction on_tls();

  const ServerFacts& facts() const { return facts_; }  // precondition: done
  const Error& error() const { return *error_; }       // precondition: fail
  // The number in the server's ERR, if that is what failed; else 0.
  std::uint16_t server_errno() const { return server_errno_; }
  // Its text, which may hold account names and addresses.
  const std::string& server_text() const { return server_text_; }

 private:
  enum class State : std::uint8_t { greeting, tls, authentication, public_key, finished };

  wire::HandshakeAction on_greeting(Bytes payload);
  std::optional<Error> unusable(const wire::HandshakeV10& greeting) const;
  wire::Capabilities compression(wire::Capabilities offered) const;
  void negotiate(const wire::HandshakeV10& greeting);
  wire::HandshakeAction ask_for_tls();
  wire::HandshakeAction respond();
  wire::HandshakeAction on_authentication(Bytes payload);
  wire::HandshakeAction on_auth_switch(Bytes payload);
  wire::HandshakeAction sign(Bytes nonce);
  wire::HandshakeAction send_password();
  wire::HandshakeAction on_more_data(Bytes data);
  wire::HandshakeAction on_public_key(Bytes payload);
  wire::HandshakeAction on_ok(Bytes payload);
  wire::HandshakeAction on_err(Bytes payload);

  Buffer auth_response() const;
  wire::HandshakeResponse response_message() const;
  wire::HandshakeAction send(Bytes payload, State next);
  wire::HandshakeAction fail(Error error);
  wire::HandshakeAction malformed(std::string_view what);
  wire::HandshakeAction refused(std::string_view why);

  ClientHandshakeSetup setup_;
  State state_ = State::greeting;
  int messages_ = 0;
  bool tls_ = false;
  wire::Plugin plugin_ = wire::Plugin::native;  // in use
  wire::Nonce nonce_{};
  ServerFacts facts_;
  std::optional<Error> error_;
  std::uint16_t server_errno_ = 0;
  std::string server_text_;
  std::uint8_t sequence_ = 0;  // of our next packet
};

}  // namespace sluice::backend
