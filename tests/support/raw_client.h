// SPDX-License-Identifier: Apache-2.0
// A MySQL client that speaks packets: logs in with chosen capabilities and authentication, sends
// any bytes and shows every packet it is answered. For what no driver does: odd flags, broken or
// split packets, pipelining, half-closed sockets. Ownership: closes its socket. Thread rule: one
// thread. Errors: SocketError; an ERR packet is a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/wire/auth/ed25519.h"
#include "common/wire/messages.h"
#include "tests/support/raw_socket.h"

namespace sluice::test {

// Without CLIENT_DEPRECATE_EOF, so that both ways of ending rows are asked for explicitly.
inline constexpr wire::Capabilities kUsualCapabilities =
    wire::capability::kLongPassword | wire::capability::kLongFlag | wire::capability::kProtocol41 |
    wire::capability::kTransactions | wire::capability::kSecureConnection |
    wire::capability::kMultiResults | wire::capability::kPluginAuth;

struct LoginOptions {
  std::string user = "root";
  std::string password;
  std::string database;  // set: CLIENT_CONNECT_WITH_DB is added
  wire::Capabilities capabilities = kUsualCapabilities;
  std::string plugin = "mysql_native_password";  // what the client says it will use
  bool tls = false;                   // CLIENT_SSL is added, and TLS started before the response
  std::uint8_t collation = 45;        // utf8mb4_general_ci
  std::string certificate_file = {};  // the client's own, PEM, for TLS
  std::string key_file = {};
};

// An answer to one command, packet by packet.
struct RawReply {
  std::vector<RawPacket> packets;  // in order, fragments joined; the last one is OK, EOF or ERR
  std::size_t columns = 0;         // of a result set
  std::vector<Buffer> rows;        // payloads

  bool is_error() const;
  // Of an ERR; number 0 without one. The views are into this reply.
  wire::ErrPacket error() const;
  // Of a closing OK (also in EOF's place under CLIENT_DEPRECATE_EOF).
  wire::OkPacket ok() const;
  wire::Capabilities capabilities = 0;
};

class RawClient {
 public:
  // Connects and reads the greeting. A server may answer ERR instead: then greeting_error() is set.
  explicit RawClient(std::uint16_t port) : RawClient(RawSocket::connect(port)) {}
  explicit RawClient(RawSocket socket);

  const wire::HandshakeV10& greeting() const { return greeting_; }
  const std::optional<RawPacket>& greeting_error() const { return greeting_error_; }
  wire::Capabilities capabilities() const { return capabilities_; }  // negotiated
  RawSocket& socket() { return socket_; }

  // Follows authentication switches and caching_sha2_password's fast path, RSA and TLS ways to the
  // end. The reply's last packet is OK or ERR; the packets before it are the authentication's.
  RawReply login(const LoginOptions& options);

  // COM_CHANGE_USER with the options' user, password, database, collation and plugin; follows
  // authentication as login() does.
  RawReply change_user(const LoginOptions& options);

  void send_command(wire::Command command, std::string_view argument = {});
  void send_raw(Bytes bytes) { socket_.write(bytes); }
  // The answer to COM_QUERY, COM_STMT_EXECUTE or a command that is answered by one OK or ERR. Stops
  // at the first result of several (SERVER_MORE_RESULTS_EXISTS); call again for the next.
  RawReply read_reply();
  RawReply query(std::string_view sql);
  // For commands that are answered by one packet: OK, ERR, EOF or a bare string.
  RawReply read_packet_reply();

  // Whether the server closes the connection within the time-out, sending nothing more.
  bool closed_by_peer(std::chrono::milliseconds timeout);
  // All bytes that come until the peer closes; nothing if it does not within `timeout` of the last.
  std::optional<std::string> rest_until_closed(std::chrono::milliseconds timeout);

 private:
  RawReply finish_authentication(const LoginOptions& options);
  std::optional<Buffer> auth_answer(Bytes packet, const LoginOptions& options);
  void send_message(std::uint8_t sequence, Bytes payload);

  RawSocket socket_;
  Buffer greeting_bytes_;  // what greeting_'s views point into
  wire::HandshakeV10 greeting_;
  std::optional<RawPacket> greeting_error_;
  wire::Capabilities capabilities_ = 0;
  std::string plugin_;  // in use
  wire::Nonce nonce_{};
  wire::Ed25519Nonce ed25519_nonce_{};
  bool wants_key_ = false;  // caching_sha2: the public key was asked for
  bool tls_ = false;
};

}  // namespace sluice::test
