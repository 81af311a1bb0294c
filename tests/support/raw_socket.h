// SPDX-License-Identifier: Apache-2.0
// A blocking TCP socket on loopback, with TLS if wanted, and MySQL packets over it: bytes as they
// are, without the gateway's own frame code, so that tests can break every rule of the protocol.
// Ownership: closes its socket. Thread rule: one thread. Errors: SocketError.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

#include "common/base/bytes.h"
#include "common/wire/compression/compressed_stream.h"

namespace sluice::test {

struct SocketError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Nothing arrived, or nothing could be sent, within the time-out.
struct SocketTimeout : SocketError {
  using SocketError::SocketError;
};

class RawSocket {
 public:
  explicit RawSocket(int handle);  // takes it over
  static RawSocket connect(std::uint16_t port);
  RawSocket(RawSocket&&) noexcept;
  RawSocket& operator=(RawSocket&&) noexcept;
  ~RawSocket();

  // Of each read and write; 30 s unless told otherwise.
  void set_timeout(std::chrono::milliseconds timeout);
  // A small receive buffer makes a slow reader felt by its peer soon; call before much has arrived.
  void set_receive_buffer(int bytes);
  // As a client, accepting any certificate; shows its own one if the files (PEM) are given.
  void start_tls(const std::string& certificate_file = {}, const std::string& key_file = {});
  // Serial number of the peer's certificate; -1 without TLS.
  long peer_serial() const;

  // As a client, from the next byte on.
  void start_compression(wire::CompressionAlgorithm algorithm);
  // What the frames are made of; null while nothing is compressed.
  wire::CompressedStream* compression() { return compression_.get(); }

  void write(Bytes bytes);
  // As they are, past the compression.
  void write_raw(Bytes bytes);
  // 0 at the end of the stream.
  std::size_t read_some(std::span<std::byte> out);
  // False if the stream ends before the first byte; ending in the middle is an error.
  bool read_exactly(std::span<std::byte> out);

  int handle() const { return handle_; }
  void half_close();  // FIN: no more writes, reads go on
  void reset();       // RST
  void close();

 private:
  struct Tls;
  std::size_t read_raw(std::span<std::byte> out);

  int handle_;
  std::unique_ptr<Tls> tls_;
  std::unique_ptr<wire::CompressedStream> compression_;
};

struct RawPacket {
  std::uint8_t sequence = 0;
  Buffer payload;
};

// One packet as it is on the wire (at most 0xffffff bytes of payload); nothing at the end of the
// stream.
std::optional<RawPacket> read_packet(RawSocket& socket);

// Header and payload of one packet. Precondition: payload.size() <= 0xffffff.
Buffer packet_bytes(std::uint8_t sequence, Bytes payload);

// A message: several packets from kMaxPayload on. Returns the sequence id behind it.
std::uint8_t write_message(RawSocket& socket, std::uint8_t sequence, Bytes payload);

// A message with its fragments joined; `sequence` is the last fragment's.
std::optional<RawPacket> read_message(RawSocket& socket);

}  // namespace sluice::test
