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
  if (const YamlNode* standard = strategy->map("standard")) return read_standard(*standard, owner);
  if (const YamlNode* complex = strategy->map("complex")) return read_complex(*complex, owner);
  if (const YamlNode* hint = strategy->map("hint")) return read_hint(*hint, owner);
  return ShardingStrategy{};
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
  read_algorithm_name(standard, owner, strategy);
  return strategy;
}

ShardingStrategy StrategyReader::read_complex(const YamlNode& complex,
                                              const std::string& owner) const {
  ShardingStrategy strategy;
  strategy.kind = StrategyKind::complex;
  const YamlNode* columns = complex.scalar("shardingColumns");
  if (!columns) return strategy;  // check_keys() has asked for it
  for (const std::string_view column : split_list(columns->text)) {
    if (!column.empty()) strategy.columns.emplace_back(column);
  }
  if (strategy.columns.empty() || strategy.columns.size() > kMaxShardingColumns) {
    context_.report.error(*columns, owner + ": shardingColumns must be 1 to 8 columns");
  }
  read_algorithm_name(complex, owner, strategy);
  return strategy;
}

ShardingStrategy StrategyReader::read_hint(const YamlNode& hint, const std::string& owner) const {
  ShardingStrategy strategy;
  strategy.kind = StrategyKind::hint;
  read_algorithm_name(hint, owner, strategy);
  return strategy;
}

void StrategyReader::read_algorithm_name(const YamlNode& node, const std::string& owner,
                                         ShardingStrategy& strategy) const {
  const YamlNode* algorithm = node.scalar("shardingAlgorithmName");
  if (!algorithm) return;  // check_keys() has asked for it
  strategy.algorithm = algorithm->text;
  if (!algorithms_.declared.contains(strategy.algorithm)) {
    const std::vector<std::string_view> known(algorithms_.declared.begin(),
                                              algorithms_.declared.end());
    context_.report.error(*algorithm, "sharding algorithm '" + strategy.algorithm + "' of " +
                                          owner + " is not defined" +
                                          suggestion(strategy.algorithm, known));
  }
  check_type(*algorithm, strategy, owner);
  check_columns(*algorithm, strategy, owner);
}

// COMPLEX_INLINE is for complex strategies, HINT_INLINE for those by hint, all others are standard.
void StrategyReader::check_type(const YamlNode& at, const ShardingStrategy& strategy,
                                const std::string& owner) const {
  const auto& algorithms = context_.database.sharding.algorithms;
  const auto found = algorithms.find(strategy.algorithm);
  if (found == algorithms.end()) return;
  const std::string& type = found->second.type;
  const StrategyKind needed = type == "COMPLEX_INLINE" ? StrategyKind::complex
                              : type == "HINT_INLINE"  ? StrategyKind::hint
                                                       : StrategyKind::standard;
  if (needed == strategy.kind) return;
  const char* name = needed == StrategyKind::complex ? "complex"
                     : needed == StrategyKind::hint  ? "hint"
                                                     : "standard";
  context_.report.error(at, "sharding algorithm '" + strategy.algorithm + "' of " + owner +
                                ": type " + type + " is for a strategy of kind " + name);
}

// An INLINE expression must compute with the strategy's columns and no others.
void StrategyReader::check_columns(const YamlNode& at, const ShardingStrategy& strategy,
                                   const std::string& owner) const {
  const auto expression = algorithms_.inline_expressions.find(strategy.algorithm);
  if (expression == algorithms_.inline_expressions.end()) return;
  const bool by_hint = strategy.kind == StrategyKind::hint;
  const std::vector<std::string> columns =
      by_hint ? std::vector<std::string>{"value"} : strategy.columns;
  if (columns.empty() || columns.front().empty()) return;
  const std::vector<std::string>& used = expression->second.columns();
  const std::string algorithm = "sharding algorithm '" + strategy.algorithm + "' of " + owner;
  if (used.empty()) {
    const std::string what = by_hint ? "the hint's '" : "the sharding column '";
    context_.report.error(at, algorithm + " does not use " + what + columns.front() + "'");
  }
  for (const std::string& name : used) {
    const bool known = std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return equal_ignoring_case(name, column);
    });
    if (known) continue;
    const std::string only = by_hint               ? "a hint's value is 'value'"
                             : columns.size() == 1 ? "the sharding column is '" + columns[0] + "'"
                                                   : "it is not among the sharding columns";
    context_.report.error(at, algorithm + " uses the column '" + name + "', but " + only);
  }
}

}  // namespace sluice::config
