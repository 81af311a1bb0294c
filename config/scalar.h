// SPDX-License-Identifier: Apache-2.0
// What the text of a scalar means as a number, a size, a duration or a truth value. Nothing if it
// has no such meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::config {

std::optional<std::int64_t> parse_integer(std::string_view text);

// YAML 1.1's spellings: true, yes, on, false, no, off, in one case or capitalised.
std::optional<bool> parse_boolean(std::string_view text);

// Bytes: "4096", "64M"; K, M and G are powers of 1024 and may be followed by "B" or "iB".
std::optional<std::int64_t> parse_size(std::string_view text);

// Milliseconds: "500ms", "10s", "2m", "1h", or "0".
std::optional<std::int64_t> parse_duration(std::string_view text);

// The same text without regard to the case of ASCII letters.
bool equal_ignoring_case(std::string_view left, std::string_view right);

// Without blanks, tabs and line breaks at its ends.
std::string_view trim(std::string_view text);

// The texts between commas, trimmed; empty ones are dropped. Views of `text`.
std::vector<std::string_view> split_list(std::string_view text);

// ASCII letters only.
std::string to_lower(std::string_view text);

}  // namespace sluice::config
