// SPDX-License-Identifier: Apache-2.0
#include "backend/client_handshake.h"

#include <algorithm>

namespace sluice::backend {
namespace {

using wire::HandshakeAction;
namespace capability = wire::capability;

constexpr wire::Capabilities kNeeded =
    capability::kProtocol41 | capability::kSecureConnection | capability::kPluginAuth;

constexpr std::byte kOkHeader{0x00};
constexpr std::byte kMoreDataHeader{0x01};
constexpr std::byte kSwitchHeader{0xfe};
constexpr std::byte kErrHeader{0xff};

// ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_ACCESS_DENIED_NO_PASSWORD_ERROR,
// ER_MUST_CHANGE_PASSWORD_LOGIN, ER_ACCOUNT_HAS_BEEN_LOCKED of MySQL and of MariaDB.
bool concerns_the_account(std::uint16_t number) {
  constexpr std::uint16_t kNumbers[] = {1044, 1045, 1698, 1862, 3118, 4151};
  return std::ranges::find(kNumbers, number) != std::end(kNumbers);
}

bool insists_on_tls(config::TlsMode mode) {
  return mode != config::TlsMode::disabled && mode != config::TlsMode::preferred;
}

// What of a server's text goes into our messages.
constexpr std::size_t kMaxShown = 512;

// MariaDB 10 announces itself as 5.5.5-10.x.y-MariaDB, for replicas that know one digit per place.
std::string_view own_version(std::string_view announced) {
  constexpr std::string_view kPrefix = "5.5.5-";
  const bool prefixed =
      announced.starts_with(kPrefix) && announced.find("MariaDB") != std::string_view::npos;
  return prefixed ? announced.substr(kPrefix.size()) : announced;
}

}  // namespace

HandshakeAction ClientHandshake::on_message(const wire::Message& message) {
  sequence_ = message.next_sequence;
  if (++messages_ > kMaxMessages) return malformed("endless authentication");
  switch (state_) {
    case State::greeting:
      return on_greeting(message.payload);
    case State::authentication:
      return on_authentication(message.payload);
    case State::public_key:
      return on_public_key(message.payload);
    case State::tls:
    case State::finished:
      break;
  }
  return malformed("a message out of turn");
}

HandshakeAction ClientHandshake::on_tls() {
  tls_ = true;
  return respond();
}

HandshakeAction ClientHandshake::on_greeting(Bytes payload) {
  if (!payload.empty() && payload[0] == kErrHeader) return on_err(payload);
  const auto greeting = wire::decode_handshake_v10(payload);
  if (!greeting) return malformed("greeting");
  if (std::optional<Error> error = unusable(*greeting)) return fail(*error);
  negotiate(*greeting);
  return (facts_.capabilities & capability::kSsl) != 0 ? ask_for_tls() : respond();
}

std::optional<Error> ClientHandshake::unusable(const wire::HandshakeV10& greeting) const {
  constexpr wire::Capabilities kIndispensable =
      capability::kProtocol41 | capability::kSecureConnection;
  const config::DataSource& source = *setup_.source;
  if ((greeting.capabilities & kIndispensable) != kIndispensable) {
    return make_error(ErrorId::backend_handshake,
                      {source.name, "the server is older than MySQL 4.1"});
  }
  if (insists_on_tls(source.tls) && (greeting.capabilities & capability::kSsl) == 0) {
    return make_error(ErrorId::backend_tls_missing, {source.name});
  }
  // Going on would run statements in no database, or in another one.
  if (!source.database.empty() && (greeting.capabilities & capability::kConnectWithDb) == 0) {
    return make_error(ErrorId::backend_handshake,
                      {source.name, "the server takes no database with the login"});
  }
  return std::nullopt;
}

// zstd before zlib, of what both sides have; a server without either is spoken to uncompressed.
wire::Capabilities ClientHandshake::compression(wire::Capabilities offered) const {
  const config::DataSource& source = *setup_.source;
  if (source.compress_zstd && (offered & capability::kZstd) != 0) return capability::kZstd;
  return source.compress_zlib ? capability::kCompress : 0;
}

void ClientHandshake::negotiate(const wire::HandshakeV10& greeting) {
  wire::Capabilities wanted = setup_.wanted | kNeeded;
  wanted &= ~(capability::kSsl | capability::kConnectWithDb);
  if (setup_.source->tls != config::TlsMode::disabled) wanted |= capability::kSsl;
  wanted |= compression(greeting.capabilities);
  if (!setup_.source->database.empty()) wanted |= capability::kConnectWithDb;
  facts_.capabilities = wanted & greeting.capabilities;
  facts_.version = own_version(greeting.server_version);
  facts_.connection_id = greeting.connection_id;
  nonce_ = greeting.nonce;
  // A server that prefers another plugin will ask for it, if the account has it.
  plugin_ = greeting.auth_plugin == wire::kCachingSha2 ? wire::Plugin::caching_sha2
                                                       : wire::Plugin::native;
}

wire::HandshakeResponse ClientHandshake::response_message() const {
  wire::HandshakeResponse response;
  response.capabilities = facts_.capabilities;
  response.max_packet = setup_.max_packet;
  response.zstd_level = setup_.source->zstd_level;
  response.collation = setup_.collation;
  response.user = setup_.source->username;
  response.database = setup_.source->database;
  response.auth_plugin = wire::name_of(plugin_);
  return response;
}

HandshakeAction ClientHandshake::ask_for_tls() {
  Buffer payload;
  wire::encode_tls_request(response_message(), payload);
  HandshakeAction action = send(payload, State::tls);
  action.kind = HandshakeAction::Kind::start_tls;
  return action;
}

HandshakeAction ClientHandshake::respond() {
  wire::HandshakeResponse response = response_message();
  const Buffer scrambled = auth_response();
  Buffer attributes;
  wire::append_connect_attributes(setup_.attributes, attributes);
  response.auth_response = scrambled;
  response.connect_attributes = attributes;
  Buffer payload;
  wire::encode(response, payload);
  return send(payload, State::authentication);
}

Buffer ClientHandshake::auth_response() const {
  const std::string& password = setup_.source->password;
  if (plugin_ == wire::Plugin::native) return wire::native_password_response(password, nonce_);
  if (password.empty()) return {std::byte{0}};
  return wire::caching_sha2_response(password, nonce_);
}

HandshakeAction ClientHandshake::on_authentication(Bytes payload) {
  if (payload.empty()) return malformed("empty packet");
  switch (payload[0]) {
    case kOkHeader:
      return on_ok(payload);
    case kErrHeader:
      return on_err(payload);
    case kSwitchHeader:
      return on_auth_switch(payload);
    case kMoreDataHeader:
      return on_more_data(payload.subspan(1));
    default:
      return malformed("unknown authentication packet");
  }
}

HandshakeAction ClientHandshake::on_auth_switch(Bytes payload) {
  const auto request = wire::decode_auth_switch(payload);
  if (!request) return malformed("authentication switch request");
  const std::optional<wire::Plugin> plugin = wire::plugin_of(request->plugin);
  if (!plugin) {
    return fail(make_error(ErrorId::backend_auth_plugin,
                           {setup_.source->name, request->plugin.substr(0, kMaxShown)}));
  }
  plugin_ = *plugin;
  if (plugin_ == wire::Plugin::ed25519) return sign(request->data);
  if (plugin_ == wire::Plugin::clear) {
    return tls_ ? send_password() : refused("it wants the password in clear, which needs TLS");
  }
  if (request->data.size() != nonce_.size()) return malformed("authentication switch request");
  std::ranges::copy(request->data, nonce_.begin());
  return send(auth_response(), State::authentication);
}

HandshakeAction ClientHandshake::sign(Bytes nonce) {
  wire::Ed25519Nonce message;
  if (nonce.size() != message.size()) return malformed("authentication switch request");
  std::ranges::copy(nonce, message.begin());
  return send(wire::ed25519_response(setup_.source->password, message), State::authentication);
}

HandshakeAction ClientHandshake::send_password() {
  Buffer password;
  wire::Writer(password).zero_terminated(setup_.source->password);
  return send(password, State::authentication);
}

HandshakeAction ClientHandshake::on_more_data(Bytes data) {
  if (plugin_ != wire::Plugin::caching_sha2 || data.size() != 1)
    return malformed("authentication data");
  if (data[0] == wire::kFastAuthOk) {
    return {HandshakeAction::Kind::read, {}, sequence_};  // OK comes next
  }
  if (data[0] != wire::kFullAuthNeeded) return malformed("authentication data");
  if (tls_) return send_password();
  if (!setup_.source->allow_public_key_retrieval) {
    return refused("it wants the password, which needs TLS or allowPublicKeyRetrieval=true");
  }
  return send(Bytes(&wire::kRequestPublicKey, 1), State::public_key);
}

HandshakeAction ClientHandshake::on_public_key(Bytes payload) {
  if (!payload.empty() && payload[0] == kErrHeader) return on_err(payload);
  if (payload.empty() || payload[0] != kMoreDataHeader) return malformed("public key");
  const Result<Buffer> encrypted =
      wire::encrypt_password(setup_.source->password, nonce_, as_text(payload.subspan(1)));
  if (!encrypted) return malformed("public key");
  return send(*encrypted, State::authentication);
}

HandshakeAction ClientHandshake::on_ok(Bytes payload) {
  const auto ok = wire::decode_ok(payload, facts_.capabilities);
  if (!ok) return malformed("OK");
  facts_.status = ok->status;
  state_ = State::finished;
  return {HandshakeAction::Kind::done, {}, 0};
}

HandshakeAction ClientHandshake::on_err(Bytes payload) {
  const auto err = wire::decode_err(payload, capability::kProtocol41);
  if (!err) return malformed("ERR");
  server_errno_ = err->number;
  server_text_ = err->message.substr(0, kMaxShown);
  // The text names our account and the address that the server sees: for the log, not for clients.
  const std::string shown = "it answered with error " + std::to_string(err->number);
  if (!concerns_the_account(err->number)) return refused(shown);
  return fail(make_error(ErrorId::backend_access_denied, {setup_.source->name, shown}));
}

HandshakeAction ClientHandshake::send(Bytes payload, State next) {
  state_ = next;
  HandshakeAction action;
  action.expected_sequence = wire::append_message(action.send, sequence_, payload);
  sequence_ = action.expected_sequence;
  return action;
}

HandshakeAction ClientHandshake::fail(Error error) {
  state_ = State::finished;
  error_ = std::move(error);
  return {HandshakeAction::Kind::fail, {}, 0};
}

HandshakeAction ClientHandshake::malformed(std::string_view what) {
  return fail(make_error(ErrorId::backend_protocol, {setup_.source->name, what}));
}

HandshakeAction ClientHandshake::refused(std::string_view why) {
  return fail(make_error(ErrorId::backend_handshake, {setup_.source->name, why}));
}

}  // namespace sluice::backend
