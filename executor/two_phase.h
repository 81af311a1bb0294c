// SPDX-License-Identifier: Apache-2.0
// The branches of a distributed transaction (XA, MySQL 9 manual 15.3.8): one per server, each on
// the connection that takes part. Branches of one transaction that wrote on several servers are
// committed all or none: prepared everywhere, decided durably (backend/xa/decision_log.h), then
// committed. From the decision on the transaction is committed, even if a server cannot be told
// now: recovery will tell it. Ownership: refers to the transaction's connections. Thread rule: its
// worker's thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "backend/connection.h"
#include "backend/xa/decisions.h"
#include "common/base/result.h"
#include "common/base/task.h"

namespace sluice::executor {

struct Branch {
  backend::Connection* connection = nullptr;
  std::string xid;  // as SQL: 'transaction','number'
};

std::string branch_xid(const std::string& transaction, std::size_t number);

// Errors: those of the first branch that can't be prepared, as prepare_failed, and decision_log;
// then every branch is rolled back. Connections whose server did not answer are broken.
Task<Result<void>> commit_two_phase(std::vector<Branch> branches, std::string transaction,
                                    backend::Decisions& decisions);

// A branch that nobody has prepared; `gtids` as in OkAnswer. Errors: the server's; a connection
// that broke leaves the outcome unknown.
Task<Result<void>> commit_one_phase(backend::Connection& connection, const std::string& xid,
                                    Buffer& gtids);
// A connection where this fails is broken: its server then rolls back by itself.
Task<void> roll_back_branch(backend::Connection& connection, const std::string& xid);

}  // namespace sluice::executor
