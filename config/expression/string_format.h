// SPDX-License-Identifier: Apache-2.0
// Java's String.format(), as far as table names need it: %d and %s with the flags '0' and '-' and a
// width, and %%.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "config/expression/value.h"

namespace sluice::config::expression {

// `arguments` begins with the pattern. Nothing and a reason in `why` for what Java refuses, or we.
std::optional<Value> string_format(std::span<const Value> arguments, std::string& why);

}  // namespace sluice::config::expression
