// SPDX-License-Identifier: Apache-2.0
#include "router/schema_drift.h"

#include <algorithm>

namespace sluice::router {
namespace {

using Sources = std::map<std::string, LoadedSource>;

// What differs between two columns of one name; empty if nothing does.
std::string_view difference(const ColumnSchema& a, const ColumnSchema& b) {
  const bool same_type = a.column_class == b.column_class && a.integer_bytes == b.integer_bytes &&
                         a.is_unsigned == b.is_unsigned && a.is_timestamp == b.is_timestamp &&
                         a.is_date == b.is_date && a.fraction == b.fraction;
  if (!same_type) return "has another type";
  if (a.max_length != b.max_length) return "has another length";
  if (a.collation != b.collation) return "has another collation";
  if (a.nullable != b.nullable) return "differs in NOT NULL";
  if (a.in_key != b.in_key) return "differs in being part of the key";
  if (a.auto_increment != b.auto_increment) return "differs in AUTO_INCREMENT";
  if (a.generated != b.generated) return "differs in being generated";
  if (a.on_update != b.on_update) return "differs in ON UPDATE";
  if (a.invisible != b.invisible) return "differs in being invisible";
  return {};
}

// What `table` has other than `model`.
std::string difference(const TableSchema& table, const TableSchema& model) {
  for (std::size_t i = 0; i < model.columns.size(); ++i) {
    const ColumnSchema& column = model.columns[i];
    const bool in_place =
        i < table.columns.size() && table.columns[i].lower_name == column.lower_name;
    const ColumnSchema* const here = in_place ? &table.columns[i] : table.find(column.lower_name);
    if (here == nullptr) return "column " + column.name + " is missing";
    const std::string_view differs = difference(*here, column);
    if (!differs.empty()) return "column " + column.name + " " + std::string(differs);
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnSchema& column = table.columns[i];
    if (model.find(column.lower_name) == nullptr) return "column " + column.name + " is added";
    if (i >= model.columns.size() || column.lower_name != model.columns[i].lower_name) {
      return "column " + column.name + " stands in another place";
    }
  }
  return {};
}

std::string text(const config::DataNode& node) {
  return node.data_source + "." + node.table;
}

class DriftFinder {
 public:
  DriftFinder(const Sources& sources, std::vector<Drift>& out) : sources_(sources), out_(out) {}

  void compare(const std::string& name, const std::vector<config::DataNode>& nodes) {
    const auto first = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const auto& node) { return schema(node) != nullptr; });
    if (first == nodes.end()) return;
    const TableSchema& model = *schema(*first);
    for (const config::DataNode& node : nodes) {
      const LoadedSource* const source = reached(node);
      if (source == nullptr) continue;
      const TableSchema* const here = schema(*source, node);
      std::string differs = here == nullptr ? "the table is missing" : difference(*here, model);
      if (!differs.empty()) out_.push_back({name, text(node), text(*first), std::move(differs)});
    }
  }

 private:
  // Null if the node's data source was not reached.
  const LoadedSource* reached(const config::DataNode& node) const {
    const auto source = sources_.find(node.data_source);
    return source != sources_.end() && source->second.reachable ? &source->second : nullptr;
  }

  static const TableSchema* schema(const LoadedSource& source, const config::DataNode& node) {
    const auto table = source.tables.find(node.table);
    return table == source.tables.end() ? nullptr : &table->second;
  }

  const TableSchema* schema(const config::DataNode& node) const {
    const LoadedSource* const source = reached(node);
    return source == nullptr ? nullptr : schema(*source, node);
  }

  const Sources& sources_;
  std::vector<Drift>& out_;
};

}  // namespace

std::vector<Drift> find_drift(const config::Database& database, const Sources& sources) {
  std::vector<Drift> found;
  DriftFinder finder(sources, found);
  for (const config::ShardingTable& table : database.sharding.tables) {
    finder.compare(table.logic_name, table.nodes);
  }
  for (const std::string& name : database.broadcast_tables) {
    std::vector<config::DataNode> nodes;
    nodes.reserve(database.data_sources.size());
    for (const config::DataSource& source : database.data_sources) {
      nodes.push_back({source.name, name});
    }
    finder.compare(name, nodes);
  }
  return found;
}

}  // namespace sluice::router
