// SPDX-License-Identifier: Apache-2.0
#include "common/net/stream.h"

#include <array>
#include <cerrno>

#include <asio/buffer.hpp>
#include <asio/ssl/error.hpp>
#include <asio/ssl/host_name_verification.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace sluice::net {
namespace {

// What a connection keeps of the memory for frames between writes.
constexpr std::size_t kKeptFrameBytes = 16 * 1024;

template <int option>
using TcpOption = asio::detail::socket_option::integer<IPPROTO_TCP, option>;
using KeepAliveIdle = TcpOption<TCP_KEEPIDLE>;  // seconds
using KeepAliveInterval = TcpOption<TCP_KEEPINTVL>;
using KeepAliveCount = TcpOption<TCP_KEEPCNT>;

// Runs an asio operation whose handler takes (error, ...) and awaits it under a deadline.
template <class Start>
class Handshake : public Ticker::Wait {
 public:
  Handshake(Stream& stream, Ticker& ticker, Deadline deadline, Start start)
      : stream_(stream), ticker_(ticker), deadline_(deadline), start_(std::move(start)) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    ticker_.arm(*this, deadline_);
    start_([this, waiter](const std::error_code& failed, auto...) {
      disarm();
      failed_ = failed;
      waiter.resume();
    });
  }
  std::error_code await_resume() const { return failed_; }
  bool timed_out() const { return timed_out_; }

 private:
  void expire() override {
    timed_out_ = true;
    std::error_code ignored;
    stream_.socket().cancel(ignored);
  }

  Stream& stream_;
  Ticker& ticker_;
  Deadline deadline_;
  Start start_;
  std::error_code failed_;
  bool timed_out_ = false;
};

// Small writes leave at once; a peer that has vanished is noticed within two minutes. None of it
// matters to a unix socket, which refuses.
void set_options(Stream::Socket& socket) {
  std::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  socket.set_option(KeepAliveIdle(60), ignored);
  socket.set_option(KeepAliveInterval(10), ignored);
  socket.set_option(KeepAliveCount(5), ignored);
}

}  // namespace

Stream::Stream(Socket socket, Ticker& ticker) : socket_(std::move(socket)), ticker_(ticker) {
  if (socket_.is_open()) set_options(socket_);
}

Stream::~Stream() {
  std::error_code ignored;
  socket_.close(ignored);
}

IoStatus Stream::status_of(const std::error_code& failed, bool timed_out) {
  if (!failed) return IoStatus::ok;
  if (timed_out) return IoStatus::timed_out;
  if (cancelled_ || failed == asio::error::operation_aborted) return IoStatus::closed;
  last_error_ = failed.message();
  if (failed == asio::error::eof || failed == asio::error::connection_reset ||
      failed == asio::error::broken_pipe || failed == asio::ssl::error::stream_truncated) {
    return IoStatus::closed;
  }
  return IoStatus::failed;
}

void Stream::cancel() {
  cancelled_ = true;
  std::error_code ignored;
  socket_.cancel(ignored);
  socket_.shutdown(Socket::shutdown_both, ignored);
}

void Stream::cancel_read() {
  std::error_code ignored;
  socket_.cancel(ignored);
}

void Stream::start_compression(const wire::CompressionSettings& settings, Bytes early) {
  compression_ = std::make_unique<wire::CompressedStream>(settings, early);
}

