// SPDX-License-Identifier: Apache-2.0
#include "tests/support/raw_socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/wire/protocol.h"

namespace sluice::test {

struct RawSocket::Tls {
  SSL_CTX* context = nullptr;
  SSL* session = nullptr;
  ~Tls() {
    SSL_free(session);
    SSL_CTX_free(context);
  }
};

namespace {

[[noreturn]] void throw_errno(const char* what) {
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    throw SocketTimeout(std::string(what) + ": timed out");
  }
  throw SocketError(std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

RawSocket::RawSocket(int handle) : handle_(handle) {
  const int yes = 1;
  setsockopt(handle_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  set_timeout(std::chrono::seconds(30));
}

RawSocket RawSocket::connect(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  RawSocket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw_errno("connect");
  }
  return socket;
}

RawSocket::RawSocket(RawSocket&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)),
      tls_(std::move(other.tls_)),
      compression_(std::move(other.compression_)) {}

RawSocket& RawSocket::operator=(RawSocket&& other) noexcept {
  if (this != &other) {
    close();
    handle_ = std::exchange(other.handle_, -1);
    tls_ = std::move(other.tls_);
    compression_ = std::move(other.compression_);
  }
  return *this;
}

RawSocket::~RawSocket() {
  close();
}

void RawSocket::set_timeout(std::chrono::milliseconds timeout) {
  const timeval value{timeout.count() / 1000, timeout.count() % 1000 * 1000};
  setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
  setsockopt(handle_, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof value);
}

void RawSocket::set_receive_buffer(int bytes) {
  setsockopt(handle_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

void RawSocket::start_tls(const std::string& certificate_file, const std::string& key_file) {
  ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  auto tls = std::make_unique<Tls>();
  tls->context = SSL_CTX_new(TLS_client_method());
  if (!certificate_file.empty() &&
      (SSL_CTX_use_certificate_chain_file(tls->context, certificate_file.c_str()) != 1 ||
       SSL_CTX_use_PrivateKey_file(tls->context, key_file.c_str(), SSL_FILETYPE_PEM) != 1)) {
    throw SocketError("cannot use the certificate " + certificate_file);
  }
  tls->session = SSL_new(tls->context);
  SSL_set_fd(tls->session, handle_);
  if (SSL_connect(tls->session) != 1) throw SocketError("TLS handshake failed");
  tls_ = std::move(tls);
}

long RawSocket::peer_serial() const {
  X509* const certificate = tls_ ? SSL_get1_peer_certificate(tls_->session) : nullptr;
  if (certificate == nullptr) return -1;
  const long serial = ASN1_INTEGER_get(X509_get0_serialNumber(certificate));
  X509_free(certificate);
  return serial;
}

void RawSocket::start_compression(wire::CompressionAlgorithm algorithm) {
  compression_ = std::make_unique<wire::CompressedStream>(wire::CompressionSettings{
      wire::CompressionSettings::Side::client, algorithm, 3, wire::kMaxPayload});
}

void RawSocket::write(Bytes bytes) {
  if (!compression_) return write_raw(bytes);
  while (!bytes.empty()) {
    Buffer frame;
    compression_->write_frame(bytes, frame);
    write_raw(frame);
  }
}

void RawSocket::write_raw(Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        tls_ ? SSL_write(tls_->session, bytes.data(), static_cast<int>(bytes.size()))
             : ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) throw_errno("write");
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

std::size_t RawSocket::read_some(std::span<std::byte> out) {
  if (!compression_) return read_raw(out);
  for (;;) {
    const Result<std::size_t> got = compression_->read(out);
    if (!got) throw SocketError(got.error().message());
    if (*got > 0) return *got;
    const std::size_t count = read_raw(compression_->prepare());
    if (count == 0) return 0;
    compression_->commit(count);
  }
}

std::size_t RawSocket::read_raw(std::span<std::byte> out) {
  if (!tls_) {
    const ssize_t count = ::recv(handle_, out.data(), out.size(), 0);
    if (count < 0) throw_errno("read");
    return static_cast<std::size_t>(count);
  }
  const int count = SSL_read(tls_->session, out.data(), static_cast<int>(out.size()));
  if (count > 0) return static_cast<std::size_t>(count);
  if (SSL_get_error(tls_->session, count) == SSL_ERROR_ZERO_RETURN) return 0;
  throw_errno("TLS read");
}

bool RawSocket::read_exactly(std::span<std::byte> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const std::size_t count = read_some(out.subspan(done));
    if (count == 0 && done == 0) return false;
    if (count == 0) throw SocketError("the stream ended inside a packet");
    done += count;
  }
  return true;
}

void RawSocket::half_close() {
  ::shutdown(handle_, SHUT_WR);
}

void RawSocket::reset() {
  // Linux answers this with RST at once, also where another descriptor keeps the socket open.
  sockaddr none{};
  none.sa_family = AF_UNSPEC;
  ::connect(handle_, &none, sizeof none);
  close();
}

void RawSocket::close() {
  tls_.reset();
  if (handle_ >= 0) ::close(std::exchange(handle_, -1));
}

std::optional<RawPacket> read_packet(RawSocket& socket) {
  std::byte header[wire::kHeaderBytes];
  if (!socket.read_exactly(header)) return std::nullopt;
  const auto at = [&](int i) { return std::to_integer<std::size_t>(header[i]); };
  RawPacket packet{std::to_integer<std::uint8_t>(header[3]), {}};
  packet.payload.resize(at(0) | at(1) << 8 | at(2) << 16);
  if (!packet.payload.empty() && !socket.read_exactly(packet.payload)) {
    throw SocketError("the stream ended behind a packet header");
  }
  return packet;
}

Buffer packet_bytes(std::uint8_t sequence, Bytes payload) {
  const std::size_t length = payload.size();
  Buffer out(wire::kHeaderBytes + length);
  out[0] = std::byte(length);
  out[1] = std::byte(length >> 8);
  out[2] = std::byte(length >> 16);
  out[3] = std::byte(sequence);
  std::copy(payload.begin(), payload.end(), out.begin() + wire::kHeaderBytes);
  return out;
}

std::uint8_t write_message(RawSocket& socket, std::uint8_t sequence, Bytes payload) {
  while (payload.size() >= wire::kMaxPayload) {
    socket.write(packet_bytes(sequence++, payload.first(wire::kMaxPayload)));
    payload = payload.subspan(wire::kMaxPayload);
  }
  socket.write(packet_bytes(sequence++, payload));
  return sequence;
}

std::optional<RawPacket> read_message(RawSocket& socket) {
  std::optional<RawPacket> message = read_packet(socket);
  if (!message) return std::nullopt;
  std::size_t last = message->payload.size();
  while (last == wire::kMaxPayload) {
    const std::optional<RawPacket> next = read_packet(socket);
    if (!next) throw SocketError("the stream ended between two fragments");
    message->sequence = next->sequence;
    message->payload.insert(message->payload.end(), next->payload.begin(), next->payload.end());
    last = next->payload.size();
  }
  return message;
}

}  // namespace sluice::test
