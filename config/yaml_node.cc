// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_node.h"

#include <algorithm>

namespace sluice::config {
namespace {

const YamlNode* of_kind(const YamlNode* node, YamlNode::Kind kind) {
  return node && node->kind == kind ? node : nullptr;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const YamlEntry& entry) { return entry.key->text == key; });
  return found == entries.end() || found->value->is_null() ? nullptr : found->value;
}

const YamlNode* YamlNode::map(std::string_view key) const {
  return of_kind(find(key), Kind::map);
}

const YamlNode* YamlNode::sequence(std::string_view key) const {
  return of_kind(find(key), Kind::sequence);
}

const YamlNode* YamlNode::scalar(std::string_view key) const {
  return of_kind(find(key), Kind::scalar);
}

std::string_view YamlNode::text_of(std::string_view key) const {
  const YamlNode* node = scalar(key);
  return node ? std::string_view(node->text) : std::string_view();
}

}  // namespace sluice::config
