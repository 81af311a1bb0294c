// SPDX-License-Identifier: Apache-2.0
#include "config/sharding_level.h"

#include <utility>

namespace sluice::config {

std::set<std::string> data_source_names(const ShardingTable& table) {
  std::set<std::string> names;
  for (const DataNode& node : table.nodes) names.insert(node.data_source);
  return names;
}

std::set<std::string> actual_table_names(const ShardingTable& table) {
  std::set<std::string> names;
  for (const DataNode& node : table.nodes) names.insert(node.table);
  return names;
}

const DataNode* undecided_node(const ShardingTable& table) {
  const bool by_source = table.database_strategy.kind != StrategyKind::none;
  const bool by_table = table.table_strategy.kind != StrategyKind::none;
  std::set<std::pair<std::string, std::string>> chosen;
  for (const DataNode& node : table.nodes) {
    const auto choice = std::pair(by_source ? node.data_source : "", by_table ? node.table : "");
    if (!chosen.insert(choice).second) return &node;
  }
  return nullptr;
}

}  // namespace sluice::config
