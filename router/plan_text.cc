// SPDX-License-Identifier: Apache-2.0
#include "router/plan_text.h"

#include "common/base/bytes.h"
#include "router/staged_text.h"

namespace sluice::router {
namespace {

std::string column_text(ColumnAt column) {
  return (column.hidden ? "hidden " : "column ") + std::to_string(column.index + 1);
}

std::string key_text(const SortKey& key) {
  std::string text = column_text(key.value);
  if (key.by_number) text += " as number";
  if (key.weight) text += " by weight in " + column_text(*key.weight);
  if (!key.collation.empty()) text += " (" + key.collation + ")";
  if (key.collation_name) text += " (collation in " + column_text(*key.collation_name) + ")";
  if (key.descending) text += " desc";
  return text;
}

std::string keys_text(const std::vector<SortKey>& keys) {
  std::string text;
  for (const SortKey& key : keys) {
    if (!text.empty()) text += ", ";
    text += key_text(key);
  }
  return text;
}

std::string_view kind_text(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::count:
      return "COUNT";
    case AggregateKind::sum:
      return "SUM";
    case AggregateKind::min:
      return "MIN";
    case AggregateKind::max:
      return "MAX";
    case AggregateKind::avg:
      return "AVG";
    case AggregateKind::count_distinct:
      return "COUNT(DISTINCT)";
    case AggregateKind::first:
      return "FIRST";
  }
  return "";
}

std::string aggregate_text(const AggregateColumn& column) {
  std::string text = column_text(column.column) + " = " + std::string(kind_text(column.kind));
  if (column.sum) text += " of sum in " + column_text(*column.sum);
  if (column.count) text += " and count in " + column_text(*column.count);
  if (column.key) text += " of " + key_text(*column.key);
  return text;
}

std::string_view compare_text(Condition::Compare compare) {
  using Compare = Condition::Compare;
  switch (compare) {
    case Compare::equal:
      return "=";
    case Compare::not_equal:
      return "<>";
    case Compare::less:
      return "<";
    case Compare::less_equal:
      return "<=";
    case Compare::greater:
      return ">";
    case Compare::greater_equal:
      return ">=";
  }
  return "";
}

std::string condition_text(const Condition& condition) {
  const std::string negated = condition.negated ? "not " : "";
  switch (condition.kind) {
    case Condition::Kind::all_of:
    case Condition::Kind::any_of: {
      std::string text;
      for (const Condition& child : condition.children) {
        if (!text.empty()) text += condition.kind == Condition::Kind::all_of ? " and " : " or ";
        text += "(" + condition_text(child) + ")";
      }
      return text;
    }
    case Condition::Kind::negate:
      return "not (" + condition_text(condition.children.front()) + ")";
    case Condition::Kind::compare:
      return column_text(condition.column) + " " + std::string(compare_text(condition.compare)) +
             " value";
    case Condition::Kind::between:
      return column_text(condition.column) + " " + negated + "between values";
    case Condition::Kind::in_list:
      return column_text(condition.column) + " " + negated + "in values";
    case Condition::Kind::is_null:
      return column_text(condition.column) + " is " + negated + "null";
  }
  return "";
}

void add_aggregation(const MergePlan& merge, std::vector<std::string>& steps) {
  const Aggregation& aggregation = *merge.aggregation;
  if (aggregation.group_by.empty()) {
    steps.emplace_back("one group");
  } else {
    steps.push_back((aggregation.input_sorted ? "group sorted rows by " : "group by ") +
                    keys_text(aggregation.group_by));
  }
  for (const AggregateColumn& column : aggregation.columns) {
    steps.push_back("aggregate " + aggregate_text(column));
  }
}

std::string level_text(const TableRoute& table) {
  std::string text;
  const auto add = [&](const std::string& name) {
    if (text.find(name) != std::string::npos) return;
    if (!text.empty()) text += ", ";
    text += name;
  };
  for (const RouteLeaf& leaf : table.leaves) {
    const Strategy& strategy = table.rule->strategy(leaf.level);
    if (strategy.by_hint) add("a hint");
    for (const KeyColumn& column : strategy.columns) add(column.name);
  }
  return text;
}

std::string sharded_text(const StatementRoute& route) {
  std::string text = "sharded,";
  for (const TableRoute& table : route.tables) {
    text += &table == &route.tables.front() ? " " : "; ";
    text += table.rule->name;
    const std::string columns = level_text(table);
    text += columns.empty() ? " on all nodes" : " by " + columns;
  }
  return text;
}

std::string routed_text(const Plan& plan, const RoutedPlan& routed) {
  if (routed.always_staged) return "read over the shards, then writes";
  const StatementRoute& route = routed.route;
  switch (route.kind) {
    case RouteKind::any:
      return "any data source";
    case RouteKind::fixed:
      return plan.database == nullptr ? "one data source"
                                      : plan.database->data_sources[route.data_source];
    case RouteKind::sharded:
      return sharded_text(route) + (route.pinned_to_source
                                        ? ", on " + plan.database->data_sources[route.data_source]
                                        : std::string());
    case RouteKind::insert_rows:
      return "rows of " + routed.insert->rule->name;
    case RouteKind::every_node:
      return "every node of " + route.tables[0].rule->name;
    case RouteKind::every_source:
      return "every data source";
  }
  return "";
}

}  // namespace

