// SPDX-License-Identifier: Apache-2.0
// The rule !SHARDING to ShardingRule, with the rule's defaults applied to each table.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "config/read_database.h"
#include "config/row_expression.h"

namespace sluice::config {

void read_sharding(const YamlNode& rule, DatabaseContext& context);

// Algorithms of a rule as far as they are usable. `declared` also holds those with an error, which
// is not reported again where they are used.
struct ShardingAlgorithms {
  std::set<std::string, std::less<>> declared;
  std::map<std::string, InlineExpression, std::less<>> inline_expressions;
};

ShardingAlgorithms read_sharding_algorithms(const YamlNode& rule, DatabaseContext& context);

// tables.*.actualDataNodes, expanded; without it the table is in every data source under its name.
std::vector<DataNode> read_data_nodes(const YamlEntry& table, const DatabaseContext& context);

// Strategies of tables and of the rule's defaults.
class StrategyReader {
 public:
  StrategyReader(const YamlNode& rule, const ShardingAlgorithms& algorithms,
                 DatabaseContext& context);

  // `key` of `map` or, if it has none, `fallback`. `owner` for messages: "table 't_order'".
  ShardingStrategy read(const YamlNode& map, std::string_view key, const std::string& owner,
                        const ShardingStrategy& fallback) const;

 private:
  ShardingStrategy read_standard(const YamlNode& standard, const std::string& owner) const;
  ShardingStrategy read_complex(const YamlNode& complex, const std::string& owner) const;
  ShardingStrategy read_hint(const YamlNode& hint, const std::string& owner) const;
  void read_algorithm_name(const YamlNode& node, const std::string& owner,
                           ShardingStrategy& strategy) const;
  void check_type(const YamlNode& at, const ShardingStrategy& strategy,
                  const std::string& owner) const;
  void check_columns(const YamlNode& at, const ShardingStrategy& strategy,
                     const std::string& owner) const;

  const ShardingAlgorithms& algorithms_;
  std::string default_column_;
  DatabaseContext& context_;
};

// autoTables: tables whose nodes follow from data sources and algorithm.
void read_auto_tables(const YamlNode& rule, const StrategyReader& strategies,
                      DatabaseContext& context);

// Key generators and which table uses which: keyGenerateStrategy of tables (5.5.0 to 5.5.3),
// keyGenerateStrategies of the rule (5.5.4), the default.
void read_key_generation(const YamlNode& rule, DatabaseContext& context);

// Auditors, and which check the statements about which table.
void read_audit(const YamlNode& rule, DatabaseContext& context);

// What tables, nodes and strategies must be together; `rule` gives the places for messages.
void check_sharding(const YamlNode& rule, const ShardingAlgorithms& algorithms,
                    DatabaseContext& context);

// bindingTables, with the proof that node i of one table matches node i of the other.
void read_binding_tables(const YamlNode& rule, const ShardingAlgorithms& algorithms,
                         DatabaseContext& context);

}  // namespace sluice::config
