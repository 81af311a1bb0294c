// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/distsql_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "frontend/like.h"

namespace sluice::frontend {
namespace {

using Type = ResultSet::Type;

ResultSet::Column long_text(const char* name) {
  return {name, Type::long_text};
}

ResultSet::Column whole_number(const char* name) {
  return {name, Type::number};
}

bool wanted(const RuleQuery& query, std::string_view name) {
  if (!query.name.empty() && query.name != name) return false;
  return !query.like || like(*query.like, name);
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::string props_text(const std::map<std::string, std::string>& props) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : props) parts.push_back(key + "=" + value);
  return joined(parts, ",");
}

std::string nodes_text(const config::ShardingTable& table, std::string_view separator) {
  std::vector<std::string> parts;
  for (const config::DataNode& node : table.nodes)
    parts.push_back(node.data_source + "." + node.table);
  return joined(parts, separator);
}

const char* strategy_name(config::StrategyKind kind) {
  switch (kind) {
    case config::StrategyKind::none:
      return "";
    case config::StrategyKind::standard:
      return "STANDARD";
    case config::StrategyKind::complex:
      return "COMPLEX";
    case config::StrategyKind::hint:
      return "HINT";
  }
  return "";
}

// Strategy, columns, the algorithm's type and properties.
void add_strategy(const config::ShardingRule& rule, const config::ShardingStrategy& strategy,
                  ResultSet::Row& row) {
  row.emplace_back(strategy_name(strategy.kind));
  row.emplace_back(joined(strategy.columns, ","));
  const auto found = rule.algorithms.find(strategy.algorithm);
  const bool known = found != rule.algorithms.end();
  row.emplace_back(known ? found->second.type : "");
  row.emplace_back(known ? props_text(found->second.props) : "");
}

ResultSet algorithms(const std::map<std::string, config::Algorithm>& all) {
  ResultSet rows({{"name"}, {"type"}, long_text("props")});
  for (const auto& [name, algorithm] : all) {
    rows.add({name, algorithm.type, props_text(algorithm.props)});
  }
  return rows;
}

// One actual server of the database: a data source, or a member of a group.
std::vector<const config::DataSource*> servers_of(const config::Database& database) {
  std::vector<const config::DataSource*> servers;
  for (const config::DataSource& source : database.data_sources) {
    const config::ServerGroup* const group = database.group(source.name);
    if (group == nullptr) {
      servers.push_back(&source);
    } else {
      for (const config::DataSource& server : group->servers) servers.push_back(&server);
    }
  }
  return servers;
}

ResultSet count_of(const std::vector<std::pair<const char*, std::size_t>>& counts,
                   const RuleQuery& query) {
  ResultSet rows({{"rule_name"}, {"database"}, whole_number("count")});
  for (const auto& [name, count] : counts) {
    rows.add({name, query.database.name, std::to_string(count)});
  }
  return rows;
}

// Logic names of single tables and where they lie, sorted.
std::map<std::string, std::string> singles(const RuleQuery& query) {
  std::map<std::string, std::string> tables;
  for (const auto& [name, table] : query.metadata.tables) {
    if (table.rule->kind != router::TableKind::single || table.rule->nodes.empty()) continue;
    tables[name] = query.metadata.data_sources[table.rule->nodes.front().data_source];
  }
  return tables;
}

}  // namespace

ResultSet storage_units(const RuleQuery& query) {
  ResultSet rows({{"name"},
                  {"type"},
                  {"host"},
                  whole_number("port"),
                  {"db"},
                  whole_number("connection_timeout_milliseconds"),
                  whole_number("idle_timeout_milliseconds"),
                  whole_number("max_lifetime_milliseconds"),
                  whole_number("max_pool_size"),
                  whole_number("min_pool_size"),
                  {"read_only"},
                  long_text("other_attributes")});
  for (const config::DataSource* const server : servers_of(query.database)) {
    rows.add({server->name, "MySQL", server->host, std::to_string(server->port), server->database,
              std::to_string(server->lease_timeout.count()),
              std::to_string(server->idle_timeout.count()),
              std::to_string(server->max_lifetime.count()), std::to_string(server->max_pool_size),
              std::to_string(server->min_pool_size), "false", "{}"});
  }
  return rows;
}

