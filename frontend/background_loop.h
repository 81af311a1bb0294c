// SPDX-License-Identifier: Apache-2.0
// A thread of its own for work that blocks and is due every so often: reading files, asking
// servers. Ownership: its owner calls stop(), or destroys it, before what the round uses goes away.
// Thread rule: start() and stop() are the owner's, wake() is anybody's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace sluice::frontend {

class BackgroundLoop {
 public:
  // One round of the work, on the loop's thread; returns how long to wait for the next.
  using Round = std::function<std::chrono::milliseconds()>;

  BackgroundLoop() = default;
  ~BackgroundLoop() { stop(); }
  BackgroundLoop(const BackgroundLoop&) = delete;
  BackgroundLoop& operator=(const BackgroundLoop&) = delete;

  // Begins with a round. Called once.
  void start(Round round);
  // A round as soon as possible, and behind the one that may be running.
  void wake();
  // What runs is finished first. May be called without start(), and again.
  void stop();

 private:
  void run(const Round& round);

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;  // guarded by mutex_
  bool wanted_ = false;    // a round, now; guarded by mutex_
  std::thread thread_;
};

}  // namespace sluice::frontend
