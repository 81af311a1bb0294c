// SPDX-License-Identifier: Apache-2.0
// What the statements of a bulk execution said, as the one answer that a server gives.
//
// Ownership: refers to the session. Thread rule: its worker's thread.
#pragma once

#include "executor/info_text.h"
#include "frontend/session.h"
#include "frontend/statement/ok_taker.h"

namespace sluice::frontend {

class BulkTotals {
 public:
  explicit BulkTotals(Session& session);

  // A statement's OK; its diagnostics are the session's own. `rows`: how many of the bulk's it was,
  // by which messages count them; 0 if they do not.
  void add(const OkTaker::Answer& ok, std::size_t rows);
  // An error of the statement that comes next, with its row counted among all.
  Error with_rows(const Error& error) const;

  // Sends the OK. Its numbers and all diagnostics become the session's.
  void answer();
  void fail(const Error& error);

 private:
  Session& session_;
  std::size_t most_diagnostics_;
  std::vector<executor::Diagnostic> diagnostics_;
  std::uint64_t affected_rows_ = 0;
  std::uint64_t insert_id_ = 0;
  std::uint64_t generated_ = 0;  // LAST_INSERT_ID(): the first one
  std::uint32_t warnings_ = 0;
  std::size_t rows_ = 0;
  executor::InfoText info_;
};

}  // namespace sluice::frontend
