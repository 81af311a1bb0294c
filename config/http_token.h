// SPDX-License-Identifier: Apache-2.0
// What may be a token of the HTTP listener: long enough not to be guessed, and one word of a
// header.
#pragma once

#include <algorithm>
#include <string_view>

namespace sluice::config {

inline constexpr const char* kHttpTokenRule = "16 to 256 visible ASCII characters without blanks";

inline bool is_http_token(std::string_view text) {
  return text.size() >= 16 && text.size() <= 256 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace sluice::config
