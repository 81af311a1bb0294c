// SPDX-License-Identifier: Apache-2.0
#include "router/single_tables.h"

#include <algorithm>

#include "router/compile_rule.h"

namespace sluice::router {
namespace {

bool lets_in(const config::SingleRule& rule, const std::string& source) {
  if (rule.tables.empty()) return true;
  return std::any_of(rule.tables.begin(), rule.tables.end(), [&](const config::DataNode& node) {
    return node.table == "*" && (node.data_source == "*" || node.data_source == source);
  });
}

bool is_claimed(const ClaimedTables& claimed, const std::string& source, const std::string& table) {
  const auto at = claimed.find(source);
  return at != claimed.end() && at->second.contains(table);
}

Table single_table(const std::string& name, DataSourceIndex source, const TableSchema* schema) {
  auto rule = std::make_shared<TableRule>();
  rule->name = name;
  rule->kind = TableKind::single;
  rule->nodes.push_back({source, name, quote_name(name)});
  Table table;
  table.rule = std::move(rule);
  if (schema != nullptr) table.schema = std::make_shared<const TableSchema>(*schema);
  return table;
}

const TableSchema* schema_on(const std::map<std::string, LoadedSource>& sources,
                             const std::string& source, const std::string& table) {
  const auto at = sources.find(source);
  if (at == sources.end()) return nullptr;
  const auto found = at->second.tables.find(table);
  return found == at->second.tables.end() ? nullptr : &found->second;
}

}  // namespace

void add_single_tables(const config::Database& database,
                       const std::map<std::string, LoadedSource>& sources,
                       const ClaimedTables& claimed, DatabaseMetadata& out) {
  for (const config::DataNode& node : database.single.tables) {
    if (node.table == "*" || node.data_source == "*" || out.tables.contains(node.table)) continue;
    out.tables.emplace(node.table,
                       single_table(node.table, source_index(database, node.data_source),
                                    schema_on(sources, node.data_source, node.table)));
  }
  for (const config::DataSource& source : database.data_sources) {
    const auto loaded = sources.find(source.name);
    if (loaded == sources.end() || !lets_in(database.single, source.name)) continue;
    for (const auto& [name, schema] : loaded->second.tables) {
      if (out.tables.contains(name) || is_claimed(claimed, source.name, name)) continue;
      out.tables.emplace(name, single_table(name, source_index(database, source.name), &schema));
    }
  }
}

}  // namespace sluice::router
