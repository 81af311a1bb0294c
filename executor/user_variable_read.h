// SPDX-License-Identifier: Apache-2.0
// User variables that a statement has set on a server connection, taken over into the session.
#pragma once

#include <string>
#include <vector>

#include "backend/connection.h"
#include "executor/session_state.h"
#include "router/metadata.h"

namespace sluice::executor {

// Precondition: the connection is as the session's variables say, but for what the statement has
// set. `names` in lower case. Errors: of the connection; then nothing is taken over.
Task<Result<void>> read_user_variables(SessionState& session, backend::Connection& connection,
                                       const std::vector<std::string>& names,
                                       const router::Metadata& metadata);

}  // namespace sluice::executor
