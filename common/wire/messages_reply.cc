// SPDX-License-Identifier: Apache-2.0
// OK, EOF and ERR, and telling them from what else an answer may begin with.
#include <algorithm>

#include "common/wire/messages.h"

namespace sluice::wire {
namespace {

constexpr std::uint8_t kOkHeader = 0x00;
constexpr std::uint8_t kLocalInfileHeader = 0xfb;
constexpr std::uint8_t kEofHeader = 0xfe;
constexpr std::uint8_t kErrHeader = 0xff;
constexpr std::size_t kSqlstateBytes = 5;
constexpr std::size_t kMaxErrorMessage = 512;  // MYSQL_ERRMSG_SIZE

Error malformed(std::string_view what) {
  return make_error(ErrorId::malformed_packet, {what});
}

// At most `limit` bytes, cut before a UTF-8 character rather than within it.
std::string_view cut_text(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  const auto is_continuation = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  std::size_t cut = limit;
  for (int i = 0; i < 3 && is_continuation(cut); ++i) --cut;
  return text.substr(0, is_continuation(cut) ? limit : cut);  // not UTF-8: anywhere
}

}  // namespace

void encode(const OkPacket& message, Capabilities capabilities, bool as_eof, Buffer& buffer) {
  Writer out(buffer);
  out.u8(as_eof ? kEofHeader : kOkHeader);
  out.lenenc(message.affected_rows);
  out.lenenc(message.insert_id);
  out.u16(message.status);
  out.u16(message.warnings);
  const bool state_changed = (capabilities & capability::kSessionTrack) != 0 &&
                             (message.status & status::kSessionStateChanged) != 0;
  // The protocol's description has `info` run to the end of the packet; servers and client
  // libraries agree on a length prefix.
  if (!message.info.empty() || state_changed) out.lenenc_text(message.info);
  if (state_changed) out.lenenc_text(as_text(message.session_state));
}

Result<OkPacket> decode_ok(Bytes payload, Capabilities capabilities) {
  OkPacket message;
  Reader in(payload);
  const std::uint8_t header = in.u8();
  message.affected_rows = in.lenenc();
  message.insert_id = in.lenenc();
  message.status = in.u16();
  message.warnings = in.u16();
  if (in.remaining() > 0) message.info = in.lenenc_text();
  if ((capabilities & capability::kSessionTrack) != 0 &&
      (message.status & status::kSessionStateChanged) != 0 && in.remaining() > 0) {
    message.session_state = in.lenenc_bytes();
  }
  if (!in.finished() || (header != kOkHeader && header != kEofHeader)) return malformed("OK");
  return message;
}

void encode(const EofPacket& message, Buffer& buffer) {
  Writer out(buffer);
  out.u8(kEofHeader);
  out.u16(message.warnings);
  out.u16(message.status);
}

Result<EofPacket> decode_eof(Bytes payload) {
  EofPacket message;
  Reader in(payload);
  const std::uint8_t header = in.u8();
  message.warnings = in.u16();
  message.status = in.u16();
  if (!in.finished() || header != kEofHeader) return malformed("EOF");
  return message;
}

void encode(const ErrPacket& message, Capabilities capabilities, Buffer& buffer) {
  Writer out(buffer);
  out.u8(kErrHeader);
  out.u16(message.number);
  if ((capabilities & capability::kProtocol41) != 0) {
    out.u8('#');
    out.text(message.sqlstate.size() == kSqlstateBytes ? message.sqlstate : "HY000");
  }
  out.text(cut_text(message.message, kMaxErrorMessage));
}

Result<ErrPacket> decode_err(Bytes payload, Capabilities capabilities) {
  ErrPacket message;
  Reader in(payload);
  const std::uint8_t header = in.u8();
  message.number = in.u16();
  // An ERR in place of the greeting has no state, whatever will be negotiated; nor has one that a
  // server raises before it has read the client's capabilities.
  if ((capabilities & capability::kProtocol41) != 0 && in.peek() == '#') {
    in.skip(1);
    message.sqlstate = in.text(kSqlstateBytes);
  }
  message.message = in.rest_text();
  if (!in.ok() || header != kErrHeader) return malformed("ERR");
  return message;
}

void encode_error(const Error& error, Capabilities capabilities, Buffer& out) {
  encode(ErrPacket{error.number(), error.sqlstate(), error.message()}, capabilities, out);
}

ReplyKind reply_kind(Bytes payload) {
  switch (Reader(payload).u8()) {
    case kOkHeader:
      return ReplyKind::ok;
    case kErrHeader:
      return ReplyKind::err;
    case kLocalInfileHeader:
      return ReplyKind::local_infile;
    default:
      return ReplyKind::result_set;
  }
}

bool is_end_of_rows(std::uint8_t first_byte, std::size_t packet_length, Capabilities capabilities) {
  if (first_byte != kEofHeader) return false;
  return packet_length < ((capabilities & capability::kDeprecateEof) != 0 ? kMaxPayload : 9);
}

}  // namespace sluice::wire
