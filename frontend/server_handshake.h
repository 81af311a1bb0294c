// SPDX-License-Identifier: Apache-2.0
// The server's side of the connection phase: greeting, TLS, authentication of the client against
// the configured accounts with the plugin of each (common/wire/auth/plugin.h).
//
// Sans-io. The shell owns socket and FrameReader and does what each HandshakeAction says:
//
//   action = start();  while (action.kind is read or start_tls) action = on_message(..) or
//   on_tls();
//
// After done the client waits for OK or ERR, which the session sends once it has looked at
// login().database; after fail the ERR has been part of the action.
//
// A wrong user and a wrong password look the same: an unknown user goes through the exchange of
// some account, always the same one, and is refused at its end.
// Thread rule: one thread. Errors: protocol_too_old, malformed_packet (as 1043), access_denied,
// secure_transport_required, clear_password_insecure.
// Sources: MySQL source documentation, "Connection Phase", "Caching_sha2_password information";
// MariaDB knowledge base, "Authentication Plugin - ed25519".
#pragma once

#include <optional>
#include <string>

#include "common/wire/auth/plugin.h"
#include "common/wire/frame_reader.h"
#include "common/wire/handshake_action.h"
#include "config/config.h"
#include "frontend/credentials.h"
#include "frontend/user_directory.h"

namespace sluice::frontend {

// SHA256(SHA256(password)) of accounts that are configured by a hash only, learned when they
// authenticate in full, so that the next login needs no second round trip. An entry is worth what
// the account's hash was when it was stored: implementations keep it per account and hash.
class CachingSha2Cache {
 public:
  virtual ~CachingSha2Cache() = default;
  virtual std::optional<wire::Sha256> lookup(const config::User& account) = 0;
  virtual void store(const config::User& account, const wire::Sha256& digest) = 0;
};

// utf8mb4_general_ci, which MySQL and MariaDB both know.
inline constexpr std::uint8_t kDefaultCollation = 45;

// What a client showed of itself in the TLS handshake, verified; in the form of MySQL's REQUIRE
// SUBJECT: /C=DE/CN=app.
struct PeerCertificate {
  std::string subject;
  std::string issuer;
};

struct TlsFacts {
  bool on = false;
  std::optional<PeerCertificate> certificate;
};

// The pointers must stay valid until the handshake is finished.
struct ServerHandshakeSetup {
  std::string server_version;
  std::uint32_t connection_id = 0;
  wire::Capabilities offered = 0;  // CLIENT_SSL is added or taken away according to `tls`
  std::uint8_t collation = kDefaultCollation;
  config::TlsMode tls =
      config::TlsMode::disabled;  // preferred: offered; from required on: insisted on
  config::AuthPlugin auth_plugin = config::AuthPlugin::native_password;  // what the greeting names
  std::string client_host;   // numeric address, or localhost for a unix socket
  bool unix_socket = false;  // as good as TLS: nobody can listen
  const UserDirectory* users = nullptr;
  CachingSha2Cache* cache = nullptr;      // may be null
  const wire::RsaKey* rsa_key = nullptr;  // null: full authentication over TLS only
  wire::Nonce nonce = wire::make_nonce();
};

// What the session needs to know; owns everything.
struct Login {
  std::string user;          // as the client gave it
  std::string account_host;  // host pattern of the account, for CURRENT_USER()
  bool admin = false;
  std::string database;  // wanted by the client, not checked
  std::uint16_t collation = 0;
  wire::Capabilities capabilities = 0;  // in effect
  std::uint32_t max_packet = 0;
  std::uint8_t zstd_level = 0;  // that the client asks for
  wire::ConnectAttributes attributes;
  std::uint8_t next_sequence = 0;  // of the OK or ERR that the client waits for
};

class ServerHandshake {
 public:
  explicit ServerHandshake(ServerHandshakeSetup setup);

  wire::HandshakeAction start();
  // The client's address as a proxy tells it, before its first message.
  void set_client_host(std::string host) { setup_.client_host = std::move(host); }
  wire::HandshakeAction on_message(const wire::Message& message);
  // The TLS handshake that was asked for has succeeded.
  wire::HandshakeAction on_tls(std::optional<PeerCertificate> certificate = std::nullopt);
  // Instead of start(): COM_CHANGE_USER on a connection that got its greeting from a handshake with
  // the same setup.nonce. `login` is what that handshake resulted in.
  wire::HandshakeAction change_user(const wire::Message& message, const Login& login, TlsFacts tls);
  // Ends the handshake for a reason that the shell has seen (timeout, FrameReader's errors).
  wire::HandshakeAction fail(const Error& error, std::uint8_t sequence);

  const Login& login() const { return login_; }   // precondition: done
  const Error& error() const { return *error_; }  // precondition: fail
  const TlsFacts& tls() const { return tls_; }

 private:
  enum class State : std::uint8_t {
    response,            // greeting sent; SSLRequest or HandshakeResponse41 comes
    tls,                 // TLS is being set up
    switched,            // AuthSwitchRequest sent
    full_password,       // caching_sha2 wants the password itself
    encrypted_password,  // the client has asked for our public key
    finished,
  };

  wire::HandshakeAction on_response(Bytes payload);
  wire::HandshakeAction authenticate(Bytes auth_response, std::string_view client_plugin);
  wire::HandshakeAction switch_plugin();
  wire::HandshakeAction on_switched(Bytes auth_response);
  wire::HandshakeAction check_response(Bytes auth_response);
  wire::HandshakeAction check_proof(bool valid);
  wire::HandshakeAction check_clear(Bytes payload);
  wire::HandshakeAction check_caching_sha2(Bytes auth_response);
  wire::HandshakeAction on_full_password(Bytes payload);
  wire::HandshakeAction check_encrypted(Bytes payload);
  wire::HandshakeAction check_full_password(std::string_view password);

  bool secure() const { return tls_.on || setup_.unix_socket; }
  bool meets_requirement() const;
  wire::HandshakeAction accept(bool password_used = true);
  wire::HandshakeAction deny(bool password_used = true);
  wire::HandshakeAction bad_handshake();
  wire::HandshakeAction read_next(State state);
  void send_more_data(Bytes data);
  void look_up_account();

  ServerHandshakeSetup setup_;
  State state_ = State::response;
  TlsFacts tls_;
  wire::Plugin plugin_ = wire::Plugin::native;  // authenticates this client
  wire::Ed25519Nonce ed25519_nonce_{};
  Credentials credentials_;
  Login login_;
  std::optional<Error> error_;
  Buffer send_;
  std::uint8_t sequence_ = 0;  // of our next packet
};

}  // namespace sluice::frontend
