// SPDX-License-Identifier: Apache-2.0
// A unix socket in the file system that clients connect to. A socket file that a dead process left
// behind is replaced; a file of another kind, somebody else's, or one that answers, is not.
// Thread rule: its worker's thread, listen() before that runs.
#pragma once

#include <string>
#include <utility>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>

#include "common/base/result.h"

namespace sluice::frontend {

class UnixListener {
 public:
  explicit UnixListener(asio::io_context& context) : context_(context), acceptor_(context) {}
  ~UnixListener() { close(); }

  // `mode`: the file's permissions. Errors: config_invalid naming the file.
  Result<void> listen(const std::string& path, std::uint32_t mode);
  bool is_open() const { return acceptor_.is_open(); }
  // Removes the file, if it is still ours.
  void close();

  // done(error, socket). The rest of the gateway knows one kind of socket only, which serves any
  // stream that has a descriptor.
  template <class Done>
  void accept(Done done) {
    acceptor_.async_accept([this, done](std::error_code failed, Local::socket local) {
      asio::ip::tcp::socket socket(context_);
      if (!failed) socket.assign(asio::ip::tcp::v4(), local.release(failed), failed);
      done(failed, std::move(socket));
    });
  }

 private:
  using Local = asio::local::stream_protocol;

  asio::io_context& context_;
  Local::acceptor acceptor_;
  std::string path_;
  std::pair<std::uint64_t, std::uint64_t> file_{};  // device and inode
};

}  // namespace sluice::frontend
