// SPDX-License-Identifier: Apache-2.0
#include "router/compile_rule.h"

#include <algorithm>

namespace sluice::router {
namespace {

const Collation* find_collation(const std::vector<Collation>& collations, std::string_view name) {
  for (const Collation& each : collations) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

bool is_vouched(const RuleContext& context, const std::string& table, const std::string& column) {
  const auto& keys = context.config.global.sluice.exact_string_keys;
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const std::size_t dot = key.rfind('.');
    return dot != std::string::npos && key.substr(0, dot) == table &&
           to_lower(key.substr(dot + 1)) == column;
  });
}

KeyDomain column_domain(const RuleContext& context, const std::string& table,
                        const std::string& column, const TableSchema* schema,
                        const Algorithm& algorithm) {
  const ColumnSchema* found = schema != nullptr ? schema->find(column) : nullptr;
  if (found == nullptr) return {};
  if (algorithm.takes_time() && found->column_class == ColumnClass::temporal) {
    return time_domain(*found);
  }
  return domain_of(*found, find_collation(context.collations, found->collation),
                   is_vouched(context, table, column));
}

// The targets of one level in node order, and the nodes behind each.
void collect_targets(const TableRule& rule, const config::Database& database, bool table_level,
                     Strategy& strategy) {
  std::vector<std::string> names;
  for (std::size_t node = 0; node < rule.nodes.size(); ++node) {
    const std::string& name = table_level
                                  ? rule.nodes[node].table
                                  : database.data_sources[rule.nodes[node].data_source].name;
    const auto at = std::find(names.begin(), names.end(), name);
    const auto index = static_cast<std::size_t>(at - names.begin());
    if (at == names.end()) {
      names.push_back(name);
      strategy.target_nodes.emplace_back(rule.nodes.size());
    }
    strategy.target_nodes[index].insert(node);
  }
  strategy.targets = TargetNames(std::move(names), rule.name, table_level);
}

// Only a value of one column falls into a bucket.
void tabulate(Strategy& strategy) {
  if (strategy.columns.size() != 1) return;
  const std::uint32_t buckets = strategy.algorithm->bucket_count();
  strategy.bucket_targets.reserve(buckets);
  for (std::uint32_t bucket = 0; bucket < buckets; ++bucket) {
    const auto target =
        strategy.algorithm->target_of_bucket(strategy.columns[0].name, bucket, strategy.targets);
    strategy.bucket_targets.push_back(target ? static_cast<std::int32_t>(*target) : -1);
  }
}

Error bad_strategy(const std::string& table, std::string_view what) {
  const std::string text = "table " + table + ": " + std::string(what);
  return make_error(ErrorId::config_invalid, {text});
}

Result<Strategy> compile_strategy(const config::ShardingStrategy& config, const TableRule& rule,
                                  const TableSchema* schema, const RuleContext& context,
                                  bool table_level) {
  Strategy strategy;
  if (config.kind == config::StrategyKind::none) return strategy;
  if (config.columns.size() > kMaxKeyColumns) {
    return bad_strategy(rule.name, "a strategy has more than 8 columns");
  }
  const auto algorithm = context.database.sharding.algorithms.find(config.algorithm);
  if (algorithm == context.database.sharding.algorithms.end()) {
    return bad_strategy(rule.name, "its algorithm " + config.algorithm + " is not defined");
  }
  auto made = make_algorithm(algorithm->second);
  if (!made) return made.error();
  strategy.algorithm = std::move(*made);
  strategy.by_hint = config.kind == config::StrategyKind::hint;
  for (const std::string& column : config.columns) {
    KeyColumn& key = strategy.columns.emplace_back();
    key.name = to_lower(column);
    key.domain = column_domain(context, rule.name, key.name, schema, *strategy.algorithm);
  }
  collect_targets(rule, context.database, table_level, strategy);
  tabulate(strategy);
  return strategy;
}

bool same_generator(const config::Algorithm& a, const config::Algorithm& b) {
  return a.type == b.type && a.props == b.props;
}

// The generator that the previous metadata used under this name, if its configuration is the same.
std::shared_ptr<KeyGenerator> kept_generator(const config::Algorithm& wanted,
                                             const RuleContext& context) {
  if (context.previous == nullptr || context.previous->config == nullptr) return nullptr;
  const DatabaseMetadata* loaded = context.previous->find(context.database.name);
  if (loaded == nullptr) return nullptr;
  for (const config::Database& database : context.previous->config->databases) {
    if (database.name != context.database.name) continue;
    const auto before = database.sharding.key_generators.find(wanted.name);
    if (before == database.sharding.key_generators.end() ||
        !same_generator(before->second, wanted)) {
      return nullptr;
    }
    for (const config::ShardingTable& table : database.sharding.tables) {
      if (!table.key_generate || table.key_generate->generator != wanted.name) continue;
      const Table* known = loaded->find(table.logic_name);
      if (known != nullptr && known->rule->key_generator) return known->rule->key_generator;
    }
  }
  return nullptr;
}

Result<std::shared_ptr<KeyGenerator>> generator_for(const config::KeyGenerate& key,
                                                    const std::string& table,
                                                    const RuleContext& context) {
  if (const auto at = context.generators.find(key.generator); at != context.generators.end()) {
    return at->second;
  }
  const auto config = context.database.sharding.key_generators.find(key.generator);
  if (config == context.database.sharding.key_generators.end()) {
    return bad_strategy(table, "its key generator " + key.generator + " is not defined");
  }
  std::shared_ptr<KeyGenerator> generator = kept_generator(config->second, context);
  if (!generator) {
    auto made = make_key_generator(config->second);
    if (!made) return made.error();
    generator = std::move(*made);
  }
  context.generators.emplace(key.generator, generator);
  return generator;
}

}  // namespace

DataSourceIndex source_index(const config::Database& database, std::string_view name) {
  for (std::size_t i = 0; i < database.data_sources.size(); ++i) {
    if (database.data_sources[i].name == name) return static_cast<DataSourceIndex>(i);
  }
  return 0;
}

Result<std::shared_ptr<TableRule>> compile_rule(const config::ShardingTable& table,
                                                const TableSchema* schema,
                                                const RuleContext& context) {
  auto rule = std::make_shared<TableRule>();
  rule->name = table.logic_name;
  rule->kind = TableKind::sharded;
  if (table.nodes.empty() || table.nodes.size() > UINT16_MAX) {
    return bad_strategy(table.logic_name, "it needs 1 to 65535 actual data nodes");
  }
  for (const config::DataNode& node : table.nodes) {
    rule->nodes.push_back(
        {source_index(context.database, node.data_source), node.table, quote_name(node.table)});
  }
  auto database = compile_strategy(table.database_strategy, *rule, schema, context, false);
  if (!database) return database.error();
  auto tables = compile_strategy(table.table_strategy, *rule, schema, context, true);
  if (!tables) return tables.error();
  rule->database_strategy = std::move(*database);
  rule->table_strategy = std::move(*tables);
  if (table.audit) {
    rule->auditors = table.audit->auditors;
    rule->hint_disables_audit = table.audit->hint_disables;
  }
  if (table.key_generate) {
    auto generator = generator_for(*table.key_generate, table.logic_name, context);
    if (!generator) return generator.error();
    rule->key_column = table.key_generate->column;
    rule->key_generator = std::move(*generator);
  }
  return rule;
}

}  // namespace sluice::router
