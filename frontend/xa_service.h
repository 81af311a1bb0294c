// SPDX-License-Identifier: Apache-2.0
// Recovery of distributed transactions: looks for prepared branches on every server at start, every
// second while something is left to be ended, and every so often otherwise. Ownership: its owner
// calls stop(), or destroys it. Thread rule: a thread of its own, because it asks servers and
// waits; start() and stop() are the owner's.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "backend/xa/decision_log.h"
#include "config/config.h"

namespace sluice::frontend {

class XaService {
 public:
  // `log` must outlive this object.
  XaService(config::ConfigSnapshot config, backend::DecisionLog& log)
      : config_(std::move(config)), log_(log) {}
  ~XaService() { stop(); }

  void start();
  void stop();

 private:
  void run();
  bool recover();

  const config::ConfigSnapshot config_;
  backend::DecisionLog& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace sluice::frontend
