// SPDX-License-Identifier: Apache-2.0
// TCP ports on 127.0.0.1 for servers that a test starts.
#pragma once

#include <cstdint>

namespace sluice::test {

// A port that nobody listens on now, below the range that the kernel gives to outgoing connections,
// so that no client takes it before the server does. Each call in a process gives another one.
std::uint16_t free_port();

// Whether a TCP connection to 127.0.0.1:port is accepted.
bool accepts_connections(std::uint16_t port);

}  // namespace sluice::test
