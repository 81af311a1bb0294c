// SPDX-License-Identifier: Apache-2.0
#include "common/base/task.h"

#include <vector>

#include <doctest/doctest.h>

namespace sluice {
namespace {

// Suspends until somebody calls resume().
struct Gate {
  std::coroutine_handle<> waiting;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) noexcept { waiting = handle; }
  void await_resume() const noexcept {}
};

Task<int> immediate(int value) {
  co_return value;
}

Task<int> after(Gate& gate, int value) {
  co_await gate;
  co_return value;
}

Task<void> sum_many(int count, long& sum) {
  for (int i = 0; i < count; ++i) sum += co_await immediate(1);
}

Task<void> collect(Gate& gate, std::vector<int>& seen) {
  seen.push_back(co_await immediate(1));
  seen.push_back(co_await after(gate, 2));
  seen.push_back(co_await immediate(3));
}

}  // namespace

TEST_CASE("a task that suspends resumes its parent") {
  Gate gate;
  std::vector<int> seen;
  bool finished = false;
  spawn(collect(gate, seen), [&] { finished = true; });
  CHECK(seen == std::vector<int>{1});
  CHECK_FALSE(finished);
  gate.waiting.resume();
  CHECK(seen == std::vector<int>{1, 2, 3});
  CHECK(finished);
}

TEST_CASE("a million immediate awaits do not grow the stack") {
  long sum = 0;
  bool finished = false;
  spawn(sum_many(1'000'000, sum), [&] { finished = true; });
  CHECK(finished);
  CHECK(sum == 1'000'000);
}

}  // namespace sluice
