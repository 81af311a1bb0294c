// SPDX-License-Identifier: Apache-2.0
// Binding groups are the operator's word that two tables are sharded alike. A wrong word would make
// joins lose rows, so it is checked: node i of one must take exactly the values of node i of the
// other.
#include <algorithm>

#include "router/compile_rule.h"

namespace sluice::router {
namespace {

// Where each bucket goes, as nodes.
bool same_buckets(const Strategy& a, const Strategy& b) {
  const auto goes_to = [](const Strategy& strategy, std::size_t bucket) {
    const std::int32_t target = strategy.bucket_targets[bucket];
    return target < 0 ? NodeSet(0) : strategy.target_nodes[static_cast<std::size_t>(target)];
  };
  if (a.bucket_targets.empty() || a.bucket_targets.size() != b.bucket_targets.size()) return false;
  for (std::size_t bucket = 0; bucket < a.bucket_targets.size(); ++bucket) {
    if (goes_to(a, bucket) != goes_to(b, bucket)) return false;
  }
  return true;
}

// Each target that `a` can compute has its counterpart in `b`. A name without the prefix is never
// computed, so no row was ever put there.
bool names_correspond(const Strategy& a, const Strategy& b) {
  const std::string_view prefix = a.algorithm->target_prefix();
  for (std::size_t i = 0; i < a.targets.size(); ++i) {
    const std::string_view name = a.targets[i];
    if (!name.starts_with(prefix)) continue;
    std::string counterpart(b.algorithm->target_prefix());
    counterpart += name.substr(prefix.size());
    const auto at = b.targets.find(counterpart);
    if (!at || a.target_nodes[i] != b.target_nodes[*at]) return false;
  }
  return true;
}

// An expression of several columns knows them by name.
bool same_columns(const Strategy& a, const Strategy& b) {
  if (a.columns.size() == 1 && b.columns.size() == 1) return true;
  return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [](const KeyColumn& x, const KeyColumn& y) { return x.name == y.name; });
}

// Tables whose rows a hint places are never bound: nothing says that hints were alike.
bool same_strategy(const Strategy& a, const Strategy& b) {
  if (a.by_hint || b.by_hint || a.narrows() != b.narrows()) return false;
  if (!a.narrows()) return true;
  if (!same_columns(a, b) || !a.algorithm->same_function(*b.algorithm)) return false;
  if (a.algorithm->names_targets()) return names_correspond(a, b) && names_correspond(b, a);
  return same_buckets(a, b);
}

bool same_nodes(const TableRule& a, const TableRule& b) {
  return std::equal(
      a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(),
      [](const ActualNode& x, const ActualNode& y) { return x.data_source == y.data_source; });
}

bool alike(const TableRule& a, const TableRule& b) {
  return same_nodes(a, b) && same_strategy(a.database_strategy, b.database_strategy) &&
         same_strategy(a.table_strategy, b.table_strategy);
}

}  // namespace

void bind_tables(const config::ShardingRule& sharding,
                 std::map<std::string, std::shared_ptr<TableRule>>& rules) {
  std::int32_t next = 0;
  for (const std::vector<std::string>& group : sharding.binding_groups) {
    std::vector<TableRule*> leaders;  // one per number given out within this group
    for (const std::string& name : group) {
      const auto at = rules.find(name);
      if (at == rules.end()) continue;
      TableRule& rule = *at->second;
      const auto leader = std::find_if(leaders.begin(), leaders.end(),
                                       [&](const TableRule* each) { return alike(*each, rule); });
      if (leader != leaders.end()) {
        rule.binding_group = (*leader)->binding_group;
      } else {
        rule.binding_group = next++;
        leaders.push_back(&rule);
      }
    }
  }
}

}  // namespace sluice::router
