// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/http_connection.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace sluice::frontend {
namespace {

using Name = int (*)(int, sockaddr*, socklen_t*);

void address_of(int handle, Name name, std::string& ip, int& port) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (name(handle, raw, &size) != 0) return;
  if (getnameinfo(raw, size, host.data(), host.size(), service.data(), service.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return;
  }
  ip = host.data();
  port = std::atoi(service.data());
}

}  // namespace

bool HttpConnection::wait_for(short events) const {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{handle_, events, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool HttpConnection::is_readable() const {
  return begin_ < end_ || wait_for(POLLIN);
}

bool HttpConnection::is_writable() const {
  return wait_for(POLLOUT);
}

// False: the buffer stays empty; `begin_` is 1 for a failure, 0 at the end of the stream.
bool HttpConnection::fill() {
  begin_ = end_ = 0;
  const std::size_t room = std::min(buffer_.size(), allowed_);
  if (room == 0 || !wait_for(POLLIN)) return begin_ = end_ = 1, false;
  const ssize_t got = ::recv(handle_, buffer_.data(), room, MSG_DONTWAIT);
  if (got < 0) return begin_ = end_ = 1, false;
  end_ = static_cast<std::size_t>(got);
  allowed_ -= end_;
  return end_ > 0;
}

ssize_t HttpConnection::read(char* out, std::size_t size) {
  if (begin_ == end_ && !fill()) return begin_ == 0 ? 0 : -1;
  const std::size_t taken = std::min(size, end_ - begin_);
  std::memcpy(out, buffer_.data() + begin_, taken);
  begin_ += taken;
  return static_cast<ssize_t>(taken);
}

ssize_t HttpConnection::write(const char* data, std::size_t size) {
  if (!wait_for(POLLOUT)) return -1;
  return ::send(handle_, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void HttpConnection::drain() {
  std::array<char, 4096> rest;
  while (allowed_ > 0) {
    const ssize_t got = ::recv(handle_, rest.data(), std::min(rest.size(), allowed_), MSG_DONTWAIT);
    if (got <= 0) return;
    allowed_ -= static_cast<std::size_t>(got);
  }
}

void HttpConnection::get_remote_ip_and_port(std::string& ip, int& port) const {
  address_of(handle_, &getpeername, ip, port);
}

void HttpConnection::get_local_ip_and_port(std::string& ip, int& port) const {
  address_of(handle_, &getsockname, ip, port);
}

}  // namespace sluice::frontend
