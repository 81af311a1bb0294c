// SPDX-License-Identifier: Apache-2.0
#include "config/read_sharding.h"

#include <algorithm>
#include <limits>

#include "config/algorithm_type.h"
#include "config/key_tables.h"

namespace sluice::config {
namespace {

constexpr std::size_t kMaxNodes = std::numeric_limits<std::uint16_t>::max();  // of a table
constexpr std::size_t kMaxNodesOfDatabase = 4'000'000;

void read_tables(const YamlNode& rule, const StrategyReader& strategies, DatabaseContext& context) {
  const ShardingStrategy database_default =
      strategies.read(rule, "defaultDatabaseStrategy", "defaultDatabaseStrategy", {});
  const ShardingStrategy table_default =
      strategies.read(rule, "defaultTableStrategy", "defaultTableStrategy", {});
  const YamlNode* tables = rule.map("tables");
  if (!tables) return;
  std::set<std::string_view> seen;
  std::size_t nodes = 0;
  for (const YamlEntry& entry : tables->entries) {
    if (!seen.insert(entry.key->text).second) continue;  // a duplicate key, reported
    const std::string owner = "table '" + entry.key->text + "'";
    ShardingTable& table = context.database.sharding.tables.emplace_back();
    table.logic_name = entry.key->text;
    table.nodes = read_data_nodes(entry, context);
    nodes += table.nodes.size();
    if (nodes > kMaxNodesOfDatabase) {
      context.report.error(*entry.key, "more than 4,000,000 data nodes in one database");
      return;
    }
    table.database_strategy =
        strategies.read(*entry.value, "databaseStrategy", owner, database_default);
    table.table_strategy = strategies.read(*entry.value, "tableStrategy", owner, table_default);
  }
}

// Cuts an expanded text into data source and table; reports what is wrong with it.
class NodeReader {
 public:
  NodeReader(const YamlNode& at, std::string table, const DatabaseContext& context)
      : at_(at), table_(std::move(table)), context_(context) {}

  void add(const std::string& text) {
    const std::size_t dot = text.find('.');
    if (dot == 0 || dot == std::string::npos || dot + 1 == text.size() ||
        text.find('.', dot + 1) != std::string::npos) {
      return report("'" + text + "' is not data_source.table");
    }
    DataNode node{text.substr(0, dot), text.substr(dot + 1)};
    if (!context_.source_names.contains(node.data_source) &&
        unknown_.insert(node.data_source).second) {
      report("data source '" + node.data_source + "'" + context_.why_unknown(node.data_source));
    }
    if (!seen_.insert(text).second) return report("'" + text + "' occurs twice");
    nodes_.push_back(std::move(node));
  }

  std::vector<DataNode> take() {
    if (nodes_.size() > kMaxNodes) report("more than 65535 data nodes");
    return std::move(nodes_);
  }

 private:
  // The first few are enough to see what is wrong.
  void report(const std::string& problem) {
    constexpr int kMost = 5;
    if (reported_++ < kMost) {
      context_.report.error(at_, "actualDataNodes of table '" + table_ + "': " + problem);
    }
  }

  const YamlNode& at_;
  std::string table_;
  const DatabaseContext& context_;
  std::set<std::string> unknown_;
  std::set<std::string> seen_;
  std::vector<DataNode> nodes_;
  int reported_ = 0;
};

const YamlNode* find_raw(const YamlNode& map, std::string_view key) {
  for (const YamlEntry& entry : map.entries) {
    if (entry.key->text == key) return entry.value;
  }
  return nullptr;
}

}  // namespace

void read_sharding(const YamlNode& rule, DatabaseContext& context) {
  check_keys(rule, kShardingKeys, "!SHARDING", context.report);
  const ShardingAlgorithms algorithms = read_sharding_algorithms(rule, context);
  const StrategyReader strategies(rule, algorithms, context);
  read_tables(rule, strategies, context);
  read_auto_tables(rule, strategies, context);
  read_key_generation(rule, context);
  read_audit(rule, context);
  check_sharding(rule, algorithms, context);
  read_binding_tables(rule, algorithms, context);
}

ShardingAlgorithms read_sharding_algorithms(const YamlNode& rule, DatabaseContext& context) {
  ShardingAlgorithms result;
  const YamlNode* algorithms = rule.map("shardingAlgorithms");
  if (!algorithms) return result;
  for (const YamlEntry& entry : algorithms->entries) {
    const std::string& name = entry.key->text;
    if (!result.declared.insert(name).second) continue;
    auto algorithm = read_algorithm(*entry.value, name, kShardingAlgorithmTypes,
                                    "sharding algorithm '" + name + "'", context.report);
    if (!algorithm) continue;
    if (const auto expression = algorithm->props.find("algorithm-expression");
        expression != algorithm->props.end()) {
      auto compiled = InlineExpression::compile(expression->second);
      if (compiled) {
        result.inline_expressions.emplace(name, *std::move(compiled));
      } else {
        context.report.error(*entry.value->map("props")->scalar("algorithm-expression"),
                             compiled.error().message());
      }
    }
    context.database.sharding.algorithms.emplace(name, *std::move(algorithm));
  }
  return result;
}

std::vector<DataNode> read_data_nodes(const YamlEntry& table, const DatabaseContext& context) {
  const YamlNode* written = find_raw(*table.value, "actualDataNodes");
  if (!written) {
    std::vector<DataNode> nodes;
    for (const DataSource& source : context.database.data_sources) {
      nodes.push_back({source.name, table.key->text});
    }
    return nodes;
  }
  if (!written->is_scalar() && !written->is_null()) return {};
  NodeReader nodes(*written, table.key->text, context);
  const auto texts = expand_row_expression(written->text);
  if (!texts) {
    context.report.error(*written, texts.error().message());
    return {};
  }
  if (texts->empty()) {
    context.report.error(*written, "actualDataNodes of table '" + table.key->text + "' is empty");
  }
  for (const std::string& text : *texts) nodes.add(text);
  return nodes.take();
}

}  // namespace sluice::config
