// SPDX-License-Identifier: Apache-2.0
// Scalars of a YAML map into fields of the configuration. A key that is absent, or whose value
// check_keys() has refused, leaves the field as it is.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "config/scalar.h"
#include "config/yaml_node.h"

namespace sluice::config {

inline void read_text(const YamlNode& map, std::string_view key, std::string& field) {
  if (const YamlNode* node = map.scalar(key)) field = node->text;
}

inline void read_flag(const YamlNode& map, std::string_view key, bool& field) {
  field = parse_boolean(map.text_of(key)).value_or(field);
}

template <class Int>
void read_integer(const YamlNode& map, std::string_view key, Int& field) {
  if (const auto value = parse_integer(map.text_of(key))) field = static_cast<Int>(*value);
}

template <class Int>
void read_size(const YamlNode& map, std::string_view key, Int& field) {
  if (const auto value = parse_size(map.text_of(key))) field = static_cast<Int>(*value);
}

inline void read_duration(const YamlNode& map, std::string_view key,
                          std::chrono::milliseconds& field) {
  if (const auto value = parse_duration(map.text_of(key))) {
    field = std::chrono::milliseconds(*value);
  }
}

// For the keys of ShardingSphere that have their unit in their name.
inline void read_milliseconds(const YamlNode& map, std::string_view key,
                              std::chrono::milliseconds& field) {
  if (const auto value = parse_integer(map.text_of(key))) {
    field = std::chrono::milliseconds(*value);
  }
}

}  // namespace sluice::config
