// SPDX-License-Identifier: Apache-2.0
// A client's read-only cursor: COM_STMT_EXECUTE opens it, COM_STMT_FETCH takes rows from it, in
// constant memory. Each unit of the statement has a cursor on its server; several units are merged
// as those of a statement without cursor are, a batch at a time.
//
// While it is open, the connections of its units stay with the session: borrowed ones with the
// cursor, those of a transaction with the transaction, which leaves them to the cursor when it ends
// (Transaction::drop_held).
//
// Ownership: belongs to the client's prepared statement; keeps the plan. Thread rule: its worker's
// thread.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "executor/cursor_unit.h"
#include "executor/operators/merge_pipeline.h"
#include "executor/request.h"
#include "executor/unit_fan.h"

namespace sluice::executor {

class Cursor {
 public:
  // Whether a plan's rows may come through a cursor; others answer at once, as on a server.
  static bool suits(const router::RoutedPlan& plan);

  explicit Cursor(router::PlanPtr plan) : plan_(std::move(plan)) {}

  // Runs the statement and writes the answer's head to the client. After an error the cursor can
  // only be destroyed.
  Task<Result<void>> open(Request& request);
  // Writes up to `count` rows and what ends them to the client. `status`: the session's flags.
  Task<Result<void>> fetch(std::uint32_t count, ClientWriter& client, wire::StatusFlags status);
  // The last row has been sent; a server has closed such a cursor.
  bool exhausted() const { return exhausted_; }

 private:
  Task<Result<void>> start(Request& request);
  Task<Result<void>> send(Request& request, UnitSlot& slot, std::size_t unit);
  Task<Result<void>> take_head(Request& request, UnitSlot& slot, std::size_t unit);
  Result<void> write_head(Request& request);
  Task<void> wind_up(Request& request, Result<void>& outcome);
  Task<Result<std::uint64_t>> fetch_plain(std::uint64_t count, ClientWriter& client);
  Task<Result<std::uint64_t>> fetch_merged(std::uint64_t count, ClientWriter& client);

  router::PlanPtr plan_;
  std::vector<UnitSlot> slots_;
  std::vector<std::unique_ptr<CursorUnit>> units_;  // before the slots' leases are given back
  std::unique_ptr<MergePipeline> pipeline_;         // null: one unit, whose rows pass as they are
  std::vector<wire::ColumnInfo> columns_;
  std::size_t next_row_ = 0;  // of a single unit's batch
  bool exhausted_ = false;
};

}  // namespace sluice::executor
