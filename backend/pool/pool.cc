// SPDX-License-Identifier: Apache-2.0
#include "backend/pool/pool.h"

#include <algorithm>
#include <iterator>

#include <asio/post.hpp>

#include "common/telemetry/log.h"

namespace sluice::backend {
namespace {

// A connection idle for longer than this is looked at before use: its server may have closed it.
constexpr std::chrono::milliseconds kProbeAfter{100};
constexpr std::chrono::milliseconds kCloseAhead{500};
// How many idle connections are looked through for one that matches the session.
constexpr std::size_t kMatchDepth = 4;

}  // namespace

Lease& Lease::operator=(Lease&& other) noexcept {
  if (this != &other) {
    release();
    pool_ = other.pool_;
    connection_ = std::move(other.connection_);
  }
  return *this;
}

void Lease::release() {
  if (connection_) pool_->give_back(std::move(connection_));
}

// Waits in line until a place is free, the deadline passes or the pool stops.
class Pool::Waiter : public net::Ticker::Wait {
 public:
  enum class Outcome : std::uint8_t { woken, timed_out, stopped, interrupted };

  // `first`: it has been woken before and found its place taken, so it does not queue again.
  Waiter(Pool& pool, std::uint32_t owner, Deadline deadline, bool first)
      : pool_(pool), owner_(owner), deadline_(deadline), first_(first) {}
  std::uint32_t owner() const { return owner_; }
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    handle_ = handle;
    pool_.waiters_.insert(first_ ? pool_.waiters_.begin() : pool_.waiters_.end(), this);
    pool_.ticker_.arm(*this, deadline_);
  }
  Outcome await_resume() const { return outcome_; }

  // Takes the waiter out of the line and resumes it, not within the caller's stack.
  void resolve(Outcome outcome) {
    disarm();
    std::erase(pool_.waiters_, this);
    outcome_ = outcome;
    asio::post(pool_.context_, [handle = handle_] { handle.resume(); });
  }

 private:
  void expire() override { resolve(Outcome::timed_out); }

  Pool& pool_;
  std::uint32_t owner_;
  Deadline deadline_;
  bool first_;
  std::coroutine_handle<> handle_;
  Outcome outcome_ = Outcome::woken;
};

Pool::Pool(Target target, PoolSize size, asio::io_context& context, net::Ticker& ticker,
           Counters& counters)
    : target_(std::move(target)),
      size_(size),
      context_(context),
      ticker_(ticker),
      counters_(counters) {}

Pool::~Pool() = default;

void PoolState::add(const PoolState& other) {
  idle += other.idle;
  leased += other.leased;
  opening += other.opening;
  waiting += other.waiting;
  max += other.max;
  connected_at = std::max(connected_at, other.connected_at);  // nothing comes first
  if (other.failed_at > failed_at) {
    failed_at = other.failed_at;
    failure = other.failure;
  }
}

PoolState Pool::state() const {
  return {.idle = idle_.size(),
          .leased = leased_.size(),
          .opening = opening_,
          .waiting = waiters_.size(),
          .max = size_.max,
          .connected_at = connected_at_,
          .failed_at = failed_at_,
          .failure = failure_};
}

bool Pool::reusable(const Connection& connection, Clock::time_point now,
                    const char** reason) const {
  if (connection.broken()) return *reason = "broken", false;
  if (connection.condemned()) return *reason = "its statement was killed", false;
  if (connection.is_answering()) return *reason = "an answer is outstanding", false;
  const auto lifetime = target_.source->max_lifetime;
  if (lifetime.count() > 0 && now - connection.opened_at() > lifetime) {
    return *reason = "lifetime reached", false;
  }
  // Near the end of the wait_timeout that a session has set there, its server may close it any
  // time.
  const auto wait = connection.applied() == nullptr ? std::chrono::seconds(0)
                                                    : connection.applied()->wait_timeout();
  if (wait.count() > 0 && now - connection.idle_since() + kCloseAhead > wait) {
    return *reason = "wait_timeout", false;
  }
  return true;
}

Lease Pool::try_idle(const SessionVariables* variables) {
  if (stopped_ || !waiters_.empty()) return {};
  while (!idle_.empty()) {
    std::size_t chosen = idle_.size() - 1;
    for (std::size_t depth = 0; depth < std::min(kMatchDepth, idle_.size()); ++depth) {
      if (idle_[idle_.size() - 1 - depth]->applied() != variables) continue;
      chosen = idle_.size() - 1 - depth;
      break;
    }
    std::unique_ptr<Connection> connection = std::move(idle_[chosen]);
    idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(chosen));
    const auto now = Clock::now();
    const char* reason = "";
    if (!reusable(*connection, now, &reason)) {
      close(std::move(connection), reason);
      continue;
    }
    if (now - connection->idle_since() > kProbeAfter && connection->is_stale()) {
      close(std::move(connection), "closed by the server");
      continue;
    }
    return lease_out(std::move(connection));
  }
  return {};
}

Lease Pool::lease_out(std::unique_ptr<Connection> connection) {
  connection->set_pool_slot(leased_.size());
  leased_.push_back(connection.get());
  return Lease(*this, std::move(connection));
}

