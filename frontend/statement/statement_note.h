// SPDX-License-Identifier: Apache-2.0
// What is noted of each statement of a client: how long it took and, under its digest, what it
// cost. Thread rule: the session's worker's.
#pragma once

#include <string_view>

#include "frontend/session.h"

namespace sluice::frontend {

// A statement begins; one that was running has ended well. `normalized` is that of `sql`.
void note_statement(Session& session, const parser::Normalized& normalized, std::string_view sql,
                    const parser::LexOptions& lex);

// The command has ended, and the statement with it, if there was one.
void note_statement_end(Session& session, bool succeeded, Clock::time_point now);

}  // namespace sluice::frontend
