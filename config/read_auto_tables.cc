// SPDX-License-Identifier: Apache-2.0
// autoTables: only data sources and an algorithm are given. The algorithm says how many shards
// there are; shard i of table t is t_i on data source i modulo their number.
#include <algorithm>

#include "config/read_sharding.h"
#include "config/shard_count.h"

namespace sluice::config {
namespace {

constexpr std::size_t kMaxNodes = 65'535;

class AutoTableReader {
 public:
  AutoTableReader(const YamlEntry& entry, const StrategyReader& strategies,
                  DatabaseContext& context)
      : entry_(entry),
        strategies_(strategies),
        context_(context),
        owner_("auto table '" + entry.key->text + "'") {}

  void read() {
    ShardingTable table;
    table.logic_name = entry_.key->text;
    table.table_strategy = strategies_.read(*entry_.value, "shardingStrategy", owner_, {});
    const std::vector<std::string> sources = data_sources();
    const std::optional<std::size_t> count = shards(table.table_strategy);
    if (!count || sources.empty()) return;
    for (std::size_t i = 0; i < *count; ++i) {
      table.nodes.push_back(
          {sources[i % sources.size()], table.logic_name + "_" + std::to_string(i)});
    }
    context_.database.sharding.tables.push_back(std::move(table));
  }

 private:
  std::vector<std::string> data_sources() {
    const YamlNode* written = entry_.value->scalar("actualDataSources");
    if (!written) return {};  // check_keys() has asked for it
    auto names = expand_row_expression(written->text);
    if (!names) {
      context_.report.error(*written, names.error().message());
      return {};
    }
    bool known = true;
    for (const std::string& name : *names) {
      if (context_.source_names.contains(name)) continue;
      context_.report.error(*written,
                            "data source '" + name + "' of " + owner_ + context_.why_unknown(name));
      known = false;
    }
    if (names->empty()) context_.report.error(*written, owner_ + " has no data sources");
    return known ? *std::move(names) : std::vector<std::string>();
  }

  std::optional<std::size_t> shards(const ShardingStrategy& strategy) {
    if (strategy.kind != StrategyKind::standard) {
      context_.report.error(*entry_.key, owner_ + " needs a standard shardingStrategy");
      return std::nullopt;
    }
    const auto& algorithms = context_.database.sharding.algorithms;
    const auto algorithm = algorithms.find(strategy.algorithm);
    if (algorithm == algorithms.end()) return std::nullopt;  // reported
    const std::optional<std::size_t> count = shard_count(algorithm->second);
    if (!count) {
      context_.report.error(*entry_.key, owner_ + " needs an algorithm that says how many shards " +
                                             "there are, " + algorithm->second.type + " does not");
    } else if (*count > kMaxNodes) {
      context_.report.error(*entry_.key, owner_ + " has more than 65535 shards");
      return std::nullopt;
    }
    return count;
  }

  const YamlEntry& entry_;
  const StrategyReader& strategies_;
  DatabaseContext& context_;
  std::string owner_;
};

}  // namespace

void read_auto_tables(const YamlNode& rule, const StrategyReader& strategies,
                      DatabaseContext& context) {
  const YamlNode* tables = rule.map("autoTables");
  if (!tables) return;
  std::set<std::string, std::less<>> seen;  // not views: the tables move as others come
  for (const ShardingTable& table : context.database.sharding.tables) seen.insert(table.logic_name);
  for (const YamlEntry& entry : tables->entries) {
    if (seen.contains(entry.key->text)) {
      context.report.error(*entry.key, "table '" + entry.key->text + "' is defined twice");
      continue;
    }
    AutoTableReader(entry, strategies, context).read();
  }
}

}  // namespace sluice::config
