// SPDX-License-Identifier: Apache-2.0
// What the servers' grammars, not their function tables, know about calls: how many arguments some
// functions take, and which words may stand among them.
#pragma once

#include <cstdint>
#include <string_view>

namespace sluice::parser {

enum class KnownTo : std::uint8_t { both, mysql, mariadb };

struct FunctionRule {
  std::string_view name;
  std::uint8_t min_args;
  std::uint8_t max_args;  // kAnyNumber: no limit
  bool aggregate = false;
  bool distinct = false;           // takes DISTINCT
  bool ordered = false;            // takes ORDER BY and LIMIT
  bool window = false;             // is nothing without OVER
  bool interval = false;           // its second argument may be an interval,
  bool needs_interval = false;     // or must be one
  bool precision = false;          // its argument is a number, not an expression
  bool reserved = false;           // need not touch its parenthesis
  bool typed = false;              // MariaDB's dynamic columns: AS may give an argument its type
  KnownTo server = KnownTo::both;  // to the other one it is a function like any
};

inline constexpr std::uint8_t kAnyNumber = 255;

// Null for a function without a grammar of its own.
const FunctionRule* function_rule(std::string_view name, bool mariadb);

// Whether a parenthesis directly behind the name makes it the function in both servers' tokenizers,
// so that it cannot name anything there.
bool is_symbol(std::string_view name);

}  // namespace sluice::parser
