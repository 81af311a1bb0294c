// SPDX-License-Identifier: Apache-2.0
// ShardingSphere's DistSQL, as far as it asks (RQL and the part of RAL that shows): its statements,
// its columns. On the admin port, and for administrators on the client port where nothing else
// understands the statement. docs/operations.md lists it. Thread rule: the session's worker's.
#pragma once

#include <optional>

#include "frontend/admin/words.h"
#include "frontend/result_set.h"
#include "frontend/session.h"

namespace sluice::frontend {

// Nothing: it is no DistSQL that is known here. Errors: no_database_selected, unknown_database.
Result<std::optional<ResultSet>> answer_distsql(const Session& session,
                                                const std::vector<Word>& words);

// For the client port, where `failed` is what became of the statement: administrators' only.
Result<std::optional<ResultSet>> answer_distsql(const Session& session, std::string_view sql,
                                                const Error& failed);

}  // namespace sluice::frontend
