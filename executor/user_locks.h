// SPDX-License-Identifier: Apache-2.0
// Named locks (GET_LOCK) of a session. One server holds those of all sessions and gateways: the
// first data source of the first database. While a session has one, it keeps a connection to that
// server.
//
// Ownership: belongs to the SessionState; holds the lease. Thread rule: its worker's thread.
#pragma once

#include <set>
#include <string>

#include "backend/pool/pool.h"

namespace sluice::executor {

class UserLocks {
 public:
  // The lock server's pool; set with the session's other beginnings.
  void set_pool(backend::Pool* pool) { pool_ = pool; }
  backend::Pool* pool() const { return pool_; }
  // The connection that holds the locks, or null.
  backend::Connection* connection() const { return lease_ ? lease_.operator->() : nullptr; }
  bool pinned() const { return static_cast<bool>(lease_); }
  backend::Connection& keep(backend::Lease lease) {
    lease_ = std::move(lease);
    return *lease_;
  }

  // Notes the locks that a statement may have taken. `names`: SQL literals.
  void note(const std::vector<std::string>& names, bool all_known) {
    names_.insert(names.begin(), names.end());
    unknown_ = unknown_ || !all_known;
  }
  // Asks the server whether any of the locks is still held, and gives the connection back if not.
  Task<Result<void>> release_if_free();
  // The session ends or is reset: the locks are free when its connection is closed.
  void abandon();
  // All are known to be free.
  void release();

 private:
  backend::Pool* pool_ = nullptr;
  backend::Lease lease_;
  std::set<std::string> names_;
  bool unknown_ = false;  // a lock whose name the gateway has not seen
};

}  // namespace sluice::executor
