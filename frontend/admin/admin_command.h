// SPDX-License-Identifier: Apache-2.0
// The commands of a session that came through the admin port: COM_QUERY is answered from the admin
// tables and by DistSQL, the rest is what a client needs to live. Thread rule: the session's
// worker's.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

// As dispatch(). Errors: also admin_sql, admin_limit, admin_busy, and unsupported for commands that
// make no sense there.
Task<Result<void>> dispatch_admin(Session& session, Bytes payload);

}  // namespace sluice::frontend
