// SPDX-License-Identifier: Apache-2.0
// What the rules of SluiceAdminParser.g4 read as any name or any tokens, and servers do not: names
// of options with the type of their value, labels, units, ranges of loops.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "parser/ast.h"
#include "parser/scan.h"

namespace sluice::parser {

// The token that does not fit, if there is one, in the tokens [first, last] that `rule` (a number
// of the generated parser) has read.
std::optional<std::uint32_t> wrong_in_rule(std::size_t rule, const TokenList& list,
                                           std::uint32_t first, std::uint32_t last);

// Of `lower .. upper` in a FOR loop, in the tokens [first, last].
struct RangeBounds {
  ast::TokenRange lower;
  ast::TokenRange upper;
};
std::optional<RangeBounds> bounds_of_range(const TokenList& list, std::uint32_t first,
                                           std::uint32_t last);

}  // namespace sluice::parser
