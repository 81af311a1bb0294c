// SPDX-License-Identifier: Apache-2.0
// Text as Java counts and hashes it: in UTF-16 units, while ours is UTF-8. A byte that is no UTF-8
// counts as one unit, U+FFFD, which is what a Java driver makes of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::config::expression {

// String.hashCode()
std::int32_t java_hash(std::string_view utf8);

// String.length()
std::size_t java_length(std::string_view utf8);

// String.substring(begin, end), offsets in units; a view into `utf8`. Nothing if the offsets are
// not in order, lie behind the end or cut a pair of surrogates.
std::optional<std::string_view> java_substring(std::string_view utf8, std::size_t begin,
                                               std::size_t end);

bool is_ascii(std::string_view text);

}  // namespace sluice::config::expression
