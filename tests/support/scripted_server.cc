// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_server.h"

#include <atomic>
#include <deque>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/scripted_steps.h"
#include "tests/support/text_pattern.h"

namespace sluice::test {
namespace {

struct Rule {
  wire::Command command;
  std::shared_ptr<const TextPattern> pattern;
  Step reply;
};

}  // namespace

struct ScriptedServer::State {
  mutable std::mutex mutex;
  mutable std::condition_variable arrived;
  // All below is protected by the mutex.
  std::deque<Script> scripts;
  std::deque<Rule> rules;
  std::vector<ReceivedCommand> commands;
  std::vector<std::string> failures;
  std::vector<int> handles;  // by connection, for the destructor's shutdown(); -1: ended
  std::vector<std::thread> threads;
  std::size_t accepted = 0;
  std::atomic<bool> stopping = false;
};

ScriptedServer::ScriptedServer(std::uint16_t port) : state_(std::make_unique<State>()) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      listen(listener_, 128) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw SocketError("the scripted server cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_loop(); });
}

ScriptedServer::~ScriptedServer() {
  state_->stopping = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::scoped_lock lock(state_->mutex);
    for (const int handle : state_->handles) {
      if (handle >= 0) shutdown(handle, SHUT_RDWR);
    }
  }
  for (std::thread& thread : state_->threads) thread.join();
}

void ScriptedServer::accept_loop() {
  while (!state_->stopping) {
    const int handle = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (handle < 0) return;
    const std::scoped_lock lock(state_->mutex);
    // A second descriptor of the socket, so that the destructor can end a blocked read whatever the
    // script did with the first.
    state_->handles.push_back(dup(handle));
    Script steps;
    if (!state_->scripts.empty()) {
      steps = std::move(state_->scripts.front());
      state_->scripts.pop_front();
    } else {
      steps = {login()};
    }
    ScriptedConnection connection{*this, RawSocket(handle), state_->accepted++};
    state_->threads.emplace_back(&ScriptedServer::serve, this, std::move(connection),
                                 std::move(steps));
  }
}

void ScriptedServer::serve(ScriptedConnection connection, Script steps) {
  try {
    for (const Step& step : steps) {
      if (!connection.open) break;
      step(connection);
    }
    while (connection.open) answer_by_rules(connection);
  } catch (const SocketError& error) {
    if (!state_->stopping) {
      note_failure("connection " + std::to_string(connection.index) + ": " + error.what());
    }
  }
  connection.socket.close();
  const std::scoped_lock lock(state_->mutex);
  ::close(std::exchange(state_->handles[connection.index], -1));
}

void ScriptedServer::answer_by_rules(ScriptedConnection& connection) {
  const std::optional<RawPacket> message = read_message(connection.socket);
  if (!message || message->payload.empty()) {
    connection.open = false;
    return;
  }
  connection.sequence = static_cast<std::uint8_t>(message->sequence + 1);
  const auto command = static_cast<wire::Command>(message->payload[0]);
  const std::string text(as_text(Bytes(message->payload).subspan(1)));
  note_command({connection.index, command, text});
  connection.request = text;
  if (const Step reply = rule_for(command, text)) return reply(connection);
  using enum wire::Command;
  if (command == quit) {
    connection.open = false;
  } else if (command == ping || command == reset_connection || command == init_db ||
             command == stmt_reset || (command == query && TextPattern("set .*").matches(text))) {
    connection.send(ok_packet());
  } else if (command == query) {
    note_failure("no rule for the query: " + text);
    connection.send(err_packet(1064, "42000", "the scripted server has no rule for this"));
  } else if (command != stmt_close && command != stmt_send_long_data) {
    note_failure("no rule for command " + std::to_string(static_cast<int>(command)));
    connection.send(err_packet(1047, "08S01", "Unknown command"));
  }
}

Step ScriptedServer::rule_for(wire::Command command, const std::string& text) const {
  const std::scoped_lock lock(state_->mutex);
  for (const Rule& rule : state_->rules) {
    if (rule.command == command && rule.pattern->matches(text)) return rule.reply;
  }
  return nullptr;
}

void ScriptedServer::script(Script steps) {
  const std::scoped_lock lock(state_->mutex);
  state_->scripts.push_back(std::move(steps));
}

void ScriptedServer::on(const std::string& pattern, Step reply) {
  on(wire::Command::query, pattern, std::move(reply));
}

void ScriptedServer::on(wire::Command command, const std::string& pattern, Step reply) {
  const std::scoped_lock lock(state_->mutex);
  state_->rules.push_front({command, std::make_shared<TextPattern>(pattern), std::move(reply)});
}

std::vector<ReceivedCommand> ScriptedServer::received() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->commands;
}

bool ScriptedServer::wait_for_query(const std::string& pattern,
                                    std::chrono::milliseconds timeout) const {
  const TextPattern wanted(pattern);
  std::unique_lock lock(state_->mutex);
  return state_->arrived.wait_for(lock, timeout, [&] {
    for (const ReceivedCommand& command : state_->commands) {
      if (command.command == wire::Command::query && wanted.matches(command.text)) {
        return true;
      }
    }
    return false;
  });
}

std::size_t ScriptedServer::connections() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->accepted;
}

std::vector<std::string> ScriptedServer::failures() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->failures;
}

void ScriptedServer::note_failure(std::string text) {
  const std::scoped_lock lock(state_->mutex);
  state_->failures.push_back(std::move(text));
}

void ScriptedServer::note_command(ReceivedCommand command) {
  const std::scoped_lock lock(state_->mutex);
  state_->commands.push_back(std::move(command));
  state_->arrived.notify_all();
}

}  // namespace sluice::test
