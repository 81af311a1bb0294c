// SPDX-License-Identifier: Apache-2.0
// Prepared statements on servers: each connection prepares a unit's SQL when it first needs it and
// keeps it (backend/statement_cache.h); the client's statement belongs to the gateway.
#pragma once

#include <vector>

#include "executor/request.h"

namespace sluice::executor {

// The server's id for `sql` on this connection, preparing it if need be (one round trip, queued
// commands included). An ERR of the server is returned as it came.
Task<Result<std::uint32_t>> prepare_on(backend::Connection& connection, std::string_view sql);

// Sees to it that a unit's SQL is prepared on the connection.
Task<Result<void>> prepare_unit(Request& request, const router::Unit& unit,
                                backend::Connection& connection);

// Queues COM_STMT_EXECUTE for one unit.
Task<Result<void>> queue_prepared_unit(Request& request, const router::Unit& unit,
                                       backend::Connection& connection);

// The same with a read-only cursor, on a statement prepared for this execution alone, since running
// a statement again closes its cursor. Returns the server's id of the statement.
Task<Result<std::uint32_t>> queue_cursor_unit(Request& request, const router::Unit& unit,
                                              backend::Connection& connection);

// What a client's COM_STMT_PREPARE is told: definitions as the server gave them, names mapped.
struct PreparedMetadata {
  std::uint16_t warnings = 0;
  std::vector<Buffer> parameters;  // payloads of column definitions
  std::vector<Buffer> columns;
};

// Prepares a statement's single-unit form on one of its shards to learn its metadata.
Task<Result<PreparedMetadata>> describe_prepared(Request& request);

}  // namespace sluice::executor
