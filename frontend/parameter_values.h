// SPDX-License-Identifier: Apache-2.0
// Bound parameters as routing sees them: the wire's many types made into the router's few kinds.
// The result views the parameters' bytes. Pure. Errors: wrong_arguments for a value whose width
// does not fit its type.
#pragma once

#include <span>
#include <vector>

#include "common/wire/commands.h"
#include "router/resolve.h"

namespace sluice::frontend {

Result<std::vector<router::ParameterValue>> routing_values(
    std::span<const wire::Parameter> parameters);

}  // namespace sluice::frontend
