// SPDX-License-Identifier: Apache-2.0
// A write's text whose subqueries lock what they read, as those of a write do on one server.
#pragma once

#include "router/planning/statement_context.h"

namespace sluice::router {

// The statement's text on logic tables.
Splicer locking_text(StatementContext& context);

}  // namespace sluice::router
