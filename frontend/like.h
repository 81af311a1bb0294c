// SPDX-License-Identifier: Apache-2.0
// LIKE over names (% any run, _ any character, backslash escapes), without regard to ASCII case, as
// SHOW ... LIKE compares. Linear in the text for each % of the pattern.
#pragma once

#include <string_view>

namespace sluice::frontend {

bool like(std::string_view pattern, std::string_view text);

}  // namespace sluice::frontend
