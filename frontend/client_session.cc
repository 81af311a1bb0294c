// SPDX-License-Identifier: Apache-2.0
#include "frontend/client_session.h"

#include <asio/post.hpp>

#include "common/telemetry/log.h"
#include "executor/end_on_server.h"
#include "frontend/admin/admin_command.h"
#include "frontend/command/command_name.h"
#include "frontend/command/dispatch.h"
#include "frontend/statement/statement_note.h"
#include "parser/shape_text.h"

namespace sluice::frontend {
namespace {

constexpr std::size_t kHandshakeCap = 1u << 20;
constexpr std::chrono::milliseconds kLastWords{2'000};  // for an ERR before closing
constexpr std::size_t kReadBytes = 4 * 1024;

}  // namespace

ClientSession::ClientSession(WorkerServices& services, net::Stream::Socket socket, Peer peer,
                             std::uint32_t connection_id)
    : services_(services),
      client_host_(std::move(peer.host)),
      unix_socket_(peer.unix_socket),
      connection_id_(connection_id),
      stream_(std::move(socket), services.ticker),
      reader_(kHandshakeCap, kReadBytes),
      writer_(stream_, services.counters),
      session_(services, writer_) {
  session_.file = &file_;
  session_.admin_port = peer.admin_port;
}

Task<void> ClientSession::run() {
  const bool logged_in = co_await log_in();
  services_.shared.logins.fetch_sub(1, std::memory_order_relaxed);
  if (logged_in) {
    co_await serve();
    co_await end_session();
  }
  note_end(EndSource::success);
  co_await await_kills();
  stream_.cancel();
}

Task<void> ClientSession::turn_away(Error error) {
  note_end(source_of_failure(error), error.message());
  writer_.begin_answer(0);
  co_await refuse(error);
  stream_.cancel();
}

// -----------------------------------------------------------------------------------------
// commands

Task<std::optional<wire::Message>> ClientSession::next_command() {
  reader_.expect_sequence(0);
  for (;;) {
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) {
      count(next.error());
      note_end(source_of_failure(next.error()), next.error().message());
      writer_.begin_answer(reader_.refusal_sequence());
      co_await refuse(next.error());
      co_return std::nullopt;
    }
    if (*next) co_return **next;
    waiting_ = !reader_.has_pending();
    auto reading = stream_.read_some(reader_.prepare(), deadline_after(session_.idle_timeout));
    const net::IoResult got = co_await reading;
    waiting_ = false;
    if (got.status != net::IoStatus::ok) {
      note_end_of_reading(got.status);
      if (stream_.protocol_error()) {
        count(*stream_.protocol_error());
        writer_.begin_answer(stream_.compression()->sequence());
        co_await refuse(*stream_.protocol_error());
      } else if (draining_) {
        co_await refuse_unasked(make_error(ErrorId::server_shutdown));
      } else if (got.status == net::IoStatus::timed_out && !session_.lex.mariadb) {
        co_await refuse_unasked(make_error(ErrorId::client_idle));  // MariaDB does not say why
      }
      co_return std::nullopt;
    }
    services_.counters.bytes_from_clients.add(got.bytes);
    reader_.commit(got.bytes);
  }
}

Task<void> ClientSession::serve() {
  while (!session_.closing && !stream_.cancelled()) {
    if (draining_ && !session_.state.transaction.active()) {
      note_end(EndSource::proxy_shutdown);
      co_await refuse_unasked(make_error(ErrorId::server_shutdown));
      co_return;
    }
    std::optional<wire::Message> message = co_await next_command();
    if (!message) co_return;
    const bool goes_on = co_await answer(*message);
    if (!goes_on) co_return;
  }
}

Task<bool> ClientSession::answer(const wire::Message& message) {
  services_.counters.commands.add();
  idle_ = Clock::now() - session_.command_since;
  session_.begin_command(message.payload);
  // Servers that compress number the packets of an answer like its frames.
  writer_.begin_answer(stream_.compression() != nullptr ? stream_.compression()->sequence()
                                                        : message.next_sequence);
  if (wire::command_of(message.payload) == wire::Command::change_user) {
    const bool changed = co_await change_user(message);
    session_.end_command(Clock::now());
    co_return changed;
  }
  Task<Result<void>> running = session_.admin_port ? dispatch_admin(session_, message.payload)
                                                   : dispatch(session_, message.payload);
  Result<void> done = co_await running;
  if (kills_ > 0) co_await await_kills();
  // Temporary tables went with a server connection: one server would have ended ours with them.
  if (session_.state.transaction.has_lost_pin()) session_.closing = true;
  if (!done) {
    const Error error = session_.outward(done.error());
    count(error);
    note_failure(error);
    if (writer_.torn()) {
      note_statement_end(session_, false, Clock::now());
      co_return false;
    }
    writer_.error(error);
  }
  const Clock::time_point ended = Clock::now();
  note_statement_end(session_, done.ok(), ended);
  session_.end_command(ended);
  session_.state.transaction.drop_held();
  Result<void> sent = co_await writer_.flush();
  if (!sent) note_end(source_of_failure(sent.error()), sent.error().message());
  co_return sent.ok();
}

// -------------------------------------------------------------------------------------------
// ending

// Sends an ERR as the last thing the client hears.
Task<void> ClientSession::refuse(const Error& error) {
  writer_.set_write_timeout(kLastWords);
  writer_.error(error);
  (void)co_await writer_.flush();
}

Task<void> ClientSession::refuse_unasked(const Error& error) {
  writer_.begin_answer(0);
  if (stream_.compression() != nullptr) stream_.compression()->set_sequence(0);
  co_await refuse(error);
}

Task<void> ClientSession::end_session() {
  co_await session_.state.transaction.end();
  session_.state.locks.abandon();
}

void ClientSession::drain() {
  draining_ = true;
  if (waiting_ && !session_.state.transaction.active()) stream_.cancel_read();
}

ProcessInfo ClientSession::describe() const {
  ProcessInfo info;
  info.id = connection_id_;
  info.user = session_.login.user;
  info.host = client_host_;
  info.database = session_.state.database;
  info.command = info.user.empty() ? "Connect" : command_name(session_.command);
  info.time =
      std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - session_.command_since);
  if (!session_.running_sql.empty()) info.info = session_.running_sql;
  info.attributes = session_.login.attributes;
  if (backend::Connection* const locks = session_.state.locks.connection()) {
    info.lock_thread = locks->server_thread();
    info.pinned = "named lock";
  }
  if (!session_.state.handlers.empty()) info.pinned = "handler";
  if (!session_.state.temporary.empty()) info.pinned = "temporary table";
  return info;
}

