// SPDX-License-Identifier: Apache-2.0
#include "router/time_tables.h"

#include <algorithm>

namespace sluice::router {
namespace {

bool goes_by_time(const Strategy& strategy) {
  return strategy.columns.size() == 1 && strategy.algorithm->takes_time() &&
         !strategy.bucket_targets.empty();
}

// Drops the nodes whose every interval is a later one.
void drop_later(const Strategy& strategy, CivilMicros now, NodeSet& nodes) {
  if (!goes_by_time(strategy)) return;
  const auto present = strategy.algorithm->bucket_of(ShardingValue(now));
  if (!present) return;  // before the first or behind the last one: nothing is going to be due
  NodeSet due(nodes.universe());
  const std::size_t end =
      std::min<std::size_t>(std::size_t{*present} + 2, strategy.bucket_targets.size());
  for (std::size_t bucket = 0; bucket < end; ++bucket) {
    const std::int32_t target = strategy.bucket_targets[bucket];
    if (target >= 0) due.unite(strategy.target_nodes[static_cast<std::size_t>(target)]);
  }
  nodes.intersect(due);
}

// A node of the rule that the data source has; null if it has none.
const ActualNode* model_on(const TableRule& rule, DataSourceIndex source,
                           const LoadedSource& loaded) {
  const auto found =
      std::find_if(rule.nodes.rbegin(), rule.nodes.rend(), [&](const ActualNode& node) {
        return node.data_source == source && loaded.tables.contains(node.table);
      });
  return found == rule.nodes.rend() ? nullptr : &*found;
}

}  // namespace

bool is_time_table(const TableRule& rule) {
  return rule.kind == TableKind::sharded &&
         (goes_by_time(rule.database_strategy) || goes_by_time(rule.table_strategy));
}

config::ShardingTable with_due_nodes(const config::ShardingTable& table, const TableRule& rule,
                                     CivilMicros now) {
  NodeSet due = NodeSet::all(rule.nodes.size());
  drop_later(rule.database_strategy, now, due);
  drop_later(rule.table_strategy, now, due);
  if (due.empty()) return table;
  config::ShardingTable kept = table;
  kept.nodes.clear();
  due.for_each([&](std::size_t node) { kept.nodes.push_back(table.nodes[node]); });
  return kept;
}

bool same_time_nodes(const Metadata& left, const Metadata& right) {
  for (const auto& [name, database] : left.databases) {
    const DatabaseMetadata* const other = right.find(name);
    for (const auto& [table_name, table] : database->tables) {
      if (!is_time_table(*table.rule)) continue;
      const Table* const same = other == nullptr ? nullptr : other->find(table_name);
      if (same == nullptr || same->rule->nodes.size() != table.rule->nodes.size()) return false;
    }
  }
  return true;
}

std::vector<MissingNode> missing_nodes(const DatabaseMetadata& database,
                                       const std::map<std::string, LoadedSource>& sources) {
  std::vector<MissingNode> missing;
  for (const auto& [name, table] : database.tables) {
    if (!is_time_table(*table.rule)) continue;
    for (const ActualNode& node : table.rule->nodes) {
      const auto source = sources.find(database.data_sources[node.data_source]);
      if (source == sources.end() || !source->second.reachable) continue;
      if (source->second.tables.contains(node.table)) continue;
      const ActualNode* const model = model_on(*table.rule, node.data_source, source->second);
      if (model != nullptr) missing.push_back({name, node.data_source, node.table, model->table});
    }
  }
  return missing;
}

}  // namespace sluice::router
