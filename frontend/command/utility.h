// SPDX-License-Identifier: Apache-2.0
// The small commands: COM_INIT_DB, COM_PING, COM_STATISTICS, COM_SET_OPTION, COM_DEBUG,
// COM_PROCESS_KILL, COM_PROCESS_INFO, COM_CREATE_DB, COM_DROP_DB, COM_RESET_CONNECTION.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

Result<void> run_init_db(Session& session, Bytes payload);
Result<void> run_ping(Session& session);
Result<void> run_statistics(Session& session);
Result<void> run_set_option(Session& session, Bytes payload);
// To the gateway's log: for administrators.
Result<void> run_debug(Session& session);
Result<void> run_process_kill(Session& session, Bytes payload);
Task<Result<void>> run_process_info(Session& session);
// COM_CREATE_DB and COM_DROP_DB: as the statement of the same meaning.
Task<Result<void>> run_database_command(Session& session, std::string_view verb, Bytes payload);
Task<Result<void>> run_reset_connection(Session& session);

}  // namespace sluice::frontend
