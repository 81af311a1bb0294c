// SPDX-License-Identifier: Apache-2.0
// bindingTables. The planner joins node i of one table with node i of the other and with no other,
// so a group is accepted only if equal sharding values are certain to lead to nodes of equal index:
// equal data sources, algorithms that compute the same, names that differ in their prefix only.
#include <algorithm>

#include "config/read_sharding.h"
#include "config/scalar.h"
#include "config/sharding_level.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

std::string_view trailing_digits(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  std::string_view digits = name.substr(end + 1);  // npos + 1 is 0
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

enum class Level : std::uint8_t { data_source, table };

class BindingReader {
 public:
  BindingReader(const ShardingAlgorithms& algorithms, DatabaseContext& context)
      : algorithms_(algorithms), sharding_(context.database.sharding), report_(context.report) {
    for (const ShardingTable& table : sharding_.tables) tables_[table.logic_name] = &table;
  }

  // "t_order,t_order_item", with an optional "name:" before it.
  void read_group(const YamlNode& node) {
    const std::string_view text = node.text;
    std::vector<std::string> group;
    const ShardingTable* first = nullptr;
    for (const std::string_view name :
         split_list(text.substr(text.find(':') + 1))) {  // npos + 1 is 0
      const ShardingTable* table = find_table(node, name);
      if (!table) continue;
      if (!bound_.insert(table->logic_name).second) {
        report_.error(node, "table '" + table->logic_name + "' is bound twice");
        continue;
      }
      if (const std::string reason = first ? mismatch(*first, *table) : ""; !reason.empty()) {
        report_.error(node, "tables '" + first->logic_name + "' and '" + table->logic_name +
                                "' cannot be bound: " + reason);
      }
      if (!first) first = table;
      group.push_back(table->logic_name);
    }
    if (group.size() > 1) sharding_.binding_groups.push_back(std::move(group));
  }

 private:
  const ShardingTable* find_table(const YamlNode& at, std::string_view name) {
    const auto found = tables_.find(name);
    if (found != tables_.end()) return found->second;
    std::vector<std::string_view> known;
    for (const auto& [table, rule] : tables_) known.push_back(table);
    report_.error(at, "binding table '" + std::string(name) + "' is not a sharding table" +
                          suggestion(name, known));
    return nullptr;
  }

  // Why the nodes do not match each other, or empty.
  std::string mismatch(const ShardingTable& left, const ShardingTable& right) const {
    if (left.nodes.empty() || right.nodes.empty()) return "";  // reported
    if (left.nodes.size() != right.nodes.size()) {
      return std::to_string(left.nodes.size()) + " and " + std::to_string(right.nodes.size()) +
             " data nodes";
    }
    for (std::size_t i = 0; i < left.nodes.size(); ++i) {
      if (left.nodes[i].data_source == right.nodes[i].data_source) continue;
      return "their data nodes number " + std::to_string(i + 1) + " are in '" +
             left.nodes[i].data_source + "' and '" + right.nodes[i].data_source + "'";
    }
    if (undecided_node(left) || undecided_node(right)) {
      return "their strategies do not choose a single data node";
    }
    if (!match(left, right, Level::data_source)) return "their database strategies differ";
    return match(left, right, Level::table) ? "" : "their table strategies differ";
  }

  bool match(const ShardingTable& left, const ShardingTable& right, Level level) const {
    const bool by_table = level == Level::table;
    const ShardingStrategy& first = by_table ? left.table_strategy : left.database_strategy;
    const ShardingStrategy& second = by_table ? right.table_strategy : right.database_strategy;
    if (first.kind != second.kind) return false;
    if (first.kind == StrategyKind::none) return true;
    const auto one = algorithms_.inline_expressions.find(first.algorithm);
    const auto other = algorithms_.inline_expressions.find(second.algorithm);
    const auto none = algorithms_.inline_expressions.end();
    if ((one == none) != (other == none)) return false;
    if (one == none) return match_automatic(left, right, first, second, by_table);
    if (!one->second.is_like(other->second)) return false;
    if (!by_table) return one->second.prefix() == other->second.prefix();
    return names_differ_by_prefix(left, one->second.prefix(), right, other->second.prefix());
  }

  // MOD, HASH_MOD: the number at the end of a name is what the algorithm looks for.
  bool match_automatic(const ShardingTable& left, const ShardingTable& right,
                       const ShardingStrategy& first, const ShardingStrategy& second,
                       bool by_table) const {
    const auto one = sharding_.algorithms.find(first.algorithm);
    const auto other = sharding_.algorithms.find(second.algorithm);
    if (one == sharding_.algorithms.end() || other == sharding_.algorithms.end()) return true;
    if (one->second.type != other->second.type || one->second.props != other->second.props) {
      return false;
    }
    if (!by_table) return true;
    return std::equal(left.nodes.begin(), left.nodes.end(), right.nodes.begin(),
                      [](const DataNode& a, const DataNode& b) {
                        return trailing_digits(a.table) == trailing_digits(b.table);
                      });
  }

  static bool names_differ_by_prefix(const ShardingTable& left, std::string_view left_prefix,
                                     const ShardingTable& right, std::string_view right_prefix) {
    return std::equal(left.nodes.begin(), left.nodes.end(), right.nodes.begin(),
                      [&](const DataNode& a, const DataNode& b) {
                        return a.table.starts_with(left_prefix) &&
                               b.table.starts_with(right_prefix) &&
                               std::string_view(a.table).substr(left_prefix.size()) ==
                                   std::string_view(b.table).substr(right_prefix.size());
                      });
  }

  const ShardingAlgorithms& algorithms_;
  ShardingRule& sharding_;
  Report& report_;
  std::map<std::string_view, const ShardingTable*> tables_;
  std::set<std::string> bound_;
};

}  // namespace

void read_binding_tables(const YamlNode& rule, const ShardingAlgorithms& algorithms,
                         DatabaseContext& context) {
  const YamlNode* groups = rule.sequence("bindingTables");
  if (!groups) return;
  BindingReader reader(algorithms, context);
  for (const YamlNode* group : groups->items) {
    if (group->is_scalar()) reader.read_group(*group);
  }
}

}  // namespace sluice::config
