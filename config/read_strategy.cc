// SPDX-License-Identifier: Apache-2.0
// databaseStrategy, tableStrategy and the rule's defaults for them.
#include <algorithm>
#include <vector>

#include "config/read_sharding.h"
#include "config/scalar.h"
#include "config/suggest.h"

namespace sluice::config {

StrategyReader::StrategyReader(const YamlNode& rule, const ShardingAlgorithms& algorithms,
                               DatabaseContext& context)
    : algorithms_(algorithms),
      default_column_(rule.text_of("defaultShardingColumn")),
      context_(context) {}

ShardingStrategy StrategyReader::read(const YamlNode& map, std::string_view key,
                                      const std::string& owner,
                                      const ShardingStrategy& fallback) const {
  const YamlNode* strategy = map.map(key);
  if (!strategy || strategy->entries.empty()) return fallback;
  if (strategy->entries.size() > 1) {
    context_.report.error(*strategy, owner + " has several kinds of " + std::string(key) +
                                         ", one of standard and none is meant");
  }
  const YamlEntry& entry = strategy->entries.front();
  const bool other = entry.key->text == "complex" || entry.key->text == "hint";
  if (other && entry.value->is_empty()) {
    context_.report.error(*entry.key, entry.key->text + " strategies are not supported yet");
  }
  const YamlNode* standard = strategy->map("standard");
  return standard ? read_standard(*standard, owner) : ShardingStrategy{};
}

ShardingStrategy StrategyReader::read_standard(const YamlNode& standard,
                                               const std::string& owner) const {
  ShardingStrategy strategy;
  strategy.kind = StrategyKind::standard;
  const std::string_view column = standard.text_of("shardingColumn");
  strategy.columns.emplace_back(column.empty() ? default_column_ : column);
  if (strategy.columns.front().empty()) {
    context_.report.error(standard, owner +
                                        " has a strategy without shardingColumn, and there is "
                                        "no defaultShardingColumn");
  }
  const YamlNode* algorithm = standard.scalar("shardingAlgorithmName");
  if (!algorithm) return strategy;  // check_keys() has asked for it
  strategy.algorithm = algorithm->text;
  if (!algorithms_.declared.contains(strategy.algorithm)) {
    const std::vector<std::string_view> known(algorithms_.declared.begin(),
                                              algorithms_.declared.end());
    context_.report.error(*algorithm, "sharding algorithm '" + strategy.algorithm + "' of " +
                                          owner + " is not defined" +
                                          suggestion(strategy.algorithm, known));
  }
  check_column(*algorithm, strategy, owner);
  return strategy;
}

// An INLINE expression must compute with the strategy's column and no other.
void StrategyReader::check_column(const YamlNode& at, const ShardingStrategy& strategy,
                                  const std::string& owner) const {
  const auto expression = algorithms_.inline_expressions.find(strategy.algorithm);
  const std::string& column = strategy.columns.front();
  if (expression == algorithms_.inline_expressions.end() || column.empty()) return;
  const std::vector<std::string>& used = expression->second.columns();
  const std::string algorithm = "sharding algorithm '" + strategy.algorithm + "' of " + owner;
  if (used.empty()) {
    context_.report.error(at, algorithm + " does not use the sharding column '" + column + "'");
  }
  for (const std::string& name : used) {
    if (equal_ignoring_case(name, column)) continue;
    context_.report.error(at, algorithm + " uses the column '" + name +
                                  "', but the sharding column is '" + column + "'");
  }
}

}  // namespace sluice::config
