// SPDX-License-Identifier: Apache-2.0
#include "router/build_metadata.h"

#include "router/compile_rule.h"
#include "router/single_tables.h"
#include "router/time_tables.h"
#include "router/view_query.h"

namespace sluice::router {
namespace {

using Sources = std::map<std::string, LoadedSource>;

// With the schema on the first node that has the table: all nodes are defined alike.
Table with_first_schema(std::shared_ptr<const TableRule> rule, const Sources& sources,
                        const std::vector<config::DataNode>& nodes) {
  Table out{std::move(rule), nullptr};
  for (std::size_t i = 0; i < nodes.size() && out.schema == nullptr; ++i) {
    const auto source = sources.find(nodes[i].data_source);
    if (source == sources.end()) continue;
    const auto table = source->second.tables.find(nodes[i].table);
    if (table == source->second.tables.end()) continue;
    out.schema = std::make_shared<const TableSchema>(table->second);
    out.model = static_cast<std::uint16_t>(i);
  }
  return out;
}

class DatabaseBuilder {
 public:
  DatabaseBuilder(const config::Config& config, const config::Database& database,
                  const Sources& sources, const LoadedSchema& loaded, const Metadata* previous)
      : database_(database),
        sources_(sources),
        server_version_(loaded.server_version),
        due_at_(loaded.due_at),
        context_{config, database, previous, loaded.collations, generators_} {}

  Result<std::shared_ptr<const DatabaseMetadata>> run() {
    out_->name = database_.name;
    for (const config::DataSource& source : database_.data_sources) {
      out_->data_sources.push_back(source.name);
      out_->servers.push_back(server_names(source.name));
    }
    if (!database_.single.default_data_source.empty()) {
      out_->default_data_source = source_index(database_, database_.single.default_data_source);
    }
    note_reachability();
    const Result<void> sharded = add_sharded();
    if (!sharded) return sharded.error();
    add_broadcast();
    add_single_tables(database_, sources_, claimed_, *out_);
    add_view_queries();
    return std::shared_ptr<const DatabaseMetadata>(std::move(out_));
  }

 private:
  std::vector<std::string> server_names(const std::string& source) const {
    const config::ServerGroup* const group = database_.group(source);
    if (group == nullptr) return {source};
    std::vector<std::string> names;
    for (const config::DataSource& server : group->servers) names.push_back(server.name);
    return names;
  }

  void note_reachability() {
    out_->loaded = true;
    for (const config::DataSource& source : database_.data_sources) {
      const auto at = sources_.find(source.name);
      if (at != sources_.end() && at->second.reachable) continue;
      out_->loaded = false;
      if (!out_->load_error.empty()) out_->load_error += "; ";
      out_->load_error += "data source " + source.name + ": ";
      const bool told = at != sources_.end() && !at->second.error.empty();
      out_->load_error += told ? at->second.error : "not asked yet";
    }
  }

  Result<void> add_sharded() {
    std::map<std::string, std::shared_ptr<TableRule>> rules;
    for (const config::ShardingTable& table : database_.sharding.tables) {
      Table loaded = with_first_schema(nullptr, sources_, table.nodes);
      auto rule = compile_rule(table, loaded.schema.get(), context_);
      if (rule && due_at_ && is_time_table(**rule)) {
        const config::ShardingTable due = with_due_nodes(table, **rule, *due_at_);
        loaded = with_first_schema(nullptr, sources_, due.nodes);
        rule = compile_rule(due, loaded.schema.get(), context_);
      }
      if (!rule) return rule.error();
      for (const config::DataNode& node : table.nodes)
        claimed_[node.data_source].insert(node.table);
      rules.emplace(table.logic_name, *rule);
      loaded.rule = *rule;
      out_->tables.insert_or_assign(table.logic_name, std::move(loaded));
    }
    bind_tables(database_.sharding, rules);
    return {};
  }

  void add_broadcast() {
    for (const std::string& name : database_.broadcast_tables) {
      auto rule = std::make_shared<TableRule>();
      rule->name = name;
      rule->kind = TableKind::broadcast;
      std::vector<config::DataNode> nodes;
      for (const config::DataSource& source : database_.data_sources) {
        rule->nodes.push_back({source_index(database_, source.name), name, quote_name(name)});
        nodes.push_back({source.name, name});
        claimed_[source.name].insert(name);
      }
      out_->tables.insert_or_assign(name, with_first_schema(std::move(rule), sources_, nodes));
    }
  }

  // Views over views are told once those are.
  void add_view_queries() {
    parser::LexOptions lex;
    lex.mariadb = server_version_.find("MariaDB") != std::string::npos;
    for (bool changed = true; changed;) {
      changed = false;
      for (auto& [name, table] : out_->tables) {
        const bool is_view = table.schema != nullptr && table.schema->is_view;
        if (!is_view || table.view != nullptr || table.rule->kind != TableKind::single) continue;
        const DataSourceIndex source = table.rule->nodes[0].data_source;
        table.view = view_query(name, *table.schema,
                                {*out_, source, database_.data_sources[source].database}, lex);
        changed = changed || table.view != nullptr;
      }
    }
  }

  const config::Database& database_;
  const Sources& sources_;
  const std::string& server_version_;
  const std::optional<CivilMicros> due_at_;
  std::map<std::string, std::shared_ptr<KeyGenerator>> generators_;
  RuleContext context_;
  ClaimedTables claimed_;
  std::shared_ptr<DatabaseMetadata> out_ = std::make_shared<DatabaseMetadata>();
};

}  // namespace

std::shared_ptr<const DatabaseMetadata> make_system_metadata(
    const std::map<std::string, TableSchema>& tables) {
  auto system = std::make_shared<DatabaseMetadata>();
  system->name = "information_schema";
  system->loaded = true;
  for (const auto& [name, schema] : tables) {
    auto rule = std::make_shared<TableRule>();
    rule->name = name;
    rule->kind = TableKind::system;
    rule->nodes.push_back({0, name, "information_schema." + quote_name(name)});
    system->tables.emplace(to_upper(name),
                           Table{std::move(rule), std::make_shared<const TableSchema>(schema)});
  }
  return system;
}

Result<MetadataSnapshot> build_metadata(config::ConfigSnapshot config, const LoadedSchema& loaded,
                                        const Metadata* previous, std::uint64_t version) {
  static const Sources kNone;
  auto metadata = std::make_shared<Metadata>();
  metadata->version = version;
  metadata->system = loaded.system;
  metadata->collations = loaded.collations;
  metadata->server_version = loaded.server_version;
  metadata->div_precision_increment = loaded.div_precision_increment;
  for (const config::Database& database : config->databases) {
    const auto sources = loaded.databases.find(database.name);
    auto built = DatabaseBuilder(*config, database,
                                 sources == loaded.databases.end() ? kNone : sources->second,
                                 loaded, previous)
                     .run();
    if (!built) return built.error();
    metadata->databases.emplace(database.name, std::move(*built));
  }
  metadata->config = std::move(config);
  return MetadataSnapshot(std::move(metadata));
}

}  // namespace sluice::router
