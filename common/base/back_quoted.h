// SPDX-License-Identifier: Apache-2.0
// A name in SQL, in back quotes whatever it is.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

inline std::string back_quoted(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) {
    if (c == '`') quoted += c;
    quoted += c;
  }
  return quoted + '`';
}

}  // namespace sluice
