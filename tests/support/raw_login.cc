// SPDX-License-Identifier: Apache-2.0
// RawClient::login(): the connection phase from the client's side.
// Source: MySQL source documentation, "Connection Phase" and "Caching_sha2_password information".
#include <algorithm>

#include "common/wire/auth/plugin.h"
#include "tests/support/raw_client.h"

namespace sluice::test {
namespace {

using namespace wire::capability;

Buffer clear_password(std::string_view password) {
  Buffer out;
  append(out, password);
  out.push_back(std::byte{0});
  return out;
}

Buffer scramble(std::string_view plugin, std::string_view password, const wire::Nonce& nonce) {
  if (password.empty()) return {};
  if (plugin == wire::kNativePassword) return wire::native_password_response(password, nonce);
  if (plugin == wire::kCachingSha2) return wire::caching_sha2_response(password, nonce);
  if (plugin == wire::kClearPassword) return clear_password(password);
  return {};
}

wire::Capabilities wanted_capabilities(const LoginOptions& options) {
  wire::Capabilities wanted = options.capabilities;
  if (!options.database.empty()) wanted |= kConnectWithDb;
  if (options.tls) wanted |= kSsl;
  return wanted;
}

}  // namespace

RawReply RawClient::login(const LoginOptions& options) {
  wire::HandshakeResponse response;
  response.capabilities = wanted_capabilities(options);
  response.max_packet = 1u << 30;
  response.collation = options.collation;
  response.user = options.user;
  response.database = options.database;
  response.auth_plugin = options.plugin;
  response.zstd_level = 3;
  plugin_ = options.plugin;
  const Buffer answer = scramble(plugin_, options.password, nonce_);
  response.auth_response = answer;

  std::uint8_t sequence = 1;
  if (options.tls) {
    Buffer request;
    wire::encode_tls_request(response, request);
    send_message(sequence++, request);
    socket_.start_tls(options.certificate_file, options.key_file);
    tls_ = true;
  }
  Buffer payload;
  wire::encode(response, payload);
  send_message(sequence, payload);

  capabilities_ = response.capabilities & greeting_.capabilities;
  return finish_authentication(options);
}

RawReply RawClient::change_user(const LoginOptions& options) {
  plugin_ = options.plugin;
  const Buffer answer = scramble(plugin_, options.password, nonce_);
  Buffer payload = {static_cast<std::byte>(wire::Command::change_user)};
  wire::Writer out(payload);
  out.zero_terminated(options.user);
  out.u8(static_cast<std::uint8_t>(answer.size()));
  out.bytes(answer);
  out.zero_terminated(options.database);
  out.u16(options.collation);
  out.zero_terminated(options.plugin);
  send_message(0, payload);
  return finish_authentication(options);
}

RawReply RawClient::finish_authentication(const LoginOptions& options) {
  RawReply reply;
  reply.capabilities = capabilities_;
  for (;;) {
    std::optional<RawPacket> packet = read_message(socket_);
    if (!packet) throw SocketError("closed during the login");
    const std::optional<Buffer> next = auth_answer(packet->payload, options);
    const std::uint8_t kind =
        packet->payload.empty() ? 0 : std::to_integer<std::uint8_t>(packet->payload[0]);
    if (next) send_message(static_cast<std::uint8_t>(packet->sequence + 1), *next);
    reply.packets.push_back(std::move(*packet));
    if (kind == 0x00 && wire::uses_compression(capabilities_) && !socket_.compression()) {
      socket_.start_compression(wire::compression_algorithm(capabilities_));
    }
    if (kind == 0x00 || kind == 0xff) return reply;
  }
}

// What the client sends next, or nothing if it only waits.
std::optional<Buffer> RawClient::auth_answer(Bytes packet, const LoginOptions& options) {
  wire::Reader reader(packet);
  const std::uint8_t kind = reader.u8();
  if (kind == 0xfe) {
    const auto request = wire::decode_auth_switch(packet);
    if (!request) throw SocketError(request.error().message());
    plugin_ = request->plugin;
    if (plugin_ == wire::kEd25519) {
      if (request->data.size() != ed25519_nonce_.size()) throw SocketError("nonce of ed25519");
      std::ranges::copy(request->data, ed25519_nonce_.begin());
      return wire::ed25519_response(options.password, ed25519_nonce_);
    }
    for (std::size_t i = 0; i < nonce_.size() && i < request->data.size(); ++i) {
      nonce_[i] = request->data[i];
    }
    return scramble(plugin_, options.password, nonce_);
  }
  if (kind != 0x01) return std::nullopt;
  if (wants_key_) {
    wants_key_ = false;
    auto encrypted = wire::encrypt_password(options.password, nonce_, reader.rest_text());
    if (!encrypted) throw SocketError(encrypted.error().message());
    return std::move(*encrypted);
  }
  if (std::byte(reader.u8()) != wire::kFullAuthNeeded) return std::nullopt;  // fast path accepted
  if (tls_) return clear_password(options.password);
  wants_key_ = true;
  return Buffer{wire::kRequestPublicKey};
}

}  // namespace sluice::test
