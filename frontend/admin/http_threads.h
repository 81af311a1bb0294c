// SPDX-License-Identifier: Apache-2.0
// The threads that serve HTTP connections: a fixed number, and so many connections that wait; when
// both are full the listener waits, and the kernel's queue after it.
//
// Thread rule: one thread calls, tasks run on the threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sluice::frontend {

class HttpThreads {
 public:
  HttpThreads(std::size_t threads, std::size_t waiting);

  void enqueue(std::function<void()> task);
  // What waits is run first: a task closes its connection. Called once, before the end.
  void shutdown();

 private:
  void work();

  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable work_there_;
  std::condition_variable room_there_;
  std::deque<std::function<void()>> tasks_;  // under mutex_
  bool stopping_ = false;                    // under mutex_
  std::vector<std::thread> threads_;
};

}  // namespace sluice::frontend