bool Stream::has_unexpected_input() {
  if (compression_ && compression_->has_pending()) return true;
  std::byte probe;
  const ssize_t got = ::recv(socket_.native_handle(), &probe, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

Task<IoStatus> Stream::connect(const asio::ip::tcp::endpoint& endpoint, Deadline deadline) {
  auto start = [this, endpoint](auto handler) {
    socket_.async_connect(endpoint, std::move(handler));
  };
  Handshake<decltype(start)> operation(*this, ticker_, deadline, start);
  const std::error_code failed = co_await operation;
  if (!failed) set_options(socket_);
  const IoStatus status = status_of(failed, operation.timed_out());
  co_return status == IoStatus::closed && !cancelled_ ? IoStatus::failed : status;
}

Task<IoStatus> Stream::start_tls_server(asio::ssl::context& context, Bytes early,
                                        Deadline deadline) {
  tls_ = std::make_unique<Tls>(socket_, context);
  auto start = [this, early](auto handler) {
    tls_->async_handshake(Tls::server, asio::const_buffer(early.data(), early.size()),
                          std::move(handler));
  };
  Handshake<decltype(start)> operation(*this, ticker_, deadline, start);
  const std::error_code failed = co_await operation;
  co_return status_of(failed, operation.timed_out());
}

Task<IoStatus> Stream::start_tls_client(asio::ssl::context& context, const std::string& verify_host,
                                        Deadline deadline) {
  tls_ = std::make_unique<Tls>(socket_, context);
  if (!verify_host.empty()) {
    SSL_set_tlsext_host_name(tls_->native_handle(), verify_host.c_str());
    tls_->set_verify_callback(asio::ssl::host_name_verification(verify_host));
  }
  auto start = [this](auto handler) { tls_->async_handshake(Tls::client, std::move(handler)); };
  Handshake<decltype(start)> operation(*this, ticker_, deadline, start);
  const std::error_code failed = co_await operation;
  co_return status_of(failed, operation.timed_out());
}

std::optional<TlsPeer> Stream::tls_peer() const {
  if (!tls_ || SSL_get_verify_result(tls_->native_handle()) != X509_V_OK) return std::nullopt;
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      SSL_get1_peer_certificate(tls_->native_handle()), X509_free);
  if (!certificate) return std::nullopt;
  const auto one_line = [](const X509_NAME* name) {
    const std::unique_ptr<char, void (*)(char*)> text(X509_NAME_oneline(name, nullptr, 0),
                                                      [](char* line) { OPENSSL_free(line); });
    return std::string(text ? text.get() : "");
  };
  return TlsPeer{one_line(X509_get_subject_name(certificate.get())),
                 one_line(X509_get_issuer_name(certificate.get()))};
}

// ------------------------------------------------------------------------------------- operations

void Stream::Operation::expire() {
  timed_out_ = true;
  std::error_code ignored;
  stream_.socket_.cancel(ignored);
}

void Stream::Operation::finish(const std::error_code& failed, std::size_t bytes,
                               std::coroutine_handle<> waiter) {
  disarm();
  // A deadline that passes while the completion is already queued must not undo a success.
  result_.status = stream_.status_of(failed, timed_out_);
  result_.bytes = bytes;
  waiter.resume();
}

bool Stream::ReadOperation::await_ready() {
  if (stream_.cancelled_) {
    result_.status = IoStatus::closed;
    return true;
  }
  if (stream_.compression_) return decompress();
  if (!stream_.more_expected_ || stream_.tls_) return false;
  std::error_code failed;
  const std::size_t bytes =
      stream_.socket_.read_some(asio::buffer(into_.data(), into_.size()), failed);
  if (failed) {
    stream_.more_expected_ = false;
    return false;  // nothing there, or an error that the asynchronous read will report
  }
  result_ = {IoStatus::ok, bytes};
  stream_.more_expected_ = bytes == into_.size();
  return true;
}

void Stream::ReadOperation::await_suspend(std::coroutine_handle<> waiter) {
  stream_.ticker_.arm(*this, deadline_);
  start(waiter);
}

// What has been decompressed is the result; false if that takes further bytes.
bool Stream::ReadOperation::decompress() {
  const Result<std::size_t> made = stream_.compression_->read(into_);
  if (!made) {
    stream_.protocol_error_ = made.error();
    stream_.last_error_ = made.error().message();
    result_.status = IoStatus::failed;
    return true;
  }
  result_ = {IoStatus::ok, *made};
  return *made > 0;
}

void Stream::ReadOperation::start(std::coroutine_handle<> waiter) {
  wire::CompressedStream* const compression = stream_.compression_.get();
  const std::span<std::byte> room = compression == nullptr ? into_ : compression->prepare();
  const auto handler = [this, waiter, compression, size = room.size()](
                           const std::error_code& failed, std::size_t bytes) {
    stream_.more_expected_ = bytes == size;
    if (compression == nullptr || failed) return finish(failed, bytes, waiter);
    compression->commit(bytes);
    if (!decompress()) return start(waiter);
    disarm();
    waiter.resume();
  };
  const asio::mutable_buffer buffer(room.data(), room.size());
  if (stream_.tls_) {
    stream_.tls_->async_read_some(buffer, handler);
  } else {
    stream_.socket_.async_read_some(buffer, handler);
  }
}

Stream::WriteOperation::WriteOperation(Stream& stream, std::span<const Bytes> pieces,
                                       Deadline deadline)
    : Operation(stream, deadline) {
  for (const Bytes piece : pieces) {
    if (!piece.empty()) pieces_[count_++] = piece;
  }
}

// Whether everything is sent. Of what is to be compressed it makes the next frames ready first, so
// that never more than a few of them are in memory.
bool Stream::WriteOperation::done() {
  wire::CompressedStream* const compression = stream_.compression_.get();
  if (compression == nullptr) return first_ == count_;
  if (!frame_left_.empty()) return false;
  Buffer& frames = stream_.frame_;
  frames.clear();
  while (first_ < count_ && frames.size() < wire::CompressedStream::kFrameBytes) {
    compression->write_frame(pieces_[first_], frames);
    if (pieces_[first_].empty()) ++first_;
  }
  frame_left_ = frames;
  if (!frames.empty()) return false;
  if (frames.capacity() > kKeptFrameBytes) frames = Buffer();
  return true;
}

void Stream::WriteOperation::consume(std::size_t bytes) {
  result_.bytes += bytes;
  if (stream_.compression_) {
    frame_left_ = frame_left_.subspan(bytes);
    return;
  }
  while (bytes > 0 && first_ < count_) {
    const std::size_t taken = std::min(bytes, pieces_[first_].size());
    pieces_[first_] = pieces_[first_].subspan(taken);
    bytes -= taken;
    if (pieces_[first_].empty()) ++first_;
  }
}

bool Stream::WriteOperation::await_ready() {
  if (stream_.cancelled_) {
    result_.status = IoStatus::closed;
    return true;
  }
  if (stream_.tls_) return done();
  while (!done()) {
    std::array<asio::const_buffer, kMaxPieces> buffers{};
    if (stream_.compression_) {
      buffers[0] = asio::const_buffer(frame_left_.data(), frame_left_.size());
    } else {
      for (std::size_t i = first_; i < count_; ++i) {
        buffers[i - first_] = asio::const_buffer(pieces_[i].data(), pieces_[i].size());
      }
    }
    std::error_code failed;
    const std::size_t bytes = stream_.socket_.write_some(buffers, failed);
    if (failed) {
      if (failed == asio::error::would_block || failed == asio::error::try_again) return false;
      result_.status = stream_.status_of(failed, false);
      return true;
    }
    consume(bytes);
  }
  return true;
}

void Stream::WriteOperation::await_suspend(std::coroutine_handle<> waiter) {
  stream_.ticker_.arm(*this, deadline_);
  start(waiter);
}

void Stream::WriteOperation::start(std::coroutine_handle<> waiter) {
  const auto handler = [this, waiter](const std::error_code& failed, std::size_t bytes) {
    consume(bytes);
    if (failed || done()) {
      finish(failed, result_.bytes, waiter);
    } else {
      start(waiter);
    }
  };
  const Bytes next = stream_.compression_ ? frame_left_ : pieces_[first_];
  const asio::const_buffer buffer(next.data(), next.size());
  if (stream_.tls_) {
    stream_.tls_->async_write_some(buffer, handler);
  } else {
    stream_.socket_.async_write_some(buffer, handler);
  }
}

}  // namespace sluice::net
