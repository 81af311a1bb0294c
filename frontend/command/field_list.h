// SPDX-License-Identifier: Apache-2.0
// COM_FIELD_LIST: the column definitions of a table, with defaults, from its first node.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

Task<Result<void>> run_field_list(Session& session, Bytes payload);

}  // namespace sluice::frontend
