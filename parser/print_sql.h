// SPDX-License-Identifier: Apache-2.0
// Prints an AST as SQL that parses to the same AST and means the same. For tools and tests; the
// query path splices the original text instead.
#pragma once

#include <string>

#include "parser/parse.h"

namespace sluice::parser {

std::string print_sql(const ParsedStatement& parsed);

// An indented outline of the tree, one node a line (`sluice parse --tree`).
std::string print_tree(const ParsedStatement& parsed);

}  // namespace sluice::parser
