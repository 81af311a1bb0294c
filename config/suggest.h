// SPDX-License-Identifier: Apache-2.0
// "did you mean ...?" for a name that is not known.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sluice::config {

// ", did you mean 'x'?" with the candidate that fewest edits away from `name`, or "" if none is
// near.
std::string suggestion(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace sluice::config
