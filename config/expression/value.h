// SPDX-License-Identifier: Apache-2.0
// What a Groovy expression evaluates to. Text is borrowed (of a literal in the tree, of an
// argument) where possible; such a value must not outlive what it was computed from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/expression/number.h"

namespace sluice::config::expression {

struct Value;
using List = std::vector<Value>;

struct Value {
  using Null = std::monostate;
  std::variant<Null, bool, Number, std::string_view, std::string, std::shared_ptr<const List>> data;

  // The alternative, or null.
  const Number* number() const { return std::get_if<Number>(&data); }
  const List* list() const;
  bool is_null() const { return data.index() == 0; }
  std::optional<std::string_view> text() const;

  // Groovy's truth: not null, false, zero or empty.
  bool truth() const;
  // Object.toString(); of a list "[a, b]".
  std::string to_text() const;
  // "an integer", "a string", ...: for messages.
  std::string_view type_name() const;
};

}  // namespace sluice::config::expression
