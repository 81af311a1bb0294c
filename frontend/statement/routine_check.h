// SPDX-License-Identifier: Apache-2.0
// What a stored procedure, with all routines that it may run, does to the world outside of one
// server, told from the words of their bodies. Rather refuses too much than too little. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "router/metadata.h"

namespace sluice::frontend {

struct Routine {
  std::string name;
  bool is_procedure = true;
  std::optional<std::string> body;  // nothing: the pool's account may not see it
};

// Null if there is none. `name` in any case.
const Routine* find_routine(const std::vector<Routine>& routines, std::string_view name,
                            bool procedure);

struct RoutineFacts {
  std::set<std::string> variables;  // user variables in any of them, lower case
  bool ends_transactions = false;
};

// Precondition: the procedure is among the routines. Errors: unsupported, for sharded and broadcast
// tables, statements put together at run time, definitions, locks, and functions of the session
// that the gateway answers.
Result<RoutineFacts> check_procedure(const std::vector<Routine>& routines, std::string_view name,
                                     const router::DatabaseMetadata& database);

}  // namespace sluice::frontend
