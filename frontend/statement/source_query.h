// SPDX-License-Identifier: Apache-2.0
// A question of the gateway's own to one data source, on a connection that is as the session's
// statements would find it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frontend/session.h"

namespace sluice::frontend {

// The rows of a small result, taken whole. Errors: no connection; those of the server, as they
// came.
Task<Result<std::vector<std::vector<std::optional<std::string>>>>> ask_source(Session& session,
                                                                              backend::Pool& pool,
                                                                              std::string sql);

}  // namespace sluice::frontend
