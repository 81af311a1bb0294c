// SPDX-License-Identifier: Apache-2.0
// A worker's way to the decision log: awaits what is on disk without blocking the thread.
// Ownership: refers to the log and the context. Thread rule: its worker's thread.
#pragma once

#include <coroutine>
#include <memory>
#include <string>
#include <utility>

#include <asio/io_context.hpp>
#include <asio/post.hpp>

#include "backend/xa/decision_log.h"
#include "common/base/task.h"

namespace sluice::backend {

class Decisions {
 public:
  Decisions(DecisionLog& log, asio::io_context& context) : log_(log), context_(context) {}

  DecisionLog& log() { return log_; }

  // DecisionLog::commit(), resumed on the worker's thread.
  Task<Result<void>> commit(std::string transaction) {
    Result<void> done = co_await Durable(*this, std::move(transaction));
    co_return done;
  }

 private:
  // Lives until the log has called back, even if the coroutine that waits is destroyed before.
  struct State {
    std::coroutine_handle<> waiting;
    Result<void> outcome;
  };

  class Durable {
   public:
    Durable(Decisions& decisions, std::string transaction)
        : decisions_(decisions), transaction_(std::move(transaction)) {}
    ~Durable() { state_->waiting = nullptr; }
    Durable(const Durable&) = delete;
    Durable& operator=(const Durable&) = delete;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
      state_->waiting = waiting;
      decisions_.log_.commit(
          transaction_, [state = state_, &context = decisions_.context_](Result<void> outcome) {
            asio::post(context, [state, outcome = std::move(outcome)] {
              state->outcome = outcome;
              if (state->waiting) state->waiting.resume();
            });
          });
    }
    Result<void> await_resume() { return state_->outcome; }

   private:
    Decisions& decisions_;
    std::string transaction_;
    std::shared_ptr<State> state_ = std::make_shared<State>();
  };

  DecisionLog& log_;
  asio::io_context& context_;
};

}  // namespace sluice::backend
