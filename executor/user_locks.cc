// SPDX-License-Identifier: Apache-2.0
#include "executor/user_locks.h"

#include "executor/diagnostics.h"

namespace sluice::executor {

Task<Result<void>> UserLocks::release_if_free() {
  if (lease_ && lease_->broken()) release();
  if (!lease_ || unknown_) co_return Result<void>();
  std::string sql = "SELECT 0";
  for (const std::string& name : names_) {
    sql += " + (IS_USED_LOCK(" + name + ") <=> CONNECTION_ID())";
  }
  auto rows = co_await query_rows(*lease_, sql);
  if (!rows) co_return rows.error();
  if (rows->size() == 1 && rows->front().size() == 1 && rows->front()[0] == "0") release();
  co_return Result<void>();
}

void UserLocks::abandon() {
  if (lease_) lease_->mark_broken();
  release();
}

void UserLocks::release() {
  if (lease_) lease_->mark_dirty();
  lease_.release();
  names_.clear();
  unknown_ = false;
}

}  // namespace sluice::executor
