// SPDX-License-Identifier: Apache-2.0
// Session state changes in OK packets (CLIENT_SESSION_TRACK): appended one behind the other to what
// becomes OkPacket::session_state. Decoding is for tests and for servers that send them. Pure.
// Errors: malformed_packet. Source: MySQL source documentation, "Protocol::SessionState...";
// MariaDB knowledge base, "OK_Packet".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/wire/cursor.h"

namespace sluice::wire {

enum class StateChange : std::uint8_t {
  system_variable = 0,
  schema = 1,
  any = 2,
  gtids = 3,
  transaction_characteristics = 4,
  transaction_state = 5,
};

void append_variable_change(std::string_view name, std::string_view value, Buffer& out);
// Of every other kind: one text.
void append_state_change(StateChange kind, std::string_view text, Buffer& out);

// Appends of a server's changes those that only it can tell: GTIDs, and MariaDB's last_gtid.
// Nothing of bytes that make no sense.
void append_gtid_changes(Bytes state, Buffer& out);

struct DecodedChange {
  std::uint8_t kind = 0;  // a StateChange, or one that we do not know
  std::string name;       // of a system variable
  std::string value;      // empty for a kind that is not known
};
Result<std::vector<DecodedChange>> decode_session_state(Bytes bytes);

}  // namespace sluice::wire
