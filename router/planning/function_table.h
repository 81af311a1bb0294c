// SPDX-License-Identifier: Apache-2.0
// What the planner must know about the server's functions. A name that is not here may be a stored
// function or a UDF, of which nothing is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "router/plan.h"

namespace sluice::router {

struct FunctionTraits {
  bool known = false;   // built in; without effect unless `refused`
  bool clock = false;   // reads the statement's time
  bool random = false;  // may answer differently each time
  bool aggregate = false;
  bool window_only = false;
  bool user_lock = false;  // works on named locks
  bool of_server = false;  // tells something about the server or the connection
  bool refused = false;    // its effect or answer belongs to one server or one connection
  std::optional<SessionValue> owned;  // called without arguments the gateway answers it
};

// `name` in any case.
FunctionTraits function_traits(std::string_view name);

// The value behind @@name that the gateway answers itself; `name` in any case.
std::optional<SessionValue> owned_variable(std::string_view name);

}  // namespace sluice::router
