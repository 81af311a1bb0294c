// SPDX-License-Identifier: Apache-2.0
// sql-show: the log of what is sent to servers, literals and all, if the configuration asks for it.
#pragma once

#include "executor/request.h"
#include "frontend/session.h"

namespace sluice::frontend {

void show_sql(const Session& session, const executor::Request& request);

}  // namespace sluice::frontend
