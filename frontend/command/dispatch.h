// SPDX-License-Identifier: Apache-2.0
// From a command's first byte to the function that handles it.
//
// Every command function writes its whole answer to the session's client writer (none for COM_QUIT,
// COM_STMT_CLOSE and COM_STMT_SEND_LONG_DATA); an Error is sent as ERR by the caller.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

Task<Result<void>> dispatch(Session& session, Bytes payload);

// Of a command that had nothing to wait for.
Task<Result<void>> answered(Result<void> result);

}  // namespace sluice::frontend
