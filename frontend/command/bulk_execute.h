// SPDX-License-Identifier: Apache-2.0
// COM_STMT_BULK_EXECUTE (MariaDB): a prepared INSERT, REPLACE, UPDATE or DELETE with many rows of
// parameters. An INSERT is one statement, all or nothing: its rows become literals of one VALUES,
// in several statements of one transaction where they are many, or where a value can only be bound.
// UPDATE and DELETE are one statement for each row, as on a server. The answer is one OK.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

Task<Result<void>> run_bulk_execute(Session& session, Bytes payload);

}  // namespace sluice::frontend
