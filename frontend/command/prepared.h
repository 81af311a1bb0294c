// SPDX-License-Identifier: Apache-2.0
// COM_STMT_PREPARE, _EXECUTE, _FETCH, _SEND_LONG_DATA, _CLOSE and _RESET.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

Task<Result<void>> run_prepare(Session& session, std::string_view sql);
Task<Result<void>> run_execute(Session& session, Bytes payload);
Task<Result<void>> run_fetch(Session& session, Bytes payload);
// Has no answer: an error is kept and reported by the next COM_STMT_EXECUTE.
Result<void> run_send_long_data(Session& session, Bytes payload);
Result<void> run_close(Session& session, Bytes payload);
Result<void> run_reset(Session& session, Bytes payload);

}  // namespace sluice::frontend
