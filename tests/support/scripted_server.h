// SPDX-License-Identifier: Apache-2.0
// A fake MySQL server on loopback for component tests: it plays scripts, so that a test decides
// what a backend answers, how its bytes are cut, when it stalls and where it dies.
//
//   ScriptedServer server;
//   server.script({login(), expect(Command::query, "SELECT 1"), reply_with({ok_packet()}),
//   close()}); server.on("SELECT @@version.*", result({"v"}, {{"10.11.0"}}));
//
// The n-th accepted connection plays the n-th script; a connection without one logs in. What comes
// behind a script is answered by the rules: COM_QUIT closes, COM_PING, COM_RESET_CONNECTION,
// COM_INIT_DB, COM_STMT_RESET and SET answer OK, COM_STMT_CLOSE and COM_STMT_SEND_LONG_DATA
// nothing, on() decides about queries and other commands, and anything else is an ERR and a
// failure. A test ends with CHECK(server.failures().empty()).
//
// Thread rule: scripts run on threads of the server's own, one per connection; every public member
// may be called from any thread. The destructor closes all connections and joins.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/wire/messages.h"
#include "tests/support/raw_socket.h"

namespace sluice::test {

class ScriptedServer;

// One accepted connection, as a step sees it.
struct ScriptedConnection {
  ScriptedServer& server;
  RawSocket socket;
  std::size_t index;                    // in order of acceptance
  wire::Capabilities offered = 0;       // by our greeting
  wire::Capabilities capabilities = 0;  // negotiated, behind login()
  std::uint8_t sequence = 0;            // of the next packet we send
  std::string request = {};             // text of the command that a rule answers
  std::size_t chunk_bytes = 0;          // 0: writes are whole; n: each write has at most n bytes
  bool open = true;

  void send(Bytes payload);    // one message, with the running sequence id
  void send_raw(Bytes bytes);  // as they are
};

using Step = std::function<void(ScriptedConnection&)>;
using Script = std::vector<Step>;

// Lets a script wait for the test.
class Gate {
 public:
  void open();
  // False if it was not opened in time.
  bool wait(std::chrono::milliseconds timeout = std::chrono::seconds(30));

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool is_open_ = false;
};

struct ReceivedCommand {
  std::size_t connection;
  wire::Command command;
  std::string text;  // behind the command byte
};

class ScriptedServer {
 public:
  // 0: any free port; else this one, e.g. that of a server that was stopped before.
  explicit ScriptedServer(std::uint16_t port = 0);
  ~ScriptedServer();

  std::uint16_t port() const { return port_; }

  // Scripts and rules apply to connections accepted later and to commands read later.
  void script(Script steps);
  // `pattern` is a regular expression for the whole query text (see TextPattern). A
  // later rule wins over an earlier one.
  void on(const std::string& pattern, Step reply);
  // The same for another command, by the text behind its byte.
  void on(wire::Command command, const std::string& pattern, Step reply);

  std::vector<ReceivedCommand> received() const;
  // Whether a query that matches `pattern` has arrived, or arrives within the time-out.
  bool wait_for_query(const std::string& pattern, std::chrono::milliseconds timeout) const;
  std::size_t connections() const;  // accepted so far
  std::vector<std::string> failures() const;

  // For steps.
  void note_failure(std::string text);
  void note_command(ReceivedCommand command);
  void answer_by_rules(ScriptedConnection& connection);

 private:
  struct State;
  void accept_loop();
  void serve(ScriptedConnection connection, Script steps);
  Step rule_for(wire::Command command, const std::string& text) const;

  std::unique_ptr<State> state_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
};

}  // namespace sluice::test
