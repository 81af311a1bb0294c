// SPDX-License-Identifier: Apache-2.0
// Task<T>: a lazy coroutine that runs on its caller's thread and is awaited exactly once.
//
// Why not asio::awaitable: a query passes five or six awaits, most of which complete at once. Here
// such an await costs one frame from the allocator and no trip through the scheduler, and a child
// that finishes synchronously returns to its parent without growing the stack (symmetric transfer
// is a tail call only in optimised builds).
//
// Ownership: the Task owns the frame; destroying a Task destroys a coroutine that is not finished,
// so whoever holds it must outlive its pending operations. Exceptions do not cross a Task: an
// exception that escapes a coroutine terminates the process.
// Thread rule: one thread; nothing here is synchronised.
#pragma once

#include <cassert>
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace sluice {

template <class T>
class Task;

namespace detail {

class PromiseBase {
 public:
  std::suspend_always initial_suspend() noexcept { return {}; }

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> self) const noexcept {
      PromiseBase& promise = self.promise();
      promise.finished_ = true;
      // While the parent is still inside await_suspend() it will see `finished_` itself.
      if (!promise.starting_ && promise.continuation_) promise.continuation_.resume();
    }
    void await_resume() const noexcept {}
  };
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { std::terminate(); }

 private:
  template <class>
  friend class sluice::Task;
  std::coroutine_handle<> continuation_;
  bool starting_ = false;
  bool finished_ = false;
};

template <class T>
class Promise : public PromiseBase {
 public:
  Task<T> get_return_object();
  template <class U>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  T take() { return std::move(*value_); }

 private:
  std::optional<T> value_;
};

template <>
class Promise<void> : public PromiseBase {
 public:
  Task<void> get_return_object();
  void return_void() {}
  void take() {}
};

}  // namespace detail

template <class T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::Promise<T>;

  explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (frame_) frame_.destroy();
      frame_ = std::exchange(other.frame_, {});
    }
    return *this;
  }
  ~Task() {
    if (frame_) frame_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> parent) noexcept {
    detail::PromiseBase& promise = frame_.promise();
    promise.continuation_ = parent;
    promise.starting_ = true;
    frame_.resume();
    promise.starting_ = false;
    return !promise.finished_;
  }
  T await_resume() { return frame_.promise().take(); }

 private:
  std::coroutine_handle<promise_type> frame_;
};

namespace detail {

template <class T>
Task<T> Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}

inline Task<void> Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

// A frame that nobody owns: it starts at once and frees itself when it is finished.
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
};

template <class Done>
Detached run_detached(Task<void> task, Done done) {
  co_await task;
  done();
}

}  // namespace detail

// Starts `task` now; calls `done()` on the same thread when it has finished. The caller is the
// owner in the sense of the house rules: it counts what it has spawned and stops it before it goes
// away.
template <class Done>
void spawn(Task<void> task, Done done) {
  detail::run_detached(std::move(task), std::move(done));
}

}  // namespace sluice