Task<Result<Lease>> Pool::acquire(const SessionVariables* variables, std::uint32_t owner) {
  if (Lease lease = try_idle(variables)) co_return Result<Lease>(std::move(lease));
  const Deadline deadline = deadline_after(target_.source->lease_timeout);
  bool my_turn = waiters_.empty();
  for (bool woken = false;; woken = true) {
    if (stopped_) co_return make_error(ErrorId::server_shutdown);
    if (my_turn && total() < size_.max) {
      Result<Lease> opened = co_await open_new();
      co_return opened;
    }
    counters_.pool_waits.add();
    Waiter waiter(*this, owner, deadline, woken);
    const Waiter::Outcome outcome = co_await waiter;
    if (outcome == Waiter::Outcome::interrupted) co_return make_error(ErrorId::query_interrupted);
    if (outcome == Waiter::Outcome::stopped) co_return make_error(ErrorId::server_shutdown);
    if (outcome == Waiter::Outcome::timed_out) {
      co_return make_error(
          ErrorId::pool_exhausted,
          {target_.source->name, std::to_string(target_.source->lease_timeout.count())});
    }
    my_turn = true;
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      co_return lease_out(std::move(connection));
    }
  }
}

Task<Result<Lease>> Pool::acquire_spare(const SessionVariables* variables) {
  if (Lease lease = try_idle(variables)) co_return Result<Lease>(std::move(lease));
  if (stopped_ || !waiters_.empty() || total() >= size_.max) co_return Lease();
  Result<Lease> opened = co_await open_new();
  co_return opened;
}

Task<Result<Lease>> Pool::open_new() {
  ++opening_;
  Result<std::unique_ptr<Connection>> opened =
      co_await Connection::open(target_, context_, ticker_, counters_);
  --opening_;
  if (!opened) {
    counters_.backend_connects_failed.add();
    failed_at_ = Clock::now();
    failure_ = opened.error().message();
    log::warning("backend", "connecting failed",
                 {{"database", target_.database},
                  {"data_source", target_.source->name},
                  {"error", opened.error().message()}});
    wake_one();
    co_return opened.error();
  }
  counters_.backend_connects.add();
  connected_at_ = Clock::now();
  if (stopped_) {  // meanwhile: cancel_leased() could not see this connection
    close(std::move(*opened), "stopped");
    co_return make_error(ErrorId::server_shutdown);
  }
  co_return lease_out(std::move(*opened));
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  leased_.back()->set_pool_slot(connection->pool_slot());
  std::swap(leased_[connection->pool_slot()], leased_.back());
  leased_.pop_back();
  connection->set_owner(0);
  const auto now = Clock::now();
  const char* reason = "stopped";
  if (stopped_ || !reusable(*connection, now, &reason)) {
    close(std::move(connection), reason);
  } else {
    connection->set_idle_since(now);
    idle_.push_back(std::move(connection));
  }
  wake_one();
}

void Pool::close(std::unique_ptr<Connection> connection, const char* reason) {
  counters_.backend_closed.add();
  log::debug("backend", "connection closed",
             {{"data_source", target_.source->name},
              {"thread", connection->server_thread()},
              {"reason", reason}});
}

void Pool::wake_one() {
  if (!waiters_.empty()) waiters_.front()->resolve(Waiter::Outcome::woken);
}

void Pool::housekeeping(Clock::time_point now) {
  const auto idle_timeout = target_.source->idle_timeout;
  const auto too_old = [&](const std::unique_ptr<Connection>& connection) {
    const char* reason = "";
    if (!reusable(*connection, now, &reason)) return true;
    return idle_timeout.count() > 0 && total() > size_.min &&
           now - connection->idle_since() > idle_timeout;
  };
  for (std::size_t i = 0; i < idle_.size();) {
    if (!too_old(idle_[i])) {
      ++i;
      continue;
    }
    std::unique_ptr<Connection> connection = std::move(idle_[i]);
    idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
    close(std::move(connection), "idle or too old");
  }
}

void Pool::cancel_leased() {
  for (Connection* connection : leased_) connection->stream().cancel();
}

void Pool::interrupt(std::uint32_t owner, std::vector<Connection*>& running) {
  for (Connection* connection : leased_) {
    if (connection->owner() != owner || !connection->is_answering()) continue;
    connection->condemn();
    running.push_back(connection);
  }
  std::vector<Waiter*> interrupted;
  std::copy_if(waiters_.begin(), waiters_.end(), std::back_inserter(interrupted),
               [owner](const Waiter* waiter) { return waiter->owner() == owner; });
  for (Waiter* waiter : interrupted) waiter->resolve(Waiter::Outcome::interrupted);
}

Connection* Pool::find_leased(std::uint32_t server_thread) {
  const auto found = std::find_if(
      leased_.begin(), leased_.end(),
      [&](const Connection* connection) { return connection->server_thread() == server_thread; });
  return found == leased_.end() ? nullptr : *found;
}

void Pool::close_idle(const char* reason) {
  while (!idle_.empty()) {
    std::unique_ptr<Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    close(std::move(connection), reason);
  }
}

void Pool::abandon() {
  close_idle("the server is gone");
  cancel_leased();
}

void Pool::stop() {
  stopped_ = true;
  close_idle("stopped");
  while (!waiters_.empty()) waiters_.front()->resolve(Waiter::Outcome::stopped);
}

}  // namespace sluice::backend
