// SPDX-License-Identifier: Apache-2.0
// The small commands: COM_INIT_DB, COM_PING, COM_STATISTICS, COM_SET_OPTION, COM_RESET_CONNECTION.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

Result<void> run_init_db(Session& session, Bytes payload);
Result<void> run_ping(Session& session);
Result<void> run_statistics(Session& session);
Result<void> run_set_option(Session& session, Bytes payload);
Task<Result<void>> run_reset_connection(Session& session);

}  // namespace sluice::frontend
