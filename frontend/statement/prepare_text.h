// SPDX-License-Identifier: Apache-2.0
// A statement prepared for later executions, by the protocol or by PREPARE: parsed, planned and
// described by one of the servers that may run it. The servers themselves prepare it when they
// first run it.
#pragma once

#include "executor/backend_prepare.h"
#include "frontend/session.h"

namespace sluice::frontend {

struct PreparedText {
  std::unique_ptr<PreparedStatement> statement;
  executor::PreparedMetadata metadata;
};

// Errors: those of parsing and planning and of the server that describes it; too_many_statements,
// unsupported_prepared.
Task<Result<PreparedText>> prepare_text(Session& session, std::string_view sql);

// Plans again when tables have changed since, as a server would prepare again.
Result<void> refresh_plan(Session& session, PreparedStatement& statement);

// Its text and marks; parameters are the caller's to add.
router::StatementValues values_of(const PreparedStatement& statement);

}  // namespace sluice::frontend
