// SPDX-License-Identifier: Apache-2.0
// A description of the keys that a YAML map may have, and the one function that compares a document
// with it: unknown and repeated keys, values of a wrong kind or out of range, required keys that
// are missing, keys that have no effect here or are not supported yet. Readers rely on it: they
// skip what is not of the right kind, since that has been reported.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "config/report.h"
#include "config/yaml_node.h"

namespace sluice::config {

enum class Shape : std::uint8_t {
  any,  // not looked into
  text,
  boolean,
  integer,   // min .. max
  size,      // min .. max bytes
  duration,  // min .. max milliseconds
  choice,    // one of `choices`, in any case
  map,       // with the keys of `table`
  named,     // any name -> map with the keys of `table`
  list,      // of maps with the keys of `table`
  texts,     // list of texts
  props,     // any name -> scalar
};

enum class Support : std::uint8_t {
  used,
  harmless,     // ShardingSphere's; leaving it out changes nothing that anybody can notice
  no_effect,    // ShardingSphere's, operational: a warning
  unsupported,  // ShardingSphere's, changes results: an error
};

struct KeyTable;

struct Key {
  std::string_view name;
  Shape shape = Shape::text;
  Support support = Support::used;
  bool required = false;
  const KeyTable* table = nullptr;
  std::int64_t min = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string_view choices = {};  // "A|B"
};

struct KeyTable {
  std::span<const Key> keys;
  const Key* find(std::string_view name) const;
};

// The vocabulary of the tables.
constexpr Key of_shape(Shape shape, std::string_view name, const KeyTable* table = nullptr) {
  return {.name = name, .shape = shape, .table = table};
}
constexpr Key text(std::string_view name) {
  return of_shape(Shape::text, name);
}
constexpr Key boolean(std::string_view name) {
  return of_shape(Shape::boolean, name);
}
constexpr Key any(std::string_view name) {
  return of_shape(Shape::any, name);
}
constexpr Key texts(std::string_view name) {
  return of_shape(Shape::texts, name);
}
constexpr Key props(std::string_view name) {
  return of_shape(Shape::props, name);
}
constexpr Key map(std::string_view name, const KeyTable& table) {
  return of_shape(Shape::map, name, &table);
}
constexpr Key named(std::string_view name, const KeyTable& table) {
  return of_shape(Shape::named, name, &table);
}
constexpr Key list(std::string_view name, const KeyTable& table) {
  return of_shape(Shape::list, name, &table);
}
constexpr Key limited(Shape shape, std::string_view name, std::int64_t min, std::int64_t max) {
  return {.name = name, .shape = shape, .min = min, .max = max};
}
constexpr Key integer(std::string_view name, std::int64_t min,
                      std::int64_t max = std::numeric_limits<std::int64_t>::max()) {
  return limited(Shape::integer, name, min, max);
}
constexpr Key choice(std::string_view name, std::string_view choices) {
  return {.name = name, .shape = Shape::choice, .choices = choices};
}
constexpr Key required(Key key) {
  key.required = true;
  return key;
}
constexpr Key with(Support support, Key key) {
  key.support = support;
  return key;
}
constexpr Key harmless(Key key) {
  return with(Support::harmless, key);
}
constexpr Key no_effect(Key key) {
  return with(Support::no_effect, key);
}
constexpr Key unsupported(Key key) {
  return with(Support::unsupported, key);
}

// `path` names the map in messages: "dataSources.ds_0"; empty for the top level.
void check_keys(const YamlNode& map, const KeyTable& table, const std::string& path,
                Report& report);

}  // namespace sluice::config
