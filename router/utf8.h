// SPDX-License-Identifier: Apache-2.0
// Decoding UTF-8 one character at a time, strictly: no overlong forms, no surrogates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice::router {

struct Utf8Character {
  std::uint32_t code_point = 0;
  std::size_t length = 1;
  bool valid = false;  // false: one byte that begins no character
};

// Precondition: text is not empty.
Utf8Character decode_utf8(std::string_view text);

struct Utf8Text {
  bool valid = true;
  bool ascii = true;
  bool basic_plane = true;  // nothing above U+FFFF
  std::size_t characters = 0;
};

Utf8Text inspect_utf8(std::string_view text);

}  // namespace sluice::router
