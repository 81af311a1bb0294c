// SPDX-License-Identifier: Apache-2.0
// What a sharding rule's tables must be together: no node in two tables; and warnings for rules
// that can be read but that statements will fail on.
#include <algorithm>
#include <array>
#include <map>

#include "config/read_sharding.h"
#include "config/sharding_level.h"

namespace sluice::config {
namespace {

class ShardingChecker {
 public:
  ShardingChecker(const YamlNode& rule, const ShardingAlgorithms& algorithms,
                  DatabaseContext& context)
      : algorithms_(algorithms), report_(context.report) {
    for (const char* key : {"tables", "autoTables"}) {
      const YamlNode* tables = rule.map(key);
      if (tables == nullptr) continue;
      for (const YamlEntry& entry : tables->entries) places_.emplace(entry.key->text, entry.key);
    }
  }

  void check_owner(const ShardingTable& table) {
    for (const DataNode& node : table.nodes) {
      const auto [owner, is_new] = owners_.emplace(describe(node), table.logic_name);
      if (is_new) continue;
      report_.error(place(table), "data node " + describe(node) + " of table '" + table.logic_name +
                                      "' belongs to table '" + owner->second + "' already");
      return;
    }
  }

  void warn(const ShardingTable& table) {
    if (const auto node = undecided_node(table)) {
      report_.warning(place(table), "the strategies of table '" + table.logic_name +
                                        "' do not tell " + describe(table.nodes[0]) + " from " +
                                        describe(*node) + ": an INSERT cannot be routed");
    }
    check_targets(table, table.database_strategy, data_source_names(table), "data sources");
    check_targets(table, table.table_strategy, actual_table_names(table), "actual tables");
  }

 private:
  const YamlNode& place(const ShardingTable& table) const { return *places_.at(table.logic_name); }

  static std::string describe(const DataNode& node) { return node.data_source + "." + node.table; }

  // An INLINE expression of the form `column % n` has few results: each should be a target.
  void check_targets(const ShardingTable& table, const ShardingStrategy& strategy,
                     const std::set<std::string>& targets, const char* what) {
    const auto expression = algorithms_.inline_expressions.find(strategy.algorithm);
    if (expression == algorithms_.inline_expressions.end() || targets.empty()) return;
    const auto modulus = static_cast<std::int64_t>(expression->second.modulus());
    for (std::int64_t remainder = 0; remainder < modulus; ++remainder) {
      const std::array arguments{InlineArgument{expression->second.columns().front(), remainder}};
      std::string target;
      if (!expression->second.evaluate(arguments, target) || targets.contains(target)) continue;
      report_.warning(place(table), "sharding algorithm '" + strategy.algorithm + "' gives '" +
                                        target + "', which is not among the " + what +
                                        " of table '" + table.logic_name + "'");
      return;
    }
  }

  const ShardingAlgorithms& algorithms_;
  Report& report_;
  std::map<std::string, const YamlNode*> places_;
  std::map<std::string, std::string> owners_;
};

}  // namespace

void check_sharding(const YamlNode& rule, const ShardingAlgorithms& algorithms,
                    DatabaseContext& context) {
  ShardingChecker checker(rule, algorithms, context);
  const std::vector<ShardingTable>& tables = context.database.sharding.tables;
  for (const ShardingTable& table : tables) checker.check_owner(table);
  if (context.report.has_errors()) return;  // they may be the cause of what would be warned about
  for (const ShardingTable& table : tables) checker.warn(table);
}

}  // namespace sluice::config
