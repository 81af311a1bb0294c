// SPDX-License-Identifier: Apache-2.0
// YAML text to a YamlDocument. The only part of the program that knows yaml-cpp.
// Hostile input is bounded: nesting, the size of what aliases repeat and the size of the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "config/yaml_node.h"

namespace sluice::config {

inline constexpr std::size_t kMaxYamlBytes = 64 << 20;

struct YamlProblem {
  std::size_t line;  // from 1; 0: none
  std::size_t column;
  std::string message;
};

// One document; text behind it is a problem. Never throws.
std::variant<YamlDocument, YamlProblem> parse_yaml(std::string_view text);

}  // namespace sluice::config
