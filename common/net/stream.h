// SPDX-License-Identifier: Apache-2.0
// A TCP connection, plain or TLS, as awaitable reads and writes with deadlines. The only socket
// code on the query path, for clients and servers alike.
//
// A write is first tried at once, without the reactor; a read that is likely to find data too. A
// pending operation is ended by its deadline (timed_out), by cancel() or by the peer (closed).
//
// Ownership: owns the socket. The object must stay where it is and outlive its pending operations:
// whoever destroys it has awaited them. At most one read and one write may be pending. Thread rule:
// one thread, that of the io_context.
#pragma once

#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>

#include "common/base/bytes.h"
#include "common/base/deadline.h"
#include "common/base/error.h"
#include "common/base/task.h"
#include "common/net/ticker.h"
#include "common/wire/compression/compressed_stream.h"

namespace sluice::net {

enum class IoStatus : std::uint8_t {
  ok,
  closed,  // end of stream, reset, or cancelled by us
  timed_out,
  failed  // TLS and compression errors and the unexpected; see Stream::last_error()
};

struct IoResult {
  IoStatus status = IoStatus::ok;
  std::size_t bytes = 0;
};

// Names in a peer's certificate, in the form /C=DE/CN=app.
struct TlsPeer {
  std::string subject;
  std::string issuer;
};

class Stream {
 public:
  using Socket = asio::ip::tcp::socket;

  Stream(Socket socket, Ticker& ticker);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  class ReadOperation;
  class WriteOperation;

  // Reads at least one byte into `into` (not empty).
  ReadOperation read_some(std::span<std::byte> into, Deadline deadline);
  // Writes all of up to kMaxPieces pieces, in order.
  static constexpr std::size_t kMaxPieces = 4;
  WriteOperation write(std::span<const Bytes> pieces, Deadline deadline);
  WriteOperation write(Bytes bytes, Deadline deadline);

  Task<IoStatus> connect(const asio::ip::tcp::endpoint& endpoint, Deadline deadline);
  // `early` are bytes that were read before the switch and belong to the TLS handshake.
  Task<IoStatus> start_tls_server(asio::ssl::context& context, Bytes early, Deadline deadline);
  // `verify_host`: the name the certificate must carry; empty: not checked.
  Task<IoStatus> start_tls_client(asio::ssl::context& context, const std::string& verify_host,
                                  Deadline deadline);

  // What is read and written from now on is compressed. `early`: as for CompressedStream.
  void start_compression(const wire::CompressionSettings& settings, Bytes early = {});
  // Null while nothing is compressed.
  wire::CompressedStream* compression() { return compression_.get(); }
  // What the peer has done wrong, if it is why a read has failed.
  const std::optional<Error>& protocol_error() const { return protocol_error_; }

  // Ends pending operations with `closed` and refuses further ones.
  void cancel();
  // Ends a pending read with `closed`; the stream can still be written.
  void cancel_read();
  bool cancelled() const { return cancelled_; }
  bool is_tls() const { return tls_ != nullptr; }
  // Nothing: no TLS, or a peer without a certificate that was verified.
  std::optional<TlsPeer> tls_peer() const;
  // True if the peer has closed or sent something although nothing is expected; does not block.
  bool has_unexpected_input();
  const std::string& last_error() const { return last_error_; }
  Socket& socket() { return socket_; }

 private:
  using Tls = asio::ssl::stream<Socket&>;
  class Operation;

  IoStatus status_of(const std::error_code& failed, bool timed_out);

  Socket socket_;
  Ticker& ticker_;
  std::unique_ptr<Tls> tls_;
  std::unique_ptr<wire::CompressedStream> compression_;
  Buffer frame_;  // compressed, being written
  std::optional<Error> protocol_error_;
  bool cancelled_ = false;
  bool more_expected_ = false;  // the last read filled its buffer
  std::string last_error_;
};

// What is common to a pending read and a pending write: its deadline.
class Stream::Operation : public Ticker::Wait {
 protected:
  explicit Operation(Stream& stream, Deadline deadline) : stream_(stream), deadline_(deadline) {}
  void expire() override;
  void finish(const std::error_code& failed, std::size_t bytes, std::coroutine_handle<> waiter);

  Stream& stream_;
  Deadline deadline_;
  bool timed_out_ = false;
  IoResult result_{};
};

class Stream::ReadOperation : public Operation {
 public:
  ReadOperation(Stream& stream, std::span<std::byte> into, Deadline deadline)
      : Operation(stream, deadline), into_(into) {}
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiter);
  IoResult await_resume() const { return result_; }

 private:
  void start(std::coroutine_handle<> waiter);
  bool decompress();

  std::span<std::byte> into_;
};

class Stream::WriteOperation : public Operation {
 public:
  WriteOperation(Stream& stream, std::span<const Bytes> pieces, Deadline deadline);
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiter);
  IoStatus await_resume() const { return result_.status; }

 private:
  void consume(std::size_t bytes);
  void start(std::coroutine_handle<> waiter);
  bool done();

  Bytes pieces_[kMaxPieces];  // compressed: first_ is being put into frames, frame_left_ is sent
  Bytes frame_left_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

inline Stream::ReadOperation Stream::read_some(std::span<std::byte> into, Deadline deadline) {
  return ReadOperation(*this, into, deadline);
}
inline Stream::WriteOperation Stream::write(std::span<const Bytes> pieces, Deadline deadline) {
  return WriteOperation(*this, pieces, deadline);
}
inline Stream::WriteOperation Stream::write(Bytes bytes, Deadline deadline) {
  return WriteOperation(*this, {&bytes, 1}, deadline);
}

}  // namespace sluice::net
