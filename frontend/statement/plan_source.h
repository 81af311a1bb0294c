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

// What router::follow_rewrites() does, for a session. Errors: also database_access_denied.
Result<router::PlanPtr> follow_rewrites(const Session& session, router::PlanPtr plan,
                                        const parser::LexOptions& lex, std::string_view database,
                                        std::string& text, parser::Normalized& normalized);

}  // namespace sluice::frontend
