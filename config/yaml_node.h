// SPDX-License-Identifier: Apache-2.0
// A parsed YAML document: our own tree, so that nothing but load_yaml.cc knows yaml-cpp. Aliases
// share the node that they stand for; merge keys (<<) are already applied. Ownership: YamlDocument
// owns all nodes, which point at each other. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::config {

struct YamlNode;

struct YamlEntry {
  const YamlNode* key;  // a scalar
  const YamlNode* value;
};

struct YamlNode {
  enum class Kind : std::uint8_t { null, scalar, map, sequence };

  Kind kind = Kind::null;
  std::uint32_t line = 0;  // from 1; a null that is not written stands where its key does
  std::uint32_t column = 0;
  std::string tag;                     // "!SHARDING", or empty
  std::string text;                    // scalar: without quotes
  std::vector<YamlEntry> entries;      // map, in written order; duplicates are kept
  std::vector<const YamlNode*> items;  // sequence

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_map() const { return kind == Kind::map; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_empty() const { return is_null() || (!is_scalar() && entries.empty() && items.empty()); }

  // The value of the first such key; null if there is none or if it has no value.
  const YamlNode* find(std::string_view key) const;
  // find() if it is of that kind, else null. A wrong kind has been reported by check_keys().
  const YamlNode* map(std::string_view key) const;
  const YamlNode* sequence(std::string_view key) const;
  const YamlNode* scalar(std::string_view key) const;
  // The text of scalar(key), or empty.
  std::string_view text_of(std::string_view key) const;
};

struct YamlDocument {
  std::deque<YamlNode> nodes;
  const YamlNode* root = nullptr;  // never null once parsed; an empty file is a null node
};

}  // namespace sluice::config
