// SPDX-License-Identifier: Apache-2.0
// What the kinds of staged writes share: the statement's templates as SQL, the sums of what the
// parts said, and the room that rows may take in between.
#pragma once

#include "executor/info_text.h"
#include "frontend/statement/inner_statement.h"

namespace sluice::frontend {

// A write is sent when its text has grown to this.
inline constexpr std::size_t kPartBytes = 256 * 1024;

class StagedParts {
 public:
  StagedParts(Session& session, const router::PlanPtr& plan, const Execution& execution);

  const router::StagedWrite& write() const { return *plan_->routed()->staged; }
  const router::Metadata& metadata() const { return *plan_->metadata; }
  std::string_view database() const { return plan_->database->name; }
  Session& session() { return session_; }
  InnerSql render(const router::SqlTemplate& text) const;

  // Errors: staged_limit.
  Result<void> take_room(std::size_t bytes);

  // Sends one write and adds up its answer.
  Task<Result<WriteAnswer>> change(const InnerSql& sql);
  // What reading warned of is an error where a write in strict mode makes it one.
  Task<Result<void>> check_strictly();
  Task<Result<void>> read(const InnerSql& sql, const router::StagedPart& part,
                          const InnerStatements::OnRow& on_row);
  void add(std::uint64_t affected_rows, std::string_view info);
  // The OK for all of it.
  void answer();

 private:
  Session& session_;
  router::PlanPtr plan_;
  const Execution& execution_;
  InnerStatements statements_;
  std::size_t room_bytes_;
  std::size_t used_bytes_ = 0;
  std::uint64_t affected_rows_ = 0;
  executor::InfoText info_;
};

// Each kind does its parts and leaves the answer to the caller.
Task<Result<void>> run_staged_change(StagedParts& parts);
Task<Result<void>> run_staged_rows(StagedParts& parts);
Task<Result<void>> run_staged_values(StagedParts& parts);

}  // namespace sluice::frontend
