// SPDX-License-Identifier: Apache-2.0
// What a server says behind the last row: an EOF or, where it was agreed on, an OK in its place.
// Pure.
#pragma once

#include "common/wire/messages.h"

namespace sluice::executor {

struct RowsEnd {
  std::uint16_t warnings = 0;
  wire::StatusFlags status = 0;
};

// `capabilities`: those of the connection. Errors: malformed_packet.
inline Result<RowsEnd> decode_rows_end(Bytes payload, wire::Capabilities capabilities) {
  if ((capabilities & wire::capability::kDeprecateEof) != 0) {
    const Result<wire::OkPacket> ok = wire::decode_ok(payload, capabilities);
    if (!ok) return ok.error();
    return RowsEnd{ok->warnings, ok->status};
  }
  const Result<wire::EofPacket> eof = wire::decode_eof(payload);
  if (!eof) return eof.error();
  return RowsEnd{eof->warnings, eof->status};
}

}  // namespace sluice::executor
