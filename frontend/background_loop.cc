// SPDX-License-Identifier: Apache-2.0
#include "frontend/background_loop.h"

#include <utility>

namespace sluice::frontend {

void BackgroundLoop::start(Round round) {
  thread_ = std::thread([this, round = std::move(round)] { run(round); });
}

void BackgroundLoop::wake() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  changed_.notify_all();
}

void BackgroundLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void BackgroundLoop::run(const Round& round) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wanted_ = false;
    lock.unlock();
    const std::chrono::milliseconds pause = round();
    lock.lock();
    changed_.wait_for(lock, pause, [this] { return stopping_ || wanted_; });
  }
}

}  // namespace sluice::frontend
