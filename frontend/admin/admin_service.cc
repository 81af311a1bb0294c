// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/admin_service.h"

#include <asio/post.hpp>

namespace sluice::frontend {
namespace {

constexpr std::size_t kMaxWaiting = 64;

}  // namespace

// Waits for a job. What the service calls back lives on by itself, should the coroutine be gone.
class AdminService::Answer {
 public:
  Answer(AdminService& service, AdminStatement statement, asio::io_context& home)
      : service_(service), statement_(std::move(statement)), home_(home) {}
  ~Answer() { state_->waiting = nullptr; }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    state_->waiting = waiting;
    service_.submit(
        {std::move(statement_), [state = state_, &home = home_](Result<ResultSet> rows) {
           asio::post(home, [state, rows = std::move(rows)]() mutable {
             state->rows.emplace(std::move(rows));
             if (state->waiting) state->waiting.resume();
           });
         }});
  }
  Result<ResultSet> await_resume() { return std::move(*state_->rows); }

 private:
  struct State {  // the home thread's
    std::coroutine_handle<> waiting;
    std::optional<Result<ResultSet>> rows;
  };
  AdminService& service_;
  AdminStatement statement_;
  asio::io_context& home_;
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

Result<void> AdminService::start() {
  Result<void> opened = database_.open();
  if (!opened) return opened;
  thread_ = std::thread([this] { work(); });
  return {};
}

void AdminService::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  database_.interrupt();
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Task<Result<ResultSet>> AdminService::run(AdminStatement statement, asio::io_context& home) {
  Answer answer(*this, std::move(statement), home);
  Result<ResultSet> rows = co_await answer;
  co_return rows;
}

void AdminService::submit(Job job) {
  std::optional<Error> refused;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refused = make_error(ErrorId::server_shutdown);
    } else if (jobs_.size() >= kMaxWaiting) {
      refused = make_error(ErrorId::admin_busy);
    } else {
      jobs_.push_back(std::move(job));
    }
  }
  if (refused) return job.done(*refused);
  changed_.notify_one();
}

void AdminService::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    const bool stopping = stopping_;
    lock.unlock();
    job.done(stopping ? Result<ResultSet>(make_error(ErrorId::server_shutdown))
                      : database_.run(job.statement));
  }
}

}  // namespace sluice::frontend
