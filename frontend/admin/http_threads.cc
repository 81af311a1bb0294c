// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/http_threads.h"

namespace sluice::frontend {

HttpThreads::HttpThreads(std::size_t threads, std::size_t waiting) : max_waiting_(waiting) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void HttpThreads::enqueue(std::function<void()> task) {
  std::unique_lock lock(mutex_);
  room_there_.wait(lock, [this] { return tasks_.size() < max_waiting_; });
  tasks_.push_back(std::move(task));
  work_there_.notify_one();
}

void HttpThreads::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_there_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void HttpThreads::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    work_there_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    const std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    room_there_.notify_one();
    task();
  }
}

}  // namespace sluice::frontend
