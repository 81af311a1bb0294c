// SPDX-License-Identifier: Apache-2.0
// Runs a plan for a session, whatever its kind: on the shards, or by the gateway itself.
#pragma once

#include "common/wire/row.h"
#include "frontend/session.h"

namespace sluice::frontend {

// How a statement is being run.
struct Execution {
  router::StatementValues values;
  bool prepared = false;                        // COM_STMT_EXECUTE: binary rows
  std::span<const wire::Parameter> parameters;  // prepared
  wire::StatusFlags more_results = 0;
  // Set: rows shall come through a cursor, if the plan suits one, which is left here.
  std::unique_ptr<executor::Cursor>* cursor = nullptr;
  // Set: where the answer goes instead of the client. Its rows are not taken as the session's.
  executor::ClientWriter* out = nullptr;
  bool is_subquery = false;  // of SET: sql_select_limit does not count

  wire::RowFormat row_format() const {
    return prepared ? wire::RowFormat::binary : wire::RowFormat::text;
  }
};

Task<Result<void>> run_plan(Session& session, router::PlanPtr plan, Execution execution);

// The same for a routed plan, as it is: no INTO is carried out.
Task<Result<void>> run_routed_plan(Session& session, const router::PlanPtr& plan,
                                   Execution& execution);

// The pools that a plan runs on: of its database, or of any the account may use for a statement
// without tables. Errors: no_database_selected.
Result<backend::DatabasePools*> pools_for(Session& session, const router::Plan& plan);

// Of what the gateway asks the nodes for itself: without limits, parameters and rows of its own.
executor::Request bare_request(Session& session, const router::Plan& plan,
                               const router::RoutedPlan& routed,
                               const router::StatementValues& values,
                               router::Resolution& resolution, backend::DatabasePools& pools);

// What servers do in front of statements that are no part of a transaction.
Task<Result<void>> commit_implicitly(Session& session);

// OK with the session's status.
void answer_ok(Session& session, wire::StatusFlags more_results, std::size_t warnings = 0);

}  // namespace sluice::frontend
