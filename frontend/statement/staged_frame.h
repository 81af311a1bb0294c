// SPDX-License-Identifier: Apache-2.0
// The frame around the parts of a staged write: they are one statement (statement_frame.h), and
// share one NOW().
//
// Thread rule: the session's worker.
#pragma once

#include <optional>

#include "frontend/statement/statement_frame.h"

namespace sluice::frontend {

class StagedFrame {
 public:
  explicit StagedFrame(Session& session)
      : session_(session),
        frame_(session, "a write that reads rows of several shards", "sluice staged") {}

  // As StatementFrame has them.
  Task<Result<void>> begin();
  Task<Result<void>> end(Result<void> done);

 private:
  Session& session_;
  StatementFrame frame_;
  std::optional<executor::OtherVariables> clock_;
};

}  // namespace sluice::frontend
