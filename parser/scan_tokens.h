// SPDX-License-Identifier: Apache-2.0
// scan() for the parser: a fault does not hide the tokens before it, since the server reports the
// first thing that is wrong.
#pragma once

#include <string_view>

#include "parser/lexer.h"
#include "parser/scan.h"

namespace sluice::parser {

// The closing `end` token stands where the fault is, if there is one.
LexFault scan_tokens(std::string_view sql, const LexOptions& options, TokenList& out);

}  // namespace sluice::parser