std::vector<std::string> merge_steps(const RoutedPlan& plan) {
  std::vector<std::string> steps;
  const bool may_merge = plan.returns_rows && !plan.scatter_error &&
                         plan.route.kind == RouteKind::sharded && !plan.scattered.ops.empty();
  if (!may_merge) return steps;
  const MergePlan& merge = plan.merge;
  steps.push_back(merge.input_order.empty() ? "concatenate"
                                            : "merge sorted by " + keys_text(merge.input_order));
  if (merge.aggregation) add_aggregation(merge, steps);
  if (merge.having) steps.push_back("having " + condition_text(*merge.having));
  if (merge.distinct) steps.push_back("distinct by " + keys_text(merge.distinct_keys));
  if (!merge.final_order.empty()) steps.push_back("sort by " + keys_text(merge.final_order));
  if (merge.limit) steps.emplace_back("limit");
  if (merge.hidden_columns > 0) {
    steps.push_back("drop " + std::to_string(merge.hidden_columns) + " hidden columns");
  }
  return steps;
}

// The server that a unit runs on, as far as it is chosen.
std::string unit_place(const Plan& plan, const Resolution& resolution, const Unit& unit) {
  if (plan.database == nullptr) return "any";
  const DatabaseMetadata& database = *plan.database;
  const bool open = plan.routed()->role == Role::reader && !resolution.servers_chosen &&
                    !resolution.federated && database.has_replicas(unit.data_source);
  return open ? database.data_sources[unit.data_source] + " (a reader)"
              : database.servers[unit.data_source][unit.server];
}

std::string route_line(const Plan& plan) {
  struct Text {
    const Plan& plan;
    std::string operator()(const RoutedPlan& routed) const { return routed_text(plan, routed); }
    std::string operator()(const TransactionPlan&) const { return "transaction control"; }
    std::string operator()(const SetPlan&) const { return "session variables"; }
    std::string operator()(const UsePlan&) const { return "default database"; }
    std::string operator()(const ShowPlan&) const { return "answered by the gateway"; }
    std::string operator()(const KillPlan&) const { return "answered by the gateway"; }
    std::string operator()(const PreviewPlan&) const { return "answered by the gateway"; }
    std::string operator()(const RewrittenPlan&) const {
      return "as a query of information_schema";
    }
    std::string operator()(const NamedStatementPlan&) const { return "the gateway itself"; }
    std::string operator()(const LockPlan&) const { return "every data source with such a table"; }
    std::string operator()(const MaintenancePlan&) const { return "every node of each table"; }
    std::string operator()(const NoOperationPlan&) const { return "nothing to do"; }
  };
  return "route: " + std::visit(Text{plan}, plan.body);
}

namespace {

std::string gather_text(const RoutedPlan& routed, std::size_t index, const Unit& unit,
                        const StatementValues& values, const SessionValues& session) {
  const Gather& gather = routed.federation->gathers[index];
  Buffer sql;
  render_gather(routed, index, unit, values, session, sql);
  std::string text = "gather " + gather.temporary + ": " + std::string(as_text(sql));
  const char* before = gather.has_conditions ? " AND " : " WHERE ";
  for (const SemiJoin& join : gather.semi_joins) {
    text += before + join.column + " IN (values of " + join.values + " in " +
            routed.federation->gathers[join.from].temporary + ")";
    before = " AND ";
  }
  return text;
}

}  // namespace

std::vector<UnitText> unit_texts(const Plan& plan, const Resolution& resolution,
                                 const StatementValues& values, const SessionValues& session) {
  std::vector<UnitText> texts;
  const RoutedPlan* routed = plan.routed();
  if (routed == nullptr) return texts;
  if (resolution.staged) {
    for (std::string& step : staged_steps(*routed, values, session)) {
      texts.push_back({"(gateway)", std::move(step)});
    }
    return texts;
  }
  if (resolution.federated) {
    for (const std::uint16_t i : routed->federation->order) {
      for (const Unit& unit : resolution.gathers[i]) {
        texts.push_back({plan.database->servers[unit.data_source][unit.server],
                         gather_text(*routed, i, unit, values, session)});
      }
    }
  }
  for (const Unit& unit : resolution.units) {
    Buffer sql;
    std::vector<UnitParameter> parameters;
    render(*routed, unit, resolution, values, session, !values.parameters.empty(), sql, parameters);
    texts.push_back({unit_place(plan, resolution, unit), std::string(as_text(sql))});
  }
  return texts;
}

std::string plan_text(const Plan& plan, const Resolution& resolution, const StatementValues& values,
                      const SessionValues& session) {
  std::string text = route_line(plan) + "\n";
  for (const UnitText& unit : unit_texts(plan, resolution, values, session)) {
    text += unit.data_source + ": " + unit.sql + "\n";
  }
  const RoutedPlan* routed = plan.routed();
  if (routed == nullptr || resolution.units.size() < 2) return text;
  for (const std::string& step : merge_steps(*routed)) text += "merge: " + step + "\n";
  return text;
}

}  // namespace sluice::router
