// SPDX-License-Identifier: Apache-2.0
// Recovery of distributed transactions: looks for prepared branches on every server at start, every
// second while something is left to be ended, and every so often otherwise. Ownership: its owner
// calls stop(), or destroys it. Thread rule: a thread of its own, because it asks servers and
// waits; start() and stop() are the owner's.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "backend/xa/decision_log.h"
#include "config/config.h"

namespace sluice::frontend {

class XaService {
 public:
  // `log` must outlive this object, and leave no transaction once it is gone.
  XaService(config::ConfigSnapshot config, backend::DecisionLog& log)
      : config_(std::move(config)), log_(log) {
    log_.set_on_left([this] { want(); });
  }
  ~XaService() { stop(); }

  void start();
  void stop();

 private:
  void run();
  void want();
  bool recover();
  bool recover_source(const std::string& database, const config::DataSource& source,
                      std::set<std::string>& left);

  const config::ConfigSnapshot config_;
  backend::DecisionLog& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;           // guarded by mutex_
  bool wanted_ = false;             // a round, now; guarded by mutex_
  std::set<std::string> reported_;  // sources whose failure is logged already; the thread's
  std::thread thread_;
};

}  // namespace sluice::frontend
