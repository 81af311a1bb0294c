// SPDX-License-Identifier: Apache-2.0
// What clients ask besides SELECT, on the admin port: SHOW and DESCRIBE as a query of the admin
// tables or as rows, and system variables as their values. Pure.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "frontend/admin/words.h"
#include "frontend/result_set.h"

namespace sluice::frontend {

// SQL to run instead, or the answer; nothing: it is no such statement.
using Shown = std::variant<std::monostate, std::string, ResultSet>;
// Errors: table_unknown for DESCRIBE of what is not there.
Result<Shown> show(const std::vector<Word>& words);

// `sql` with @@variables replaced by their values. Errors: unknown_system_variable.
Result<std::string> with_variables(std::string_view sql, const std::vector<Word>& words);

}  // namespace sluice::frontend