ResultSet sharding_table_rules(const RuleQuery& query) {
  const config::ShardingRule& rule = query.database.sharding;
  ResultSet rows({{"table"},
                  long_text("actual_data_nodes"),
                  long_text("actual_data_sources"),
                  {"database_strategy_type"},
                  {"database_sharding_column"},
                  {"database_sharding_algorithm_type"},
                  long_text("database_sharding_algorithm_props"),
                  {"table_strategy_type"},
                  {"table_sharding_column"},
                  {"table_sharding_algorithm_type"},
                  long_text("table_sharding_algorithm_props"),
                  {"key_generate_column"},
                  {"key_generator_type"},
                  long_text("key_generator_props")});
  for (const config::ShardingTable& table : rule.tables) {
    if (!wanted(query, table.logic_name)) continue;
    ResultSet::Row row{table.logic_name, nodes_text(table, ","), ""};
    add_strategy(rule, table.database_strategy, row);
    add_strategy(rule, table.table_strategy, row);
    const bool generates = table.key_generate.has_value();
    const auto found = generates ? rule.key_generators.find(table.key_generate->generator)
                                 : rule.key_generators.end();
    const bool known = found != rule.key_generators.end();
    row.emplace_back(generates ? table.key_generate->column : "");
    row.emplace_back(known ? found->second.type : "");
    row.emplace_back(known ? props_text(found->second.props) : "");
    rows.add(std::move(row));
  }
  return rows;
}

ResultSet sharding_algorithms(const RuleQuery& query) {
  return algorithms(query.database.sharding.algorithms);
}

ResultSet sharding_key_generators(const RuleQuery& query) {
  return algorithms(query.database.sharding.key_generators);
}

ResultSet sharding_table_nodes(const RuleQuery& query) {
  ResultSet rows({{"name"}, long_text("nodes")});
  for (const config::ShardingTable& table : query.database.sharding.tables) {
    if (wanted(query, table.logic_name)) rows.add({table.logic_name, nodes_text(table, ", ")});
  }
  return rows;
}

ResultSet single_tables(const RuleQuery& query) {
  ResultSet rows({{"table_name"}, {"storage_unit_name"}});
  for (const auto& [name, source] : singles(query)) {
    if (wanted(query, name)) rows.add({name, source});
  }
  return rows;
}

ResultSet broadcast_table_rules(const RuleQuery& query) {
  ResultSet rows({{"broadcast_table"}});
  for (const std::string& name : query.database.broadcast_tables) {
    if (wanted(query, name)) rows.add({name});
  }
  return rows;
}

ResultSet splitting_rules(const RuleQuery& query) {
  ResultSet rows({{"name"},
                  {"write_storage_unit_name"},
                  long_text("read_storage_unit_names"),
                  {"transactional_read_query_strategy"},
                  {"load_balancer_type"},
                  long_text("load_balancer_props")});
  constexpr const char* kReads[] = {"PRIMARY", "FIXED", "DYNAMIC"};
  constexpr const char* kBalances[] = {"ROUND_ROBIN", "RANDOM", "WEIGHT"};
  for (const config::ServerGroup& group : query.database.groups) {
    if (!wanted(query, group.name)) continue;
    std::vector<std::string> readers;
    std::vector<std::string> weights;
    for (std::size_t i = 0; i < group.readers.size(); ++i) {
      const std::string& reader = group.servers[group.readers[i]].name;
      readers.push_back(reader);
      if (i < group.weights.size())
        weights.push_back(reader + "=" + std::to_string(group.weights[i]));
    }
    rows.add({group.name, group.servers.front().name, joined(readers, ","),
              kReads[static_cast<std::size_t>(group.transactional_read)],
              kBalances[static_cast<std::size_t>(group.balance)], joined(weights, ",")});
  }
  return rows;
}

ResultSet count_sharding_rule(const RuleQuery& query) {
  return count_of({{"sharding_table", query.database.sharding.tables.size()},
                   {"sharding_table_reference", query.database.sharding.binding_groups.size()}},
                  query);
}

ResultSet count_single_table(const RuleQuery& query) {
  ResultSet rows({{"database"}, whole_number("count")});
  rows.add({query.database.name, std::to_string(singles(query).size())});
  return rows;
}

ResultSet count_broadcast_rule(const RuleQuery& query) {
  return count_of({{"broadcast_table", query.database.broadcast_tables.size()}}, query);
}

ResultSet count_splitting_rule(const RuleQuery& query) {
  return count_of({{"readwrite_splitting", query.database.groups.size()}}, query);
}

}  // namespace sluice::frontend
