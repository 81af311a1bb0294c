// SPDX-License-Identifier: Apache-2.0
// The connections of one worker to one data source (with one set of handshake flags).
//
// acquire() gives an idle connection, or opens one while fewer than `max` exist, or waits its turn:
// waiters are served in order. A lease that ends gives the connection to the first waiter, else
// keeps it idle, else closes it; whatever is unsure (an unsettled answer, an error) is closed with
// a reason. A dead server costs each statement at most the connect timeout, and needs no repair
// when it is back.
//
// Ownership: owns idle connections; a leased one belongs to its Lease, which must not outlive the
// pool. Thread rule: its worker's thread. Errors: backend_*, pool_exhausted after lease_timeout.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include "backend/connection.h"
#include "backend/target.h"

namespace sluice::backend {

class Pool;

// A borrowed connection. Movable; gives it back when destroyed.
class Lease {
 public:
  Lease() = default;
  Lease(Pool& pool, std::unique_ptr<Connection> connection)
      : pool_(&pool), connection_(std::move(connection)) {}
  Lease(Lease&&) noexcept = default;
  Lease& operator=(Lease&& other) noexcept;
  ~Lease() { release(); }

  explicit operator bool() const { return connection_ != nullptr; }
  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }
  Pool& pool() const { return *pool_; }
  // Gives the connection back now.
  void release();

 private:
  Pool* pool_ = nullptr;
  std::unique_ptr<Connection> connection_;
};

struct PoolSize {
  std::uint32_t min = 0;
  std::uint32_t max = 1;
};

// What a pool has, for those who watch it.
struct PoolState {
  std::size_t idle = 0;
  std::size_t leased = 0;
  std::size_t opening = 0;
  std::size_t waiting = 0;
  std::size_t max = 0;
  // When a connection was last opened, and last failed to open; nothing: never.
  std::optional<Clock::time_point> connected_at;
  std::optional<Clock::time_point> failed_at;
  std::string failure;  // what it failed of

  void add(const PoolState& other);
  // The last attempt was a failure.
  bool unreachable() const { return failed_at && (!connected_at || *failed_at > *connected_at); }
};

class Pool {
 public:
  Pool(Target target, PoolSize size, asio::io_context& context, net::Ticker& ticker,
       Counters& counters);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // An idle connection if there is one, preferring those that already are as `variables` wants.
  // Costs no await.
  Lease try_idle(const SessionVariables* variables);
  // As try_idle(), else a new connection, else the next that becomes free, within lease_timeout.
  // `owner`: the session for which it waits, see interrupt().
  Task<Result<Lease>> acquire(const SessionVariables* variables, std::uint32_t owner = 0);

  // An idle or new connection while there is room and nobody waits, else an empty lease.
  Task<Result<Lease>> acquire_spare(const SessionVariables* variables);

  // Closes idle connections that are too old or too many. Called about once a second.
  void housekeeping(Clock::time_point now);
  // Refuses further leases, closes idle connections and fails the waiters with server_shutdown.
  void stop();
  // Closes the idle connections and breaks those in use: the server is gone.
  void abandon();
  // Breaks the connections that are in use.
  void cancel_leased();
  // Ends a session's waiting for a connection with query_interrupted. Appends its connections with
  // a statement under way, which will not go back to the pool.
  void interrupt(std::uint32_t owner, std::vector<Connection*>& running);
  // The connection on lease that is this thread of the server, or null.
  Connection* find_leased(std::uint32_t server_thread);

  std::size_t idle() const { return idle_.size(); }
  std::size_t leased() const { return leased_.size(); }
  std::size_t waiting() const { return waiters_.size(); }
  const Target& target() const { return target_; }
  PoolState state() const;

 private:
  friend class Lease;
  class Waiter;

  Task<Result<Lease>> open_new();
  Lease lease_out(std::unique_ptr<Connection> connection);
  void give_back(std::unique_ptr<Connection> connection);
  void close(std::unique_ptr<Connection> connection, const char* reason);
  void close_idle(const char* reason);
  bool reusable(const Connection& connection, Clock::time_point now, const char** reason) const;
  // A place became free: the first waiter may take a connection or open one.
  void wake_one();
  std::size_t total() const { return idle_.size() + leased_.size() + opening_; }

  Target target_;
  PoolSize size_;
  asio::io_context& context_;
  net::Ticker& ticker_;
  Counters& counters_;
  std::vector<std::unique_ptr<Connection>> idle_;  // the most recently used last
  std::deque<Waiter*> waiters_;
  std::vector<Connection*> leased_;  // each knows its place (Connection::pool_slot)
  std::size_t opening_ = 0;
  std::optional<Clock::time_point> connected_at_;
  std::optional<Clock::time_point> failed_at_;
  std::string failure_;
  bool stopped_ = false;
};

}  // namespace sluice::backend
