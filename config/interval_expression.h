// SPDX-License-Identifier: Apache-2.0
// Row expressions of the type <INTERVAL>: names that end with a time. `key=value` pairs with
// semicolons between:
//   P    what the names begin with        SP   the pattern of their ends
//   DL   the first end                    DU   the last one, both in that pattern
//   DIA  how far apart they are, 1        DIU  in which unit, DAYS
// C (a chronology) may only be ISO.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::config {

// The names, or what is wrong.
std::variant<std::vector<std::string>, std::string> expand_interval(std::string_view text);

}  // namespace sluice::config
