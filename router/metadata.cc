// SPDX-License-Identifier: Apache-2.0
#include "router/metadata.h"

#include <algorithm>
#include <array>

#include "common/base/back_quoted.h"

namespace sluice::router {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// No reserved word of either server has both an underscore and a digit at its end (`_latin1` does).
bool is_plainly_no_keyword(std::string_view name) {
  return name.front() != '_' && name.find('_') != std::string_view::npos && name.back() >= '0' &&
         name.back() <= '9' && !(name.front() >= '0' && name.front() <= '9') &&
         std::all_of(name.begin(), name.end(), is_word_character);
}

}  // namespace

std::string to_lower(std::string_view ascii) {
  std::string text(ascii);
  std::transform(text.begin(), text.end(), text.begin(), lower);
  return text;
}

std::string to_upper(std::string_view ascii) {
  std::string text(ascii);
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

bool is_information_schema(std::string_view database) {
  return to_lower(database) == "information_schema";
}

std::string quote_name(std::string_view name) {
  if (!name.empty() && is_plainly_no_keyword(name)) return std::string(name);
  return back_quoted(name);
}

const ColumnSchema* TableSchema::find(std::string_view name) const {
  const std::string wanted = to_lower(name);
  for (const ColumnSchema& column : columns) {
    if (column.lower_name == wanted) return &column;
  }
  return nullptr;
}

std::optional<std::size_t> Strategy::find(std::string_view lower_name) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == lower_name) return i;
  }
  return std::nullopt;
}

Result<std::size_t> Strategy::target_of(std::span<const ShardingValue> values) const {
  if (columns.size() == 1) {
    if (!bucket_targets.empty()) {
      const std::optional<std::uint32_t> bucket = algorithm->bucket_of(values[0]);
      if (bucket && bucket_targets[*bucket] >= 0) {
        return static_cast<std::size_t>(bucket_targets[*bucket]);
      }
    }
    return algorithm->target_of(columns[0].name, values[0], targets);
  }
  std::array<KeyArgument, kMaxKeyColumns> arguments;
  for (std::size_t i = 0; i < values.size(); ++i) arguments[i] = {columns[i].name, values[i]};
  return algorithm->target_of_values({arguments.data(), values.size()}, targets);
}

std::vector<KeyRef> TableRule::keys() const {
  std::vector<KeyRef> keys;
  for (const Level level : {Level::database, Level::table}) {
    for (std::size_t i = 0; i < strategy(level).columns.size(); ++i) {
      keys.push_back({level, static_cast<std::uint8_t>(i)});
    }
  }
  return keys;
}

bool TableRule::is_sharding_column(std::string_view lower_name) const {
  return kind == TableKind::sharded &&
         (database_strategy.find(lower_name) || table_strategy.find(lower_name));
}

std::optional<std::size_t> TableRule::node_on(DataSourceIndex source) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const ActualNode& node) {
    return node.data_source == source;
  });
  if (found == nodes.end()) return std::nullopt;
  return static_cast<std::size_t>(found - nodes.begin());
}

bool TableRule::keeps_name() const {
  return std::all_of(nodes.begin(), nodes.end(),
                     [this](const ActualNode& node) { return node.table == name; });
}

const Table* DatabaseMetadata::find(std::string_view table) const {
  const auto at = tables.find(std::string(table));
  return at == tables.end() ? nullptr : &at->second;
}

const DatabaseMetadata* Metadata::find(std::string_view database) const {
  const auto at = databases.find(database);
  return at == databases.end() ? nullptr : at->second.get();
}

bool Metadata::is_mariadb() const {
  return server_version.empty() || server_version.find("MariaDB") != std::string::npos;
}

const Collation* Metadata::collation(std::string_view name) const {
  for (const Collation& each : collations) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

const Collation* Metadata::collation(std::uint16_t id) const {
  for (const Collation& each : collations) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

}  // namespace sluice::router
