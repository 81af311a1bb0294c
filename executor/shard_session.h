// SPDX-License-Identifier: Apache-2.0
// A server connection made ready for one statement of a session, and the statement sent on it.
//
// A unit runs on the transaction's connection to its shard if there is one, joins the transaction
// if one is active, and else borrows a connection for the statement. What the connection lacks of
// the session's state is queued in front of the statement and costs no round trip of its own.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// The connection that a unit runs on. `lease` is empty when the transaction holds it.
class ShardSession {
 public:
  ShardSession() = default;
  ShardSession(ShardSession&&) = default;
  ShardSession& operator=(ShardSession&&) = default;

  explicit operator bool() const { return connection_ != nullptr; }
  backend::Connection& connection() const { return *connection_; }
  bool in_transaction() const { return in_transaction_; }
  // Undoes a SET timestamp, with the connection's next use.
  void restore_clock() const {
    if (!connection_->broken()) connection_->expect_ok("SET timestamp=DEFAULT");
  }
  // The session keeps the connection from now on (temporary tables).
  void pin(Request& request);
  // A procedure has left a transaction open on it: it is the session's.
  void adopt_transaction(Request& request);
  // Ends the use of a borrowed connection; a transaction's stays where it is.
  void release() {
    lease_.release();
    connection_ = nullptr;
  }

 private:
  friend Task<Result<ShardSession>> open_shard_session(Request& request, const router::Unit& unit);
  friend Task<Result<ShardSession>> open_lock_session(Request& request);
  friend Task<Result<ShardSession>> open_spare_session(Request& request, const router::Unit& unit);
  static ShardSession borrowed(Request& request, backend::Lease lease);
  // A connection that the session keeps for itself.
  static ShardSession kept(Request& request, backend::Connection& connection);
  static ShardSession of_transaction(Request& request, backend::Connection& connection);

  backend::Lease lease_;
  backend::Connection* connection_ = nullptr;
  bool in_transaction_ = false;
};

// Waits for a connection if none is idle. Errors: backend_*, pool_exhausted.
Task<Result<ShardSession>> open_shard_session(Request& request, const router::Unit& unit);
// The session's connection to the lock server, for statements with named locks.
Task<Result<ShardSession>> open_lock_session(Request& request);
// A further connection to the same shard if the pool has room, else an empty one; a transaction,
// which is bound to one connection per shard, gets an empty one.
Task<Result<ShardSession>> open_spare_session(Request& request, const router::Unit& unit);

// Queues one unit's statement on a connection. For prepared statements this may have to prepare
// it there first, which is a round trip.
Task<Result<void>> queue_unit(Request& request, const router::Unit& unit,
                              backend::Connection& connection);
inline Task<Result<void>> queue_unit(Request& request, const router::Unit& unit,
                                     ShardSession& shard) {
  return queue_unit(request, unit, shard.connection());
}

}  // namespace sluice::executor
