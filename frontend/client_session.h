// SPDX-License-Identifier: Apache-2.0
// One client connection from greeting to goodbye: the IO shell around handshake and commands.
//
// Ownership: belongs to its Worker, which destroys it when run() has finished. Thread rule: its
// worker's thread.
#pragma once

#include <coroutine>
#include <memory>
#include <string>

#include "common/telemetry/end_source.h"
#include "common/wire/frame_reader.h"
#include "frontend/session.h"
#include "frontend/session_file.h"
#include "frontend/session_registry.h"

namespace sluice::frontend {

class ClientSession {
 public:
  // A client of the unix socket has the host localhost.
  struct Peer {
    std::string host;  // numeric address
    bool unix_socket = false;
    bool admin_port = false;
  };
  ClientSession(WorkerServices& services, net::Stream::Socket socket, Peer peer,
                std::uint32_t connection_id);

  Task<void> run();
  // Instead of run(): the client gets an ERR in place of a greeting.
  Task<void> turn_away(Error error);
  // The gateway is going down: an idle session ends now, another one when its transaction has
  // ended.
  void drain();
  // Ends the session now, whatever it is doing.
  void kill();
  // KILL by somebody else: ends what the session is doing, here and on the servers, and for
  // KillScope::connection the session with it.
  void interrupt(KillScope scope);

  std::uint32_t connection_id() const { return connection_id_; }
  // Its row of SHOW PROCESSLIST.
  ProcessInfo describe() const;
  // What it runs, without literals; empty: nothing.
  std::string statement_shape() const;

 private:
  class KillsDone;

  ServerHandshakeSetup handshake_setup() const;
  Task<bool> log_in();
  // Looks at what came before the client's first message. False: it takes more bytes to tell.
  Result<bool> take_proxy_header(ServerHandshake& handshake);
  Task<bool> change_user(const wire::Message& message);
  void restore(Login login, std::string database);
  Task<bool> welcome(const Login& login);
  void start_compression(const Login& login);
  void login_failed(const Error& error);
  // What ended the connection, or made a command fail: counted and logged once.
  void note_end(EndSource source, std::string_view reason = {});
  void note_failure(const Error& error);
  // Drives the handshake's actions from `action` on; null error: success.
  Task<std::optional<Error>> shake_hands(ServerHandshake& handshake, wire::HandshakeAction action,
                                         Deadline deadline);
  Task<std::optional<Error>> perform(ServerHandshake& handshake, wire::HandshakeAction& action,
                                     Deadline deadline);
  Result<void> open_session(const Login& login);
  Task<void> serve();
  // False: the session is over.
  Task<bool> answer(const wire::Message& message);
  // Waits until no KILL QUERY of ours is under way any more: a late one would hit the wrong
  // statement.
  Task<void> await_kills();
  // Nothing: the client has gone, or must go.
  Task<std::optional<wire::Message>> next_command();
  Task<void> refuse(const Error& error);
  // refuse() for what is no answer: the client has not asked.
  Task<void> refuse_unasked(const Error& error);
  Task<void> end_session();
  void note_end_of_reading(net::IoStatus status);
  void count(const Error& error);

  WorkerServices& services_;
  std::string client_host_;
  const bool unix_socket_;
  bool proxy_header_possible_ = true;
  std::uint32_t connection_id_;
  net::Stream stream_;
  wire::FrameReader reader_;
  executor::ClientWriter writer_;
  Session session_;
  const wire::Nonce nonce_ = wire::make_nonce();
  std::uint32_t kills_ = 0;  // KILL QUERY commands under way to servers
  std::coroutine_handle<> kills_waiter_;
  bool waiting_ = false;  // for a command
  SessionFile file_{session_, stream_, reader_};
  bool draining_ = false;
  bool end_noted_ = false;
  Clock::duration idle_{0};  // before the command that runs
};

}  // namespace sluice::frontend
