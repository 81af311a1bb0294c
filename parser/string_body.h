// SPDX-License-Identifier: Apache-2.0
// Finding the end of a quoted string: the loop that multi-megabyte literals run through, so 16
// bytes at a time where the charset allows to look at single bytes.
#pragma once

#include <string_view>

#include "parser/scan.h"

namespace sluice::parser {

// From behind the opening quote to behind the closing one; null if there is none. A doubled quote
// does not close; with `backslash` neither does an escaped one.
const char* find_string_end(const char* body, const char* end, char quote, bool backslash);

// The same where a quote or a backslash may be the second byte of a character.
const char* find_string_end_multibyte(const char* body, const char* end, char quote, bool backslash,
                                      CharsetClass charset);

// `_utf8mb4` and the like: an underscore and the name of a charset, in any case.
bool is_charset_introducer(std::string_view word);

}  // namespace sluice::parser
