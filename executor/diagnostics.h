// SPDX-License-Identifier: Apache-2.0
// Warnings belong to the session, but live on the server connection that ran the statement: they
// are fetched before the connection goes back to its pool, which costs a round trip only when there
// are any.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// How many diagnostics the session keeps: its max_error_count, by default that of its servers'
// kind.
std::size_t max_error_count(const SessionState& session, const router::Metadata& metadata);

// Appends the connection's SHOW WARNINGS to the session's diagnostics, up to max_error_count().
Task<Result<void>> fetch_warnings(Request& request, backend::Connection& connection,
                                  const NameMap& names);

// The rows of a small text result, taken whole. Errors of the server are returned as they came.
Task<Result<std::vector<std::vector<std::optional<std::string>>>>> query_rows(
    backend::Connection& connection, std::string_view sql);

}  // namespace sluice::executor
