// SPDX-License-Identifier: Apache-2.0
#include "router/build_metadata.h"

#include "router/compile_rule.h"
#include "router/single_tables.h"

namespace sluice::router {
namespace {

using Sources = std::map<std::string, LoadedSource>;

// The schema on the first node that has the table: all nodes are defined alike.
std::shared_ptr<const TableSchema> first_schema(const Sources& sources,
                                                const std::vector<config::DataNode>& nodes) {
  for (const config::DataNode& node : nodes) {
    const auto source = sources.find(node.data_source);
    if (source == sources.end()) continue;
    const auto table = source->second.tables.find(node.table);
    if (table != source->second.tables.end()) {
      return std::make_shared<const TableSchema>(table->second);
    }
  }
  return nullptr;
}

class DatabaseBuilder {
 public:
  DatabaseBuilder(const config::Config& config, const config::Database& database,
                  const Sources& sources, const LoadedSchema& loaded, const Metadata* previous)
      : database_(database),
        sources_(sources),
        context_{config, database, previous, loaded.collations, generators_} {}

  Result<std::shared_ptr<const DatabaseMetadata>> run() {
    out_->name = database_.name;
    for (const config::DataSource& source : database_.data_sources) {
      out_->data_sources.push_back(source.name);
    }
    if (!database_.single.default_data_source.empty()) {
      out_->default_data_source = source_index(database_, database_.single.default_data_source);
    }
    note_reachability();
    const Result<void> sharded = add_sharded();
    if (!sharded) return sharded.error();
    add_broadcast();
    add_single_tables(database_, sources_, claimed_, *out_);
    return std::shared_ptr<const DatabaseMetadata>(std::move(out_));
  }

 private:
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
      const auto schema = first_schema(sources_, table.nodes);
      auto rule = compile_rule(table, schema.get(), context_);
      if (!rule) return rule.error();
      for (const config::DataNode& node : table.nodes)
        claimed_[node.data_source].insert(node.table);
      rules.emplace(table.logic_name, *rule);
      out_->tables.insert_or_assign(table.logic_name, Table{*rule, schema});
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
      out_->tables.insert_or_assign(name, Table{std::move(rule), first_schema(sources_, nodes)});
    }
  }

  const config::Database& database_;
  const Sources& sources_;
  std::map<std::string, std::shared_ptr<KeyGenerator>> generators_;
  RuleContext context_;
  ClaimedTables claimed_;
  std::shared_ptr<DatabaseMetadata> out_ = std::make_shared<DatabaseMetadata>();
};

}  // namespace

Result<MetadataSnapshot> build_metadata(config::ConfigSnapshot config, const LoadedSchema& loaded,
                                        const Metadata* previous, std::uint64_t version) {
  static const Sources kNone;
  auto metadata = std::make_shared<Metadata>();
  metadata->version = version;
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
