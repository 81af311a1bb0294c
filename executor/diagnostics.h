// SPDX-License-Identifier: Apache-2.0
// Warnings belong to the session, but live on the server connection that ran the statement: they
// are fetched before the connection goes back to its pool, which costs a round trip only when there
// are any.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// Appends the connection's SHOW WARNINGS to the session's diagnostics, up to MySQL's usual 64.
Task<Result<void>> fetch_warnings(Request& request, backend::Connection& connection,
                                  const NameMap& names);

// The rows of a small text result, taken whole. Errors of the server are returned as they came.
Task<Result<std::vector<std::vector<std::optional<std::string>>>>> query_rows(
    backend::Connection& connection, std::string_view sql);

}  // namespace sluice::executor
