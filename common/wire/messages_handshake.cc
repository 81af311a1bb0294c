// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "common/wire/messages.h"

namespace sluice::wire {
namespace {

constexpr std::uint8_t kProtocolVersion = 10;
constexpr std::size_t kFirstNoncePart = 8;
constexpr std::uint8_t kAuthSwitchHeader = 0xfe;
constexpr std::uint8_t kAuthMoreDataHeader = 0x01;
constexpr std::size_t kTlsRequestBytes = 32;

Error malformed(std::string_view what) {
  return make_error(ErrorId::malformed_packet, {what});
}

// MariaDB's own capabilities, which only those have who are no MySQL.
std::uint32_t mariadb_half(Capabilities capabilities) {
  if ((capabilities & capability::kLongPassword) != 0) return 0;
  return static_cast<std::uint32_t>(capabilities >> capability::kMariadbShift);
}

Capabilities with_mariadb_half(Capabilities capabilities, std::uint32_t half) {
  if ((capabilities & capability::kLongPassword) != 0) return capabilities;
  return capabilities | static_cast<Capabilities>(half) << capability::kMariadbShift;
}

// The fields that SSLRequest and HandshakeResponse41 have in common.
void encode_response_head(const HandshakeResponse& message, Capabilities capabilities,
                          Writer& out) {
  out.u32(static_cast<std::uint32_t>(capabilities));
  out.u32(message.max_packet);
  out.u8(message.collation);
  out.zeros(19);
  out.u32(mariadb_half(capabilities));
}

Bytes read_auth_response(Capabilities capabilities, Reader& in) {
  if ((capabilities & capability::kPluginAuthLenenc) != 0) return in.lenenc_bytes();
  if ((capabilities & capability::kSecureConnection) != 0) return in.bytes(in.u8());
  return as_bytes(in.zero_terminated());
}

void write_auth_response(const HandshakeResponse& message, Writer& out) {
  if ((message.capabilities & capability::kPluginAuthLenenc) != 0) {
    out.lenenc(message.auth_response.size());
  } else {
    out.u8(static_cast<std::uint8_t>(message.auth_response.size()));
  }
  out.bytes(message.auth_response);
}

}  // namespace

void encode(const HandshakeV10& message, Buffer& buffer) {
  const bool plugin_auth = (message.capabilities & capability::kPluginAuth) != 0;
  const Bytes nonce(message.nonce);
  Writer out(buffer);
  out.u8(kProtocolVersion);
  out.zero_terminated(message.server_version);
  out.u32(message.connection_id);
  out.bytes(nonce.first(kFirstNoncePart));
  out.u8(0);
  out.u16(static_cast<std::uint16_t>(message.capabilities));
  out.u8(message.collation);
  out.u16(message.status);
  out.u16(static_cast<std::uint16_t>(message.capabilities >> 16));
  out.u8(plugin_auth ? kNonceBytes + 1 : 0);
  out.zeros(6);
  out.u32(mariadb_half(message.capabilities));
  out.bytes(nonce.subspan(kFirstNoncePart));
  out.u8(0);
  if (plugin_auth) out.zero_terminated(message.auth_plugin);
}

Result<HandshakeV10> decode_handshake_v10(Bytes payload) {
  HandshakeV10 message;
  Reader in(payload);
  if (in.u8() != kProtocolVersion) return malformed("greeting of another protocol version");
  message.server_version = in.zero_terminated();
  message.connection_id = in.u32();
  const Bytes nonce1 = in.bytes(kFirstNoncePart);
  in.skip(1);
  message.capabilities = in.u16();
  message.collation = in.u8();
  message.status = in.u16();
  message.capabilities |= static_cast<Capabilities>(in.u16()) << 16;
  const std::size_t auth_data_bytes = in.u8();
  in.skip(6);
  message.capabilities = with_mariadb_half(message.capabilities, in.u32());
  // At least 13 bytes, of which 12 are nonce, whatever the length byte says.
  const Bytes nonce2 = in.bytes(std::max<std::size_t>(
      13, auth_data_bytes - std::min<std::size_t>(auth_data_bytes, kFirstNoncePart)));
  if ((message.capabilities & capability::kPluginAuth) != 0) {
    message.auth_plugin = in.zero_terminated_or_rest();
  }
  if (!in.ok()) return malformed("greeting");
  std::copy(nonce1.begin(), nonce1.end(), message.nonce.begin());
  std::copy_n(nonce2.begin(), kNonceBytes - kFirstNoncePart,
              message.nonce.begin() + kFirstNoncePart);
  return message;
}

void encode_tls_request(const HandshakeResponse& message, Buffer& buffer) {
  Writer out(buffer);
  encode_response_head(message, message.capabilities | capability::kSsl, out);
}

void encode(const HandshakeResponse& message, Buffer& buffer) {
  Writer out(buffer);
  encode_response_head(message, message.capabilities, out);
  out.zero_terminated(message.user);
  write_auth_response(message, out);
  if ((message.capabilities & capability::kConnectWithDb) != 0) {
    out.zero_terminated(message.database);
  }
  if ((message.capabilities & capability::kPluginAuth) != 0) {
    out.zero_terminated(message.auth_plugin);
  }
  if ((message.capabilities & capability::kConnectAttrs) != 0) {
    out.lenenc(message.connect_attributes.size());
    out.bytes(message.connect_attributes);
  }
  if ((message.capabilities & capability::kZstd) != 0) out.u8(message.zstd_level);
}

Result<HandshakeResponse> decode_handshake_response(Bytes payload, Capabilities offered) {
  HandshakeResponse message;
  Reader in(payload);
  // Clients before 4.1 send two bytes of capabilities and then other fields.
  if (payload.size() >= 2 && (Reader(payload).u16() & capability::kProtocol41) == 0) {
    return make_error(ErrorId::protocol_too_old);
  }
  Capabilities wanted = in.u32();
  message.max_packet = in.u32();
  message.collation = in.u8();
  in.skip(19);
  wanted = with_mariadb_half(wanted, in.u32());
  message.capabilities = wanted & offered;
  if (!in.ok()) return malformed("handshake response");
  if (payload.size() == kTlsRequestBytes && (wanted & capability::kSsl) != 0) {
    message.tls_request = true;
    return message;
  }
  message.user = in.zero_terminated();
  message.auth_response = read_auth_response(message.capabilities, in);
  if ((message.capabilities & capability::kConnectWithDb) != 0) {
    message.database = in.zero_terminated();
  }
  if ((message.capabilities & capability::kPluginAuth) != 0) {
    message.auth_plugin = in.zero_terminated_or_rest();
  }
  // Some clients announce attributes and then send none, not even a length.
  if ((message.capabilities & capability::kConnectAttrs) != 0 && in.remaining() > 0) {
    message.connect_attributes = in.lenenc_bytes();
  }
  if ((message.capabilities & capability::kZstd) != 0 && in.remaining() > 0) {
    message.zstd_level = in.u8();
  }
  if (!in.ok()) return malformed("handshake response");
  return message;
}

Result<ConnectAttributes> decode_connect_attributes(Bytes attributes) {
  ConnectAttributes pairs;
  Reader in(attributes);
  while (in.ok() && in.remaining() > 0) {
    const std::string_view key = in.lenenc_text();
    const std::string_view value = in.lenenc_text();
    if (in.ok()) pairs.emplace_back(key, value);
  }
  if (!in.ok()) return malformed("connection attributes");
  return pairs;
}

void append_connect_attributes(const ConnectAttributes& attributes, Buffer& buffer) {
  Writer out(buffer);
  for (const auto& [key, value] : attributes) {
    out.lenenc_text(key);
    out.lenenc_text(value);
  }
}

void encode(const AuthSwitchRequest& message, Buffer& buffer) {
  Writer out(buffer);
  out.u8(kAuthSwitchHeader);
  out.zero_terminated(message.plugin);
  out.bytes(message.data);
  if (message.data.size() == kNonceBytes) out.u8(0);
}

Result<AuthSwitchRequest> decode_auth_switch(Bytes payload) {
  AuthSwitchRequest message;
  Reader in(payload);
  if (in.u8() != kAuthSwitchHeader) return malformed("authentication switch request");
  if (in.remaining() == 0 && in.ok()) {
    message.plugin = "mysql_old_password";
    return message;
  }
  message.plugin = in.zero_terminated();
  message.data = in.rest();
  if (!in.ok()) return malformed("authentication switch request");
  if (message.data.size() == kNonceBytes + 1 && message.data.back() == std::byte{0}) {
    message.data = message.data.first(kNonceBytes);
  }
  return message;
}

void encode_auth_more_data(Bytes data, Buffer& buffer) {
  Writer out(buffer);
  out.u8(kAuthMoreDataHeader);
  out.bytes(data);
}

}  // namespace sluice::wire
