// SPDX-License-Identifier: Apache-2.0
#include "frontend/server_handshake.h"

#include <algorithm>

#include "common/wire/commands.h"
#include "frontend/connect_attributes.h"

namespace sluice::frontend {
namespace {

using wire::HandshakeAction;
namespace capability = wire::capability;

constexpr std::uint16_t kBadHandshake = 1043;  // ER_HANDSHAKE_ERROR
// Longer names match no account, and would push the rest of "Access denied" out of the message.
constexpr std::size_t kMaxShownUser = 128;

wire::Capabilities offered_with_tls(wire::Capabilities offered, config::TlsMode tls) {
  return tls == config::TlsMode::disabled ? offered & ~capability::kSsl
                                          : offered | capability::kSsl;
}

bool insists_on_tls(config::TlsMode mode) {
  return mode != config::TlsMode::disabled && mode != config::TlsMode::preferred;
}

// mysql_clear_password closes it with a zero, as full caching_sha2_password does.
std::string_view without_closing_zero(Bytes payload) {
  std::string_view password = as_text(payload);
  if (password.ends_with('\0')) password.remove_suffix(1);
  return password;
}

}  // namespace

ServerHandshake::ServerHandshake(ServerHandshakeSetup setup) : setup_(std::move(setup)) {
  setup_.offered = offered_with_tls(setup_.offered, setup_.tls);
}

HandshakeAction ServerHandshake::start() {
  wire::HandshakeV10 greeting;
  greeting.server_version = setup_.server_version;
  greeting.connection_id = setup_.connection_id;
  greeting.nonce = setup_.nonce;
  greeting.capabilities = setup_.offered;
  greeting.collation = setup_.collation;
  greeting.status = wire::status::kAutocommit;
  greeting.auth_plugin = setup_.auth_plugin == config::AuthPlugin::caching_sha2_password
                             ? wire::kCachingSha2
                             : wire::kNativePassword;
  wire::MessageScope message(send_, sequence_);
  wire::encode(greeting, send_);
  sequence_ = message.close();
  return read_next(State::response);
}

HandshakeAction ServerHandshake::on_message(const wire::Message& message) {
  sequence_ = message.next_sequence;
  switch (state_) {
    case State::response:
      return on_response(message.payload);
    case State::switched:
      return on_switched(message.payload);
    case State::full_password:
      return on_full_password(message.payload);
    case State::encrypted_password:
      return check_encrypted(message.payload);
    case State::tls:
    case State::finished:
      break;
  }
  return bad_handshake();
}

HandshakeAction ServerHandshake::on_tls(std::optional<PeerCertificate> certificate) {
  tls_ = {true, std::move(certificate)};
  return read_next(State::response);
}

HandshakeAction ServerHandshake::change_user(const wire::Message& message, const Login& login,
                                             TlsFacts tls) {
  sequence_ = message.next_sequence;
  tls_ = std::move(tls);
  login_.capabilities = login.capabilities;
  login_.max_packet = login.max_packet;
  login_.zstd_level = login.zstd_level;
  const auto command = wire::decode_change_user(message.payload, login.capabilities);
  if (!command) return bad_handshake();
  login_.user = command->user;
  login_.database = command->database;
  login_.collation = command->collation == 0 ? setup_.collation : command->collation;
  auto attributes = wire::decode_connect_attributes(command->connect_attributes);
  if (attributes) login_.attributes = limited_attributes(std::move(*attributes));
  return authenticate(command->auth_response, command->auth_plugin);
}

HandshakeAction ServerHandshake::on_response(Bytes payload) {
  const auto response = wire::decode_handshake_response(payload, setup_.offered);
  if (!response) {
    return response.error().id() == ErrorId::protocol_too_old ? fail(response.error(), sequence_)
                                                              : bad_handshake();
  }
  login_.capabilities = response->capabilities;
  if (response->tls_request) {
    if (tls_.on || setup_.tls == config::TlsMode::disabled) return bad_handshake();
    HandshakeAction action = read_next(State::tls);
    action.kind = HandshakeAction::Kind::start_tls;
    return action;
  }
  if (!secure() && insists_on_tls(setup_.tls)) {
    return fail(make_error(ErrorId::secure_transport_required), sequence_);
  }
  if ((response->capabilities & capability::kSecureConnection) == 0) {
    return fail(make_error(ErrorId::protocol_too_old), sequence_);  // authentication before 4.1
  }
  login_.user = response->user;
  login_.database = response->database;
  login_.collation = response->collation;
  login_.max_packet = response->max_packet;
  login_.zstd_level = response->zstd_level;
  // They are for people to read: attributes that make no sense are no reason to refuse a client.
  auto attributes = wire::decode_connect_attributes(response->connect_attributes);
  if (attributes) login_.attributes = limited_attributes(std::move(*attributes));
  return authenticate(response->auth_response, response->auth_plugin);
}

HandshakeAction ServerHandshake::authenticate(Bytes auth_response, std::string_view client_plugin) {
  look_up_account();
  // A client that knows nothing of plugins does what mysql_native_password does and cannot be told
  // otherwise.
  const bool knows_plugins = (login_.capabilities & capability::kPluginAuth) != 0;
  if (!knows_plugins) {
    plugin_ = wire::Plugin::native;
    if (!credentials_.can_verify_native()) {
      return fail(make_error(ErrorId::protocol_too_old), sequence_);
    }
    return check_response(auth_response);
  }
  plugin_ = credentials_.plugin();
  if (plugin_ == wire::Plugin::clear && !secure()) {
    return fail(make_error(ErrorId::clear_password_insecure), sequence_);
  }
  // ed25519 signs a longer nonce than the greeting's.
  if (client_plugin.empty()) client_plugin = wire::kNativePassword;
  if (client_plugin != wire::name_of(plugin_) || plugin_ == wire::Plugin::ed25519) {
    return switch_plugin();
  }
  return check_response(auth_response);
}

HandshakeAction ServerHandshake::switch_plugin() {
  Bytes nonce = setup_.nonce;
  if (plugin_ == wire::Plugin::ed25519) {
    ed25519_nonce_ = wire::make_ed25519_nonce();
    nonce = ed25519_nonce_;
  }
  wire::MessageScope message(send_, sequence_);
  wire::encode(wire::AuthSwitchRequest{wire::name_of(plugin_), nonce}, send_);
  sequence_ = message.close();
  return read_next(State::switched);
}

HandshakeAction ServerHandshake::on_switched(Bytes auth_response) {
  if (plugin_ != wire::Plugin::ed25519) return check_response(auth_response);
  return check_proof(credentials_.verify_ed25519(auth_response, ed25519_nonce_));
}

HandshakeAction ServerHandshake::check_response(Bytes auth_response) {
  const bool one_zero = auth_response.size() == 1 && auth_response[0] == std::byte{0};
  const bool no_password = auth_response.empty() || (plugin_ != wire::Plugin::native && one_zero);
  if (no_password) return credentials_.empty_password() ? accept(false) : deny(false);
  if (plugin_ == wire::Plugin::caching_sha2) return check_caching_sha2(auth_response);
  if (plugin_ == wire::Plugin::clear) {
    return check_full_password(without_closing_zero(auth_response));
  }
  return check_proof(credentials_.verify_native(auth_response, setup_.nonce));
}

HandshakeAction ServerHandshake::check_proof(bool valid) {
  return valid ? accept() : deny();
}

// A wrong answer leads to full authentication like a missing digest, so that nobody learns from the
// exchange which accounts there are.
HandshakeAction ServerHandshake::check_caching_sha2(Bytes auth_response) {
  std::optional<wire::Sha256> digest = credentials_.sha2_digest();
  if (!digest && setup_.cache != nullptr) digest = setup_.cache->lookup(credentials_.account());
  const bool valid = digest && wire::verify_caching_sha2(auth_response, *digest, setup_.nonce);
  if (valid && credentials_.somebody()) {
    send_more_data(Bytes(&wire::kFastAuthOk, 1));
    return accept();
  }
  send_more_data(Bytes(&wire::kFullAuthNeeded, 1));
  return read_next(State::full_password);
}

HandshakeAction ServerHandshake::on_full_password(Bytes payload) {
  const bool asks_for_key = payload.size() == 1 && payload[0] == wire::kRequestPublicKey;
  if (secure() && !asks_for_key) return check_full_password(without_closing_zero(payload));
  if (setup_.rsa_key == nullptr) return deny();
  if (asks_for_key) {
    send_more_data(as_bytes(setup_.rsa_key->public_pem()));
    return read_next(State::encrypted_password);
  }
  return check_encrypted(payload);  // the client has our key already
}

HandshakeAction ServerHandshake::check_encrypted(Bytes payload) {
  const Result<std::string> password = setup_.rsa_key->decrypt_password(payload, setup_.nonce);
  return password ? check_full_password(*password) : deny();
}

HandshakeAction ServerHandshake::check_full_password(std::string_view password) {
  if (!credentials_.accepts(password)) return deny();
  const bool learn = plugin_ == wire::Plugin::caching_sha2 && !credentials_.sha2_digest();
  if (learn && setup_.cache != nullptr) {
    setup_.cache->store(credentials_.account(), wire::caching_sha2_digest(password));
  }
  return accept();
}

void ServerHandshake::look_up_account() {
  std::optional<config::User> account = setup_.users->find(login_.user, setup_.client_host);
  if (!account) {
    credentials_ = Credentials::stand_in(setup_.users->stand_in(login_.user));
    return;
  }
  login_.account_host = account->host;
  login_.admin = account->admin;
  credentials_ = Credentials(std::move(*account));
}

// The unix socket is no TLS: REQUIRE SSL refuses it, as servers do.
bool ServerHandshake::meets_requirement() const {
  const config::TlsRequirement& require = credentials_.account().require;
  if (require.tls && !tls_.on) return false;
  if (!require.certificate) return true;
  const std::optional<PeerCertificate>& shown = tls_.certificate;
  return shown && (require.subject.empty() || shown->subject == require.subject) &&
         (require.issuer.empty() || shown->issuer == require.issuer);
}

HandshakeAction ServerHandshake::accept(bool password_used) {
  if (!meets_requirement()) return deny(password_used);
  state_ = State::finished;
  login_.next_sequence = sequence_;
  return {HandshakeAction::Kind::done, std::move(send_), 0};
}

HandshakeAction ServerHandshake::deny(bool password_used) {
  const std::string_view user = std::string_view(login_.user).substr(0, kMaxShownUser);
  return fail(
      make_error(ErrorId::access_denied, {user, setup_.client_host, password_used ? "YES" : "NO"}),
      sequence_);
}

HandshakeAction ServerHandshake::bad_handshake() {
  const Error error = make_error(ErrorId::malformed_packet, {"bad handshake"});
  return fail(error.with_number(kBadHandshake, "08S01"), sequence_);
}

HandshakeAction ServerHandshake::fail(const Error& error, std::uint8_t sequence) {
  state_ = State::finished;
  error_ = error;
  // Clients from before 4.1 would take a SQLSTATE for text.
  const wire::Capabilities form =
      error.id() == ErrorId::protocol_too_old ? 0 : capability::kProtocol41;
  wire::MessageScope message(send_, sequence);
  wire::encode_error(error, form, send_);
  message.close();
  return {HandshakeAction::Kind::fail, std::move(send_), 0};
}

HandshakeAction ServerHandshake::read_next(State state) {
  state_ = state;
  return {HandshakeAction::Kind::read, std::move(send_), sequence_};
}

void ServerHandshake::send_more_data(Bytes data) {
  wire::MessageScope message(send_, sequence_);
  wire::encode_auth_more_data(data, send_);
  sequence_ = message.close();
}

}  // namespace sluice::frontend
