// SPDX-License-Identifier: Apache-2.0
// Text with ${...} (or $->{...}) parts to Templates. Text without such a part stands for itself.
// Precedence of the operators: https://groovy-lang.org/operators.html#_operator_precedence
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/expression/tree.h"

namespace sluice::config::expression {

inline constexpr std::size_t kMaxTextBytes = 1 << 20;
inline constexpr std::size_t kMaxColumns = 8;

struct SyntaxProblem {
  std::size_t position;  // character, counted from 1
  std::string message;
};

// One template of the whole text; names are columns.
std::variant<Template, SyntaxProblem> parse_template(std::string_view text);

// Templates separated by commas on the top level, without the blanks around them; empty ones are
// dropped. There are no values, so only the parameters of closures may be named.
std::variant<std::vector<Template>, SyntaxProblem> parse_templates(std::string_view text);

}  // namespace sluice::config::expression
