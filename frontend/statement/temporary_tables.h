// SPDX-License-Identifier: Apache-2.0
// What becomes of a session's temporary tables when a statement has created, altered or dropped
// some: their columns are asked from the connection that they live on, which is given back when
// none is left.
#pragma once

#include "executor/request.h"
#include "frontend/session.h"

namespace sluice::frontend {

// `done`: the statement succeeded. Precondition: its plan says what it does to temporary tables.
Task<void> note_temporary_tables(Session& session, const executor::Request& request, bool done);

}  // namespace sluice::frontend
