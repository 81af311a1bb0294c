// SPDX-License-Identifier: Apache-2.0
// COM_QUERY: the statements of a text, one after the other.
#pragma once

#include "frontend/session.h"

namespace sluice::frontend {

Task<Result<void>> run_query(Session& session, std::string_view sql);

}  // namespace sluice::frontend
