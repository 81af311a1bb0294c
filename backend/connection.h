// SPDX-License-Identifier: Apache-2.0
// One connection to a server: the thin IO shell around frame reader and handshake.
//
// Use: append commands to out() (with wire::MessageScope and sequence 0), flush(), then take the
// answers in order with message(), or raw with fill(), pending() and skip() for relaying.
// Preparatory commands (reset, SET, BEGIN) are queued with expect_ok(): their answers are taken and
// checked by settle(), which costs no extra round trip because they arrive with the statement's
// own.
//
// Ownership: belongs to a Pool or to the Lease that borrowed it. Thread rule: its worker's thread;
// one coroutine at a time. Errors: backend_* and outcome-free; after any of them broken() is true
// and the connection can only be closed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "backend/session_variables.h"
#include "backend/statement_cache.h"
#include "backend/target.h"
#include "common/base/result.h"
#include "common/base/task.h"
#include "common/net/stream.h"
#include "common/telemetry/counters.h"
#include "common/wire/frame_reader.h"
#include "common/wire/messages.h"

namespace sluice::backend {

class Connection {
 public:
  // Resolves, connects, does TLS and the handshake, all within target.source->connect_timeout.
  // `target` must outlive the connection.
  static Task<Result<std::unique_ptr<Connection>>> open(const Target& target,
                                                        asio::io_context& context,
                                                        net::Ticker& ticker, Counters& counters);
  ~Connection();

  // ----------------------------------------------------------------------------------------
  // sending
  Buffer& out() { return out_; }
  void append_query(std::string_view sql);
  // Queues a command whose answer must be OK; settle() sees to the answer. It may stay queued until
  // the connection's next use, by whomever.
  void expect_ok(std::string_view sql);
  // Closes a prepared statement with the next flush(); there is no answer.
  void queue_close_statement(std::uint32_t id);
  // Queues COM_RESET_CONNECTION: variables, statements and everything else are the server's
  // defaults.
  void queue_reset();
  // Queues what makes this connection's session equal `wanted`: a reset if it is dirty, then SET.
  void queue_sync(const SessionVariablesPtr& wanted);
  // The same within a transaction, which a reset would roll back: what is left there is the
  // session's own, and is reset when the connection goes to another.
  void queue_variables(const SessionVariablesPtr& wanted);
  Task<Result<void>> flush();

  // --------------------------------------------------------------------------------------
  // receiving Takes the answers to all queued expect_ok() commands. An ERR among them is returned
  // as it came and leaves the connection dirty; the remaining answers are still taken.
  Task<Result<void>> settle();
  // A statement is about to be queued: until end_answer() the connection cannot be reused.
  void start_statement() {
    answering_ = true;
    answer_sequence_ = 1;
  }
  // The statement is in out(); its answer counts on from its last packet, see
  // MessageScope::close().
  void statement_queued(std::uint8_t next_sequence) { answer_sequence_ = next_sequence; }
  // The statement's answer comes next (behind settle()).
  void begin_answer() { reader_.expect_sequence(answer_sequence_); }
  std::uint8_t answer_sequence() const { return answer_sequence_; }
  // The answer has been taken to its end.
  void end_answer() { answering_ = false; }
  // The next whole message; its payload is valid until the next call of message() or fill().
  Task<Result<wire::Message>> message();
  // A message that has already arrived, without waiting.
  Result<std::optional<wire::Message>> buffered_message();
  // Waits for further bytes.
  Task<Result<void>> fill();
  wire::FrameReader& reader() { return reader_; }

  // ------------------------------------------------------------------------------------------
  // state
  const Target& target() const { return target_; }
  const std::string& name() const { return target_.source->name; }
  wire::Capabilities capabilities() const { return capabilities_; }
  bool is_compressed() { return stream_.compression() != nullptr; }
  const std::string& server_version() const { return server_version_; }
  std::uint32_t server_thread() const { return server_thread_; }
  StatementCache& statements() { return statements_; }

  bool broken() const { return broken_; }
  void mark_broken() { broken_ = true; }
  // Something may be left in the session that queue_sync() does not know: reset before reuse.
  void mark_dirty() { dirty_ = true; }
  // A statement was queued or sent whose answer has not been taken to its end.
  bool is_answering() const { return answering_; }
  // For which session (its connection id) a leased connection works; 0: nobody's in particular.
  std::uint32_t owner() const { return owner_; }
  void set_owner(std::uint32_t session) { owner_ = session; }
  // Cursors that are open on it: for as long it must stay with its session.
  std::uint32_t cursors() const { return cursors_; }
  void add_cursor() { ++cursors_; }
  void remove_cursor() { --cursors_; }
  // A KILL QUERY is under way to the server and may arrive late: no other session may get this
  // connection.
  bool condemned() const { return condemned_; }
  void condemn() { condemned_ = true; }
  // Whether the server has closed the connection meanwhile, or sent what nobody asked for.
  bool is_stale();
  // For whoever has set variables on the connection itself and knows the outcome.
  void set_applied(SessionVariablesPtr variables) { applied_ = std::move(variables); }
  const SessionVariables* applied() const { return applied_.get(); }

  Clock::time_point opened_at() const { return opened_at_; }
  Clock::time_point idle_since() const { return idle_since_; }
  void set_idle_since(Clock::time_point now) { idle_since_ = now; }
  net::Stream& stream() { return stream_; }
  // The pool's own note: where the connection stands among those on lease.
  std::size_t pool_slot() const { return pool_slot_; }
  void set_pool_slot(std::size_t slot) { pool_slot_ = slot; }

 private:
  Connection(const Target& target, asio::io_context& context, net::Ticker& ticker,
             Counters& counters);
  Task<Result<void>> connect_socket(asio::io_context& context, Deadline deadline);
  Task<Result<void>> shake_hands(Deadline deadline);
  void start_compression();
  Error lost(net::IoStatus status);
  Error handshake_lost(net::IoStatus status) const;
  Deadline read_deadline() const { return deadline_after(target_.source->socket_timeout); }

  const Target& target_;
  net::Stream stream_;
  Counters& counters_;
  wire::FrameReader reader_;
  Buffer out_;
  wire::Capabilities capabilities_ = 0;
  std::string server_version_;
  std::uint32_t server_thread_ = 0;
  StatementCache statements_;
  SessionVariablesPtr applied_;
  Buffer deferred_;                     // COM_STMT_CLOSE commands
  std::vector<std::uint8_t> expected_;  // sequence ids of OK answers before the statement's
  std::uint8_t answer_sequence_ = 1;    // of the statement's
  bool answering_ = false;
  bool dirty_ = false;
  bool broken_ = false;
  bool established_ = false;
  bool condemned_ = false;
  std::uint32_t owner_ = 0;
  std::uint32_t cursors_ = 0;
  std::size_t pool_slot_ = 0;
  Clock::time_point opened_at_ = Clock::now();
  Clock::time_point idle_since_ = opened_at_;
};

}  // namespace sluice::backend
