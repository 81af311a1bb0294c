// SPDX-License-Identifier: Apache-2.0
// Statements of the gateway's own making in the course of a client's: planned and run like any
// other, the answers taken by the gateway. What the session knows of its last statement (insert id,
// row counts, warnings) stays the client's.
//
// Ownership: refers to the session and the client's execution. Thread rule: the session's worker.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/wire/row.h"
#include "executor/info_text.h"
#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

// SQL, and the client's parameters that its `?` stand for, in order.
struct InnerSql {
  InnerSql() = default;
  explicit InnerSql(std::string sql) : text(std::move(sql)) {}

  std::string text;
  std::vector<std::uint32_t> parameters;

  void add(std::string_view more) { text += more; }
  void add(const InnerSql& more) {
    text += more.text;
    parameters.insert(parameters.end(), more.parameters.begin(), more.parameters.end());
  }
};

struct WriteAnswer {
  std::uint64_t affected_rows = 0;
  std::uint32_t warnings = 0;
  std::string info;
};

class InnerStatements {
 public:
  InnerStatements(Session& session, const Execution& client);

  // One row's cells; an error ends the statement once its answer has been read.
  using OnRow =
      std::function<Result<void>(std::span<const wire::ColumnInfo> columns, wire::RowFormat format,
                                 std::span<const wire::Cell> cells)>;
  // All arguments outlive the call.
  Task<Result<void>> read(const InnerSql& sql, const router::StagedPart& part, const OnRow& on_row);
  Task<Result<WriteAnswer>> write(const InnerSql& sql, const router::StagedPart* part);

  // Takes the sums over: the session's diagnostics and LAST_INSERT_ID().
  void finish();
  // What the statements so far have warned of.
  const std::vector<executor::Diagnostic>& diagnostics() const { return diagnostics_; }
  // LAST_INSERT_ID() if one of the statements has generated keys, and what their OKs said.
  std::uint64_t insert_id() const { return insert_id_; }
  std::uint32_t warnings() const { return warnings_; }

 private:
  Task<Result<void>> run(const InnerSql& sql, const router::StagedPart* part, bool binary,
                         executor::PacketSink& sink);
  void keep_session();
  void note_diagnostics();

  Session& session_;
  const Execution& client_;
  std::uint64_t last_insert_id_;
  std::int64_t row_count_;
  std::uint64_t found_row_count_;
  std::optional<std::uint64_t> generated_;
  std::uint64_t insert_id_ = 0;
  std::uint32_t warnings_ = 0;
  std::vector<executor::Diagnostic> diagnostics_;
};

}  // namespace sluice::frontend
