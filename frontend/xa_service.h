// SPDX-License-Identifier: Apache-2.0
// Recovery of distributed transactions: looks for prepared branches on every server at start, when
// a session had to leave some, every second while something is left to be ended, and every so often
// otherwise.
// Ownership and thread rule: as its BackgroundLoop's.
#pragma once

#include <set>
#include <string>

#include "backend/xa/decision_log.h"
#include "config/config.h"
#include "frontend/background_loop.h"

namespace sluice::frontend {

class XaService {
 public:
  // `log` must outlive this object, and leave no transaction once it is gone.
  XaService(config::ConfigSnapshot config, backend::DecisionLog& log)
      : config_(std::move(config)), log_(log) {
    log_.set_on_left([this] { loop_.wake(); });
  }

  void start();
  void stop() { loop_.stop(); }

 private:
  bool recover();
  bool recover_source(const std::string& database, const config::DataSource& source,
                      std::set<std::string>& left);

  const config::ConfigSnapshot config_;
  backend::DecisionLog& log_;
  std::set<std::string> reported_;  // sources whose failure is logged already; the loop's
  BackgroundLoop loop_;             // the last member: it uses the others
};

}  // namespace sluice::frontend
