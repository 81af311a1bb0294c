// SPDX-License-Identifier: Apache-2.0
// LOAD DATA LOCAL over several nodes: the client's file is cut into rows as it arrives, each row's
// bytes go unchanged to a buffer of its node, and a full buffer is a LOAD DATA LOCAL of its own
// there, all within one transaction. So memory has a bound whatever the file's size, nodes of one
// server share its connection, servers work side by side, and a warning's row number is known from
// the few rows that its statement had. A server that is behind holds the client up.
//
// Before the client is asked an empty file is loaded, for what is wrong with the statement itself.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// As run_scatter_write(). Precondition: request.routed.load, and not whole_file.
Task<Result<void>> run_split_load(Request& request);

// The file as it is to one server, which has been sent the statement up to its connection's out():
// what comes next on the connection is the answer. Whatever fails, the client has sent its file to
// the end, or is gone.
Task<Result<void>> feed_whole_file(Request& request, backend::Connection& connection);

}  // namespace sluice::executor
