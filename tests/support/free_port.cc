// SPDX-License-Identifier: Apache-2.0
#include "tests/support/free_port.h"

#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::test {
namespace {

constexpr std::uint16_t kFirst = 20'000;
constexpr std::uint16_t kCount = 12'000;  // Linux gives 32768 and up to clients

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool can_bind(std::uint16_t port) {
  const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const int yes = 1;
  setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const bool ok = bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(handle);
  return ok;
}

}  // namespace

std::uint16_t free_port() {
  static std::uint32_t next = static_cast<std::uint32_t>(getpid()) * 37;  // parallel tests differ
  for (int tries = 0; tries < kCount; ++tries) {
    const auto port = static_cast<std::uint16_t>(kFirst + next++ % kCount);
    if (can_bind(port)) return port;
  }
  throw std::runtime_error("no free port between 20000 and 32000");
}

bool accepts_connections(std::uint16_t port) {
  const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool ok = connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(handle);
  return ok;
}

}  // namespace sluice::test
