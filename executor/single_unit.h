// SPDX-License-Identifier: Apache-2.0
// A statement that one unit answers: sent, and its answer relayed as it arrives. This is the path
// that decides what the gateway costs.
#pragma once

#include "executor/reply_relay.h"
#include "executor/request.h"

namespace sluice::executor {

// Sends what is queued on the connection and moves the answer to its last command to the client.
Task<Result<void>> relay_answer(Request& request, backend::Connection& connection,
                                ReplyRelay& relay);

// Takes over what the statement has assigned to user variables on its connection (INTO, `:=`).
Task<Result<void>> take_variables(Request& request, backend::Connection& connection);

// Runs resolution.units.front(). On success the whole answer is in the client writer (its last part
// perhaps not flushed) and the session's results are recorded. An Error is for the session to send;
// if the writer is torn(), the client connection must be closed instead.
Task<Result<void>> run_single_unit(Request& request);

}  // namespace sluice::executor
