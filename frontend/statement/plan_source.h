// SPDX-License-Identifier: Apache-2.0
// Where plans come from: the worker's cache, or parser and planner on a miss.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

// The plan of a statement whose normalised form is in values.normalized.
Result<router::PlanPtr> plan_for_text(Session& session, const router::StatementValues& values);

// Always parses and plans, for `database` as the default one; for prepared statements and PREVIEW.
Result<router::PlanPtr> make_plan(const Session& session, std::string_view sql,
                                  const parser::LexOptions& lex, std::string_view database);

// What a server says about text at `at`, behind a `;`, when only one statement may be there.
Error unexpected_statement(std::string_view sql, std::size_t at, bool mariadb);

// Reads the hints in front of the statement's text, which it must keep, into the session and
// `values`. Errors: hint_unknown, hint_invalid.
Result<void> take_hints(Session& session, router::StatementValues& values);

// The plan of the statement that `plan` is rewritten to, whose text and marks go into the session's
// scratch space and into `values`. Precondition: plan.rewritten().
Result<router::PlanPtr> plan_rewritten(Session& session, const router::Plan& plan,
                                       router::StatementValues& values);

}  // namespace sluice::frontend
