// SPDX-License-Identifier: Apache-2.0
#include "config/expression/value.h"

namespace sluice::config::expression {

const List* Value::list() const {
  const auto* held = std::get_if<std::shared_ptr<const List>>(&data);
  return held ? held->get() : nullptr;
}

std::optional<std::string_view> Value::text() const {
  if (const auto* view = std::get_if<std::string_view>(&data)) return *view;
  if (const auto* owned = std::get_if<std::string>(&data)) return *owned;
  return std::nullopt;
}

bool Value::truth() const {
  if (const auto* flag = std::get_if<bool>(&data)) return *flag;
  if (number()) return !is_zero(*number());
  if (list()) return !list()->empty();
  return text() && !text()->empty();
}

std::string Value::to_text() const {
  if (const auto* flag = std::get_if<bool>(&data)) return *flag ? "true" : "false";
  if (number()) return expression::to_text(*number());
  if (text()) return std::string(*text());
  if (is_null()) return "null";
  std::string joined = "[";
  for (const Value& item : *list()) {
    if (joined.size() > 1) joined += ", ";
    joined += item.to_text();
  }
  return joined + "]";
}

std::string_view Value::type_name() const {
  constexpr std::string_view kNumbers[] = {"an integer", "a long", "a BigInteger", "a decimal"};
  constexpr std::string_view kNames[] = {"null", "a boolean", "", "a string", "a string", "a list"};
  return number() ? kNumbers[number()->index()] : kNames[data.index()];
}

}  // namespace sluice::config::expression
