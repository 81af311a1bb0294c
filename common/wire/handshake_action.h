// SPDX-License-Identifier: Apache-2.0
// What a handshake state machine, of either side, asks its IO shell to do next.
#pragma once

#include <cstdint>

#include "common/base/bytes.h"

namespace sluice::wire {

// First send `send` (framed packets, may be empty), then:
//   read       read one message and hand it over
//   start_tls  do the TLS handshake, bytes already read behind the last message being part of it;
//   then
//              tell the machine with on_tls()
//   done       the result is there
//   fail       the error is there; close the connection
struct HandshakeAction {
  enum class Kind : std::uint8_t { read, start_tls, done, fail };
  Kind kind = Kind::read;
  Buffer send;
  std::uint8_t expected_sequence = 0;  // of the peer's next packet: FrameReader::expect_sequence()
};

}  // namespace sluice::wire
