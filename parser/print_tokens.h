// SPDX-License-Identifier: Apache-2.0
// Source tokens as text again, one space between, so that white space and comments do not matter.
#pragma once

#include <string>

#include "parser/parse.h"

namespace sluice::parser {

std::string token_text(const ParsedStatement& parsed, ast::TokenRange range);

// The tokens that hold a literal's value: without introducer, DATE or braces, with adjacent
// strings.
ast::TokenRange value_tokens(const ParsedStatement& parsed, const ast::Literal& literal);

}  // namespace sluice::parser
