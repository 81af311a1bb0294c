// SPDX-License-Identifier: Apache-2.0
// The protocol's messages as plain structs, both directions. They know nothing of framing. Decoded
// structs hold views into the payload they were decoded from; encoders append one payload to a
// buffer. Capabilities are always a parameter: what was negotiated decides the layout. Decoders
// return malformed_packet when a field runs over the end or the layout forbids what is there.
// Sources: MySQL source documentation, "Connection Phase Packets" and "Command Phase".
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/wire/cursor.h"
#include "common/wire/protocol.h"

namespace sluice::wire {

inline constexpr std::size_t kNonceBytes = 20;
using Nonce = std::array<std::byte, kNonceBytes>;

// Protocol::HandshakeV10
struct HandshakeV10 {
  std::string_view server_version;
  std::uint32_t connection_id = 0;
  Nonce nonce{};
  Capabilities capabilities = 0;
  std::uint8_t collation = 0;
  StatusFlags status = 0;
  std::string_view auth_plugin;
};
void encode(const HandshakeV10& message, Buffer& out);
Result<HandshakeV10> decode_handshake_v10(Bytes payload);

// Protocol::SSLRequest (32 bytes) and Protocol::HandshakeResponse41
struct HandshakeResponse {
  Capabilities capabilities = 0;
  std::uint32_t max_packet = 0;
  std::uint8_t collation = 0;
  bool tls_request = false;  // only the first 32 bytes were sent, with CLIENT_SSL
  std::string_view user;
  Bytes auth_response;
  std::string_view database;     // empty without CLIENT_CONNECT_WITH_DB
  std::string_view auth_plugin;  // empty without CLIENT_PLUGIN_AUTH
  Bytes connect_attributes;      // see decode_connect_attributes()
  std::uint8_t zstd_level = 0;   // with CLIENT_ZSTD_COMPRESSION_ALGORITHM
};
void encode_tls_request(const HandshakeResponse& message, Buffer& out);
void encode(const HandshakeResponse& message, Buffer& out);
// `offered` is what the server's greeting offered; the effective capabilities are the intersection.
// A client without CLIENT_PROTOCOL_41 gives protocol_too_old. Bytes behind the last field that was
// negotiated are ignored, as servers do.
Result<HandshakeResponse> decode_handshake_response(Bytes payload, Capabilities offered);

// Lenenc key/value pairs, without a prefix for the whole.
using ConnectAttributes = std::vector<std::pair<std::string, std::string>>;
Result<ConnectAttributes> decode_connect_attributes(Bytes attributes);
void append_connect_attributes(const ConnectAttributes& attributes, Buffer& out);

// Protocol::AuthSwitchRequest (0xfe)
struct AuthSwitchRequest {
  std::string_view plugin;
  Bytes data;  // the nonce; that of the plugins with 20 bytes is closed by a zero
};
// The bare 0xfe of servers before 5.5.7 asks for mysql_old_password, which the result then names.
void encode(const AuthSwitchRequest& message, Buffer& out);
Result<AuthSwitchRequest> decode_auth_switch(Bytes payload);

// Protocol::AuthMoreData (0x01)
void encode_auth_more_data(Bytes data, Buffer& out);

struct OkPacket {
  std::uint64_t affected_rows = 0;
  std::uint64_t insert_id = 0;
  StatusFlags status = 0;
  std::uint16_t warnings = 0;
  std::string_view info = {};
  Bytes session_state = {};  // CLIENT_SESSION_TRACK: the state changes, not decoded
};
// `as_eof`: header 0xfe, the end of a result set under CLIENT_DEPRECATE_EOF.
void encode(const OkPacket& message, Capabilities capabilities, bool as_eof, Buffer& out);
Result<OkPacket> decode_ok(Bytes payload, Capabilities capabilities);

struct EofPacket {
  std::uint16_t warnings = 0;
  StatusFlags status = 0;
};
void encode(const EofPacket& message, Buffer& out);
Result<EofPacket> decode_eof(Bytes payload);

struct ErrPacket {
  std::uint16_t number = 0;
  std::string_view sqlstate;  // five characters; empty before the capabilities are known
  std::string_view message;
};
// Messages are cut to 512 bytes, as servers do, but never within a UTF-8 character.
void encode(const ErrPacket& message, Capabilities capabilities, Buffer& out);
Result<ErrPacket> decode_err(Bytes payload, Capabilities capabilities);
// An ERR with the number, state and message of an Error.
void encode_error(const Error& error, Capabilities capabilities, Buffer& out);

// Protocol::ColumnDefinition41
struct ColumnDefinition {
  std::string_view schema;
  std::string_view table;
  std::string_view org_table;
  std::string_view name;
  std::string_view org_name;
  std::uint16_t collation = 0;
  std::uint32_t length = 0;
  ColumnType type = ColumnType::null_type;
  std::uint16_t flags = 0;
  std::uint8_t decimals = 0;
  // COM_FIELD_LIST only: lenenc default value follows (kept with its prefix), else empty.
  Bytes default_value;
};
void encode(const ColumnDefinition& message, Buffer& out);
Result<ColumnDefinition> decode_column_definition(Bytes payload);

// COM_STMT_PREPARE_OK
struct PrepareOk {
  std::uint32_t statement_id = 0;
  std::uint16_t columns = 0;
  std::uint16_t parameters = 0;
  std::uint16_t warnings = 0;
};
void encode(const PrepareOk& message, Buffer& out);
Result<PrepareOk> decode_prepare_ok(Bytes payload);

// ------------------------------------------------------------------------- telling answers apart

enum class ReplyKind : std::uint8_t { ok, err, local_infile, result_set };
// By the first byte of the first packet of an answer to COM_QUERY or COM_STMT_EXECUTE.
ReplyKind reply_kind(Bytes payload);

// Whether a packet behind the column definitions ends the rows. A row may begin with 0xfe (its
// first column is 16 MiB or longer), so the length decides: EOF is 0xfe and shorter than 9 bytes;
// with CLIENT_DEPRECATE_EOF an OK is 0xfe and shorter than kMaxPayload.
bool is_end_of_rows(std::uint8_t first_byte, std::size_t packet_length, Capabilities capabilities);

}  // namespace sluice::wire