std::string ClientSession::statement_shape() const {
  return parser::shape_text(session_.running_sql, session_.lex, DigestTable::kTextBytes);
}

// ------------------------------------------------------------------------------------------- KILL

class ClientSession::KillsDone {
 public:
  explicit KillsDone(ClientSession& session) : session_(session) {}
  bool await_ready() const { return session_.kills_ == 0; }
  void await_suspend(std::coroutine_handle<> waiter) { session_.kills_waiter_ = waiter; }
  void await_resume() const {}

 private:
  ClientSession& session_;
};

Task<void> ClientSession::await_kills() {
  KillsDone done(*this);
  co_await done;
}

void ClientSession::interrupt(KillScope scope) {
  const bool idle = session_.command == wire::Command::sleep;
  if (scope == KillScope::connection) {
    kill();
  } else if (idle) {
    return;  // there is nothing to end
  }
  session_.state.interrupted = true;
  for (backend::Connection* const running : services_.cluster->interrupt(connection_id_)) {
    ++kills_;
    const executor::RunningStatement statement{running->target(), running->server_thread(),
                                               connection_id_};
    spawn(executor::end_on_server(statement, *services_.cluster, services_.context,
                                  services_.ticker, services_.counters),
          [this] {
            if (--kills_ > 0 || !kills_waiter_) return;
            // Not at once: the coroutine that has just finished still stands on its frame.
            asio::post(services_.context,
                       [waiter = std::exchange(kills_waiter_, {})] { waiter.resume(); });
          });
  }
}

void ClientSession::kill() {
  note_end(draining_ ? EndSource::proxy_shutdown : EndSource::client_sql, "KILL");
  session_.closing = true;
  stream_.cancel();
}

}  // namespace sluice::frontend
