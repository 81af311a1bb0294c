// SPDX-License-Identifier: Apache-2.0
// Ends the prepared branches that a crash or a lost connection has left on a server (XA RECOVER,
// MySQL 9 manual 15.3.8.1), as the decision log says. Branches of other gateways and of clients are
// not touched. Blocking: runs on a control thread. Needs XA_RECOVER_ADMIN on MySQL.
#pragma once

#include <set>
#include <string>

#include "backend/xa/decision_log.h"
#include "common/base/result.h"
#include "config/config.h"

namespace sluice::backend {

struct Recovered {
  std::size_t committed = 0;
  std::size_t rolled_back = 0;
  std::set<std::string> left;  // transactions that have branches there still
};

// Errors: backend_unreachable, backend_access_denied. What one branch's end fails with is logged,
// and it is left.
Result<Recovered> recover_branches(const config::DataSource& source, const DecisionLog& log);

}  // namespace sluice::backend
