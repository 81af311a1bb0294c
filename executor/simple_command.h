// SPDX-License-Identifier: Apache-2.0
// A command whose answer is an OK or an ERR: COMMIT, SAVEPOINT, PING, SET.
#pragma once

#include <string_view>

#include "backend/connection.h"
#include "common/base/result.h"
#include "common/base/task.h"

namespace sluice::executor {

struct OkAnswer {
  std::uint64_t affected_rows = 0;
  std::uint64_t insert_id = 0;
  wire::StatusFlags status = 0;
  std::uint16_t warnings = 0;
  Buffer gtids{};  // of what it has committed, as changes of the session's state
};

// Sends what is queued and takes the answers to what only had to succeed, so that the next answer
// is the last command's. One of them failing breaks the connection.
Task<Result<void>> send_queued(backend::Connection& connection);

// Sends what is queued and takes the answer to its last command. An ERR of the server is returned
// as it came; a result set is a protocol error and breaks the connection.
Task<Result<OkAnswer>> finish_simple(backend::Connection& connection);

Task<Result<OkAnswer>> run_simple(backend::Connection& connection, std::string_view sql);
Task<Result<OkAnswer>> ping(backend::Connection& connection);

}  // namespace sluice::executor
