// SPDX-License-Identifier: Apache-2.0
// The methods that expressions may call, with the meaning that Java's String, Integer, Long and
// Math and Groovy's additions to them have. Unknown names are refused when the expression is
// compiled.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/expression/value.h"

namespace sluice::config::expression {

inline constexpr std::size_t kMaxArguments = 7;

struct Method {
  // `arguments` begins with the receiver, unless the method is a class's own. Nothing, and the
  // reason in `why`, if the values are not what the method takes.
  using Body = std::optional<Value> (*)(std::span<const Value> arguments, std::string& why);

  std::string_view owner;  // "Math" for a class's own, "" for a method of a value
  std::string_view name;
  std::size_t min_arguments;  // without the receiver
  std::size_t max_arguments;
  Body body;
};

// Null if there is none.
const Method* find_method(std::string_view owner, std::string_view name);
bool is_class_name(std::string_view name);

}  // namespace sluice::config::expression
