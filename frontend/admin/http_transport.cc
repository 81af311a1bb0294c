// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/http_transport.h"

#include <cerrno>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include "common/telemetry/log.h"
#include "frontend/admin/http_connection.h"
#include "frontend/admin/http_threads.h"

namespace sluice::frontend {
namespace {

using asio::ip::tcp;

constexpr std::size_t kThreads = 4;
constexpr std::size_t kWaiting = 64;
constexpr std::size_t kHeaders = 64 * 1024;    // of one request, together
constexpr std::chrono::seconds kPatience{10};  // for one request and its answer
constexpr std::chrono::milliseconds kPause{50};

Result<int> listening_socket(const config::HttpSettings& settings) {
  std::error_code failed;
  asio::io_context context;
  tcp::acceptor acceptor(context);
  const tcp::endpoint endpoint(asio::ip::make_address(settings.host, failed), settings.port);
  if (!failed) acceptor.open(endpoint.protocol(), failed);
  if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) acceptor.bind(endpoint, failed);
  if (!failed) acceptor.listen(static_cast<int>(kWaiting), failed);
  if (!failed) {
    const int handle = acceptor.release(failed);
    if (!failed) return handle;
  }
  return make_error(
      ErrorId::config_invalid,
      {"cannot listen on " + settings.host + ":" + std::to_string(settings.port) + ": " +
       failed.message() + "; give another sluice.http.port or set sluice.http.enabled: false"});
}

}  // namespace

HttpTransport::HttpTransport() {
  set_payload_max_length(kMaxBody);
  set_keep_alive_max_count(1);
}

HttpTransport::~HttpTransport() {
  stop();
}

Result<void> HttpTransport::listen_on(const config::HttpSettings& settings) {
  Result<int> handle = listening_socket(settings);
  if (!handle) return handle.error();
  listener_ = *handle;
  return {};
}

void HttpTransport::start() {
  thread_ = std::thread([this] { accept_connections(); });
}

void HttpTransport::stop() {
  if (listener_ < 0) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const int handle : connections_) ::shutdown(handle, SHUT_RDWR);
  }
  stopped_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);  // wakes accept()
  if (thread_.joinable()) thread_.join();
  ::close(listener_);
  listener_ = -1;
}

void HttpTransport::accept_connections() {
  HttpThreads threads(kThreads, kWaiting);
  for (;;) {
    const int handle = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int failed = errno;
    if (handle >= 0) {
      threads.enqueue([this, handle] { serve(handle); });
      continue;
    }
    if (failed == EINTR || failed == ECONNABORTED) continue;
    std::unique_lock lock(mutex_);  // out of descriptors, most likely: not to be tried at once
    if (stopped_.wait_for(lock, kPause, [this] { return stopping_; })) break;
  }
  threads.shutdown();
}

bool HttpTransport::enter(int handle) {
  const std::lock_guard lock(mutex_);
  if (!stopping_) connections_.insert(handle);
  return !stopping_;
}

void HttpTransport::leave(int handle) {
  const std::lock_guard lock(mutex_);
  connections_.erase(handle);
}

void HttpTransport::serve(int handle) {
  if (enter(handle)) {
    HttpConnection connection(handle, Clock::now() + kPatience, kHeaders + kMaxBody);
    bool closed = false;
    process_request(connection, true, closed, nullptr);
    connection.drain();
    leave(handle);
  }
  ::shutdown(handle, SHUT_RDWR);
  ::close(handle);
}

}  // namespace sluice::frontend
