// SPDX-License-Identifier: Apache-2.0
// One client connection from greeting to goodbye: the IO shell around handshake and commands.
//
// Ownership: belongs to its Worker, which destroys it when run() has finished. Thread rule: its
// worker's thread.
#pragma once

#include <memory>
#include <string>

#include "common/wire/frame_reader.h"
#include "frontend/session.h"

namespace sluice::frontend {

class ClientSession {
 public:
  ClientSession(WorkerServices& services, net::Stream::Socket socket, std::string client_host,
                std::uint32_t connection_id);

  Task<void> run();
  // Instead of run(): the client gets an ERR in place of a greeting.
  Task<void> turn_away(Error error);
  // The gateway is going down: an idle session ends now, another one when its transaction has
  // ended.
  void drain();
  // Ends the session now, whatever it is doing.
  void kill();

  std::uint32_t connection_id() const { return connection_id_; }

 private:
  Task<bool> log_in();
  // Drives the handshake's actions; null error: success.
  Task<std::optional<Error>> shake_hands(ServerHandshake& handshake, Deadline deadline);
  Task<std::optional<Error>> perform(ServerHandshake& handshake, wire::HandshakeAction& action,
                                     Deadline deadline);
  Result<void> open_session(const Login& login);
  Task<void> serve();
  // Nothing: the client has gone, or must go.
  Task<std::optional<wire::Message>> next_command();
  Task<void> refuse(const Error& error);
  Task<void> end_session();
  std::chrono::milliseconds idle_timeout() const;
  void count(const Error& error);

  WorkerServices& services_;
  std::string client_host_;
  std::uint32_t connection_id_;
  net::Stream stream_;
  wire::FrameReader reader_;
  executor::ClientWriter writer_;
  Session session_;
  bool waiting_ = false;  // for a command
  bool draining_ = false;
};

}  // namespace sluice::frontend
