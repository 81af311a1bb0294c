// SPDX-License-Identifier: Apache-2.0
// A statement as the log may show it: `?` for each literal, no comments, one space between tokens.
#pragma once

#include <string>
#include <string_view>

#include "parser/scan.h"

namespace sluice::parser {

// At most `limit` bytes. Only the statement's beginning is looked at, however long it is. Text that
// is no SQL ends it, since nobody can say what is a literal in it.
std::string shape_text(std::string_view sql, const LexOptions& options, std::size_t limit);

}  // namespace sluice::parser
