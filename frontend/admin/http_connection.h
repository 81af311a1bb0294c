// SPDX-License-Identifier: Apache-2.0
// One accepted connection of the HTTP listener, for cpp-httplib: all of it, request and answer,
// must be over by a deadline, and a request holds no more than so many bytes, whatever its headers
// say.
//
// Ownership: refers to the socket. Thread rule: one thread.
#pragma once

#include <array>

#include <httplib.h>

#include "common/base/deadline.h"

namespace sluice::frontend {

class HttpConnection final : public httplib::Stream {
 public:
  HttpConnection(int handle, Deadline deadline, std::size_t request_bytes)
      : handle_(handle), deadline_(deadline), allowed_(request_bytes) {}

  bool is_readable() const override;
  bool is_writable() const override;
  // 0 at the end of the stream, -1 past the deadline or the allowed size.
  ssize_t read(char* out, std::size_t size) override;
  ssize_t write(const char* data, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return handle_; }
  // Takes what has come of a request that was refused before its end: a socket that is closed with
  // bytes unread throws the answer away as well.
  void drain();

 private:
  bool wait_for(short events) const;
  bool fill();

  int handle_;
  Deadline deadline_;
  std::size_t allowed_;  // bytes that may still be read
  std::array<char, 4096> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sluice::frontend
