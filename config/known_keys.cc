// SPDX-License-Identifier: Apache-2.0
#include "config/known_keys.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "config/scalar.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

using Kind = YamlNode::Kind;

std::string inside(const std::string& path) {
  return path.empty() ? "" : " in " + path;
}

std::string join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

bool is_choice(std::string_view choices, std::string_view text) {
  while (!choices.empty()) {
    const std::size_t end = std::min(choices.find('|'), choices.size());
    if (equal_ignoring_case(choices.substr(0, end), text)) return true;
    choices.remove_prefix(std::min(end + 1, choices.size()));
  }
  return false;
}

std::string spelled(std::string_view choices) {
  std::string text(choices);
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at)) {
    text.replace(at, 1, ", ");
  }
  return text;
}

bool in_range(const Key& key, std::optional<std::int64_t> value) {
  return value && *value >= key.min && *value <= key.max;
}

std::string size_text(std::int64_t bytes) {
  if (bytes >= 1 << 30 && bytes % (1 << 30) == 0) return std::to_string(bytes >> 30) + "G";
  if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) return std::to_string(bytes >> 20) + "M";
  if (bytes >= 1 << 10 && bytes % (1 << 10) == 0) return std::to_string(bytes >> 10) + "K";
  return std::to_string(bytes);
}

// "a whole number from 1 to 65535"
std::string expected(const Key& key) {
  const bool bounded = key.max != std::numeric_limits<std::int64_t>::max();
  switch (key.shape) {
    case Shape::any:
    case Shape::text:
      return "a text";
    case Shape::boolean:
      return "true or false";
    case Shape::integer:
      if (!bounded) return "a whole number of at least " + std::to_string(key.min);
      return "a whole number from " + std::to_string(key.min) + " to " + std::to_string(key.max);
    case Shape::size:
      return "a number of bytes from " + size_text(key.min) + " to " + size_text(key.max);
    case Shape::duration:
      return "a time with its unit, such as 500ms, 10s or 2m, of at most " +
             std::to_string(key.max / 60'000) + "m";
    case Shape::choice:
      return "one of " + spelled(key.choices);
    case Shape::map:
    case Shape::named:
    case Shape::props:
      return "a map";
    case Shape::list:
    case Shape::texts:
      return "a list";
  }
  return "";
}

bool scalar_fits(const Key& key, const YamlNode& node) {
  switch (key.shape) {
    case Shape::boolean:
      return parse_boolean(node.text).has_value();
    case Shape::integer:
      return in_range(key, parse_integer(node.text));
    case Shape::size:
      return in_range(key, parse_size(node.text));
    case Shape::duration:
      return in_range(key, parse_duration(node.text));
    case Shape::choice:
      return node.text.empty() || is_choice(key.choices, node.text);  // empty: not chosen
    default:
      return true;
  }
}

Kind kind_of(Shape shape) {
  switch (shape) {
    case Shape::map:
    case Shape::named:
    case Shape::props:
      return Kind::map;
    case Shape::list:
    case Shape::texts:
      return Kind::sequence;
    default:
      return Kind::scalar;
  }
}

class KeyChecker {
 public:
  explicit KeyChecker(Report& report) : report_(report) {}

  void check_map(const YamlNode& map, const KeyTable& table, const std::string& path) {
    check_repeated(map, path);
    for (const YamlEntry& entry : map.entries) {
      const Key* key = table.find(entry.key->text);
      if (key) {
        check_entry(entry, *key, join(path, key->name));
      } else {
        report_unknown(*entry.key, table, path);
      }
    }
    for (const Key& key : table.keys) {
      if (key.required && !map.find(key.name)) {
        report_.error(map, (path.empty() ? "the file" : path) + " needs the key '" +
                               std::string(key.name) + "'");
      }
    }
  }

 private:
  void check_repeated(const YamlNode& map, const std::string& path) {
    std::unordered_map<std::string_view, std::uint32_t> lines;
    for (const YamlEntry& entry : map.entries) {
      const auto [first, is_new] = lines.emplace(entry.key->text, entry.key->line);
      if (is_new) continue;
      report_.error(*entry.key, "duplicate key '" + entry.key->text + "'" + inside(path) +
                                    ", first in line " + std::to_string(first->second));
    }
  }

  void report_unknown(const YamlNode& key, const KeyTable& table, const std::string& path) {
    std::vector<std::string_view> names;
    for (const Key& known : table.keys) names.push_back(known.name);
    report_.error(key,
                  "unknown key '" + key.text + "'" + inside(path) + suggestion(key.text, names));
  }

  void check_entry(const YamlEntry& entry, const Key& key, const std::string& path) {
    if (!entry.value->is_empty() && key.support == Support::unsupported) {
      report_.error(*entry.key, path + " is not supported yet");
      return;
    }
    if (!entry.value->is_empty() && key.support == Support::no_effect) {
      report_.warning(*entry.key, path + " has no effect here");
    }
    check_value(*entry.value, key, path);
  }

  void check_value(const YamlNode& value, const Key& key, const std::string& path) {
    if (value.is_null() || key.shape == Shape::any) return;
    if (!value.tag.empty()) report_.error(value, path + " takes no tag " + value.tag);
    if (value.kind != kind_of(key.shape) || (value.is_scalar() && !scalar_fits(key, value))) {
      report_.error(value, path + " must be " + expected(key));
      return;
    }
    switch (key.shape) {
      case Shape::map:
        return check_map(value, *key.table, path);
      case Shape::named:
        return check_named(value, *key.table, path);
      case Shape::props:
        return check_props(value, path);
      case Shape::list:
        return check_list(value, *key.table, path);
      case Shape::texts:
        return check_texts(value, path);
      default:
        return;
    }
  }

  void check_named(const YamlNode& map, const KeyTable& table, const std::string& path) {
    check_repeated(map, path);
    for (const YamlEntry& entry : map.entries) {
      check_item(*entry.value, table, join(path, entry.key->text));
    }
  }

  void check_list(const YamlNode& list, const KeyTable& table, const std::string& path) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      check_item(*list.items[i], table, path + "[" + std::to_string(i) + "]");
    }
  }

  // A map of its own; one that is not written has no keys.
  void check_item(const YamlNode& item, const KeyTable& table, const std::string& path) {
    if (item.is_map() || item.is_null()) return check_map(item, table, path);
    report_.error(item, path + " must be a map");
  }

  void check_props(const YamlNode& map, const std::string& path) {
    check_repeated(map, path);
    for (const YamlEntry& entry : map.entries) {
      if (entry.value->is_scalar() || entry.value->is_null()) continue;
      report_.error(*entry.value, join(path, entry.key->text) + " must be a text");
    }
  }

  void check_texts(const YamlNode& list, const std::string& path) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      if (list.items[i]->is_scalar()) continue;
      report_.error(*list.items[i], path + "[" + std::to_string(i) + "] must be a text");
    }
  }

  Report& report_;
};

}  // namespace

const Key* KeyTable::find(std::string_view name) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

void check_keys(const YamlNode& map, const KeyTable& table, const std::string& path,
                Report& report) {
  KeyChecker(report).check_map(map, table, path);
}

}  // namespace sluice::config
