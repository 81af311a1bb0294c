// SPDX-License-Identifier: Apache-2.0
#include "router/resolve.h"

#include <algorithm>

#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

void add_unit(std::vector<Unit>& units, const TableRule& rule, std::size_t node) {
  Unit& unit = units.emplace_back();
  unit.data_source = rule.nodes[node].data_source;
  unit.node = static_cast<std::uint16_t>(node);
}

void add_every_node(Resolution& out, const TableRule& rule) {
  for (std::size_t node = 0; node < rule.nodes.size(); ++node) add_unit(out.units, rule, node);
}

// The one node of a set that lies on `source`; for an empty set (no row can match) any node there.
std::optional<std::size_t> node_on_source(const TableRule& rule, const NodeSet& set,
                                          DataSourceIndex source) {
  if (!set.empty()) {
    const std::size_t node = set.first();
    if (set.size() != 1 || rule.nodes[node].data_source != source) return std::nullopt;
    return node;
  }
  return rule.node_on(source);
}

Result<void> resolve_one_table(const StatementRoute& route, const StatementValues& values,
                               Resolution& out) {
  const TableRule& rule = *route.tables[0].rule;
  const Result<void> selected = select_nodes(route.tables[0], values, out.scratch);
  if (!selected) return selected;
  const NodeSet& set = out.scratch.sets[0];
  if (set.empty()) {
    const DataSourceIndex source =
        route.pinned_to_source ? route.data_source : rule.nodes[0].data_source;
    const auto node = node_on_source(rule, set, source);
    if (!node) return *route.split_error;
    add_unit(out.units, rule, *node);
    return {};
  }
  set.for_each([&](std::size_t node) { add_unit(out.units, rule, node); });
  if (!route.pinned_to_source) return {};
  for (const Unit& unit : out.units) {
    if (unit.data_source != route.data_source) return *route.split_error;
  }
  return {};
}

// Every group must come out as one node, all on one data source.
Result<void> resolve_groups(const StatementRoute& route, const StatementValues& values,
                            Resolution& out) {
  std::optional<DataSourceIndex> source;
  if (route.pinned_to_source) source = route.data_source;
  for (const TableRoute& table : route.tables) {
    const Result<void> selected = select_nodes(table, values, out.scratch);
    if (!selected) return selected;
    const NodeSet& set = out.scratch.sets[0];
    if (set.empty()) continue;
    if (!source) source = table.rule->nodes[set.first()].data_source;
    if (!node_on_source(*table.rule, set, *source)) return *route.split_error;
  }
  if (!source) source = route.tables[0].rule->nodes[0].data_source;

  Unit& unit = out.units.emplace_back();
  unit.data_source = *source;
  for (std::size_t i = 0; i < route.tables.size(); ++i) {
    const Result<void> selected = select_nodes(route.tables[i], values, out.scratch);
    if (!selected) return selected;
    const auto node = node_on_source(*route.tables[i].rule, out.scratch.sets[0], *source);
    if (!node) return *route.split_error;
    if (i == 0) {
      unit.node = static_cast<std::uint16_t>(*node);
    } else {
      unit.more_nodes.push_back(static_cast<std::uint16_t>(*node));
    }
  }
  return {};
}

bool operands_are_equal(const StatementRoute& route, const StatementValues& values,
                        ResolveScratch& scratch) {
  for (const EqualOperands& pair : route.must_equal) {
    const KeyDomain& domain = route.tables[0].rule->key(pair.key).domain;
    std::string other_text;
    const KeyValue left = operand_value(pair.left, domain, ValueUse::compare, values, scratch.text);
    const KeyValue right = operand_value(pair.right, domain, ValueUse::compare, values, other_text);
    if (left.state != KeyValue::State::value || right.state != KeyValue::State::value ||
        left.value != right.value) {
      return false;
    }
  }
  return true;
}

Result<void> resolve_units(const RoutedPlan& plan, const StatementValues& values,
                           std::chrono::system_clock::time_point now, Resolution& out) {
  const StatementRoute& route = plan.route;
  switch (route.kind) {
    case RouteKind::any:
    case RouteKind::fixed:
      out.units.emplace_back().data_source = route.data_source;
      return {};
    case RouteKind::sharded:
      if (!operands_are_equal(route, values, out.scratch)) return *route.split_error;
      return route.tables.size() == 1 ? resolve_one_table(route, values, out)
                                      : resolve_groups(route, values, out);
    case RouteKind::insert_rows:
      return resolve_rows(*plan.insert, values, now, out);
    case RouteKind::every_node:
    case RouteKind::every_source:
      add_every_node(out, *route.tables[0].rule);
      return plan.insert ? check_counters(*plan.insert, values, out) : Result<void>();
  }
  return {};
}

Result<void> resolve_limit(const LimitPlan& limit, const StatementValues& values, Resolution& out) {
  const auto offset = limit_value(limit.offset, values);
  const auto count = limit_value(limit.count, values);
  if (!offset || !count) return make_error(ErrorId::wrong_arguments, {"LIMIT"});
  out.limit_offset = *offset;
  out.limit_count = *count;
  return {};
}

bool compares_numbers(const Condition& condition, const StatementValues& values) {
  return std::all_of(condition.operands.begin(), condition.operands.end(),
                     [&](const Operand& each) { return is_number_or_null(each, values); }) &&
         std::all_of(condition.children.begin(), condition.children.end(),
                     [&](const Condition& each) { return compares_numbers(each, values); });
}

// What only matters when several units answer.
Result<void> check_merge(const RoutedPlan& plan, const StatementValues& values, Resolution& out) {
  if (plan.scatter_error) return *plan.scatter_error;
  if (plan.merge.limit) {
    const Result<void> limit = resolve_limit(*plan.merge.limit, values, out);
    if (!limit) return limit;
  }
  if (plan.merge.having && !compares_numbers(*plan.merge.having, values)) {
    return make_error(ErrorId::scatter_unsupported,
                      {"HAVING with a value that is no number", plan.tables[0].logic_table});
  }
  return {};
}

// A row whose sharding column changes must stay where it is.
Result<void> check_key_assignments(const RoutedPlan& plan, const StatementValues& values,
                                   Resolution& out) {
  for (const KeyAssignment& assignment : plan.key_assignments) {
    const TableRule& rule = *plan.route.tables[assignment.group].rule;
    const Strategy& strategy = rule.strategy(assignment.key.level);
    const KeyColumn& column = rule.key(assignment.key);
    const KeyValue value =
        operand_value(assignment.value, column.domain, ValueUse::store, values, out.scratch.text);
    if (out.units.size() != 1 || value.state != KeyValue::State::value) {
      return make_error(ErrorId::sharding_key_update, {column.name, rule.name});
    }
    const Result<std::size_t> target = strategy.target_of(value.value);
    if (!target) return target.error();
    const Unit& unit = out.units[0];
    const std::size_t node =
        assignment.group == 0 ? unit.node : unit.more_nodes[assignment.group - 1u];
    if (!strategy.target_nodes[*target].contains(node)) {
      return make_error(ErrorId::sharding_key_update, {column.name, rule.name});
    }
  }
  return {};
}

}  // namespace

void Resolution::clear() {
  for (Unit& unit : units) {
    if (unit.rows.capacity() == 0) continue;
    unit.rows.clear();
    scratch.spare_rows.push_back(std::move(unit.rows));
  }
  units.clear();
  federated = false;
  staged = false;
  servers_chosen = false;
  gathers.clear();
  keys.clear();
  first_generated = 0;
  limit_offset = 0;
  limit_count = UINT64_MAX;
}

namespace {

Result<void> resolve_here(const RoutedPlan& plan, const StatementValues& values,
                          std::chrono::system_clock::time_point now, Resolution& out) {
  out.clear();
  Result<void> done = resolve_units(plan, values, now, out);
  if (!done) return done;
  if (out.units.size() > 1) {
    done = check_merge(plan, values, out);
    if (!done) return done;
  }
  if (!plan.key_assignments.empty()) return check_key_assignments(plan, values, out);
  return {};
}

// Only for want of a way to merge; what is wrong with the statement stays wrong.
bool may_federate(const RoutedPlan& plan, const Error& error) {
  return plan.federation != nullptr &&
         (error.id() == ErrorId::scatter_unsupported || error.id() == ErrorId::not_colocated);
}

// Only for want of one shard that could do it, or several that could without knowing of each other.
bool may_stage(const RoutedPlan& plan, const Error& error) {
  return plan.staged != nullptr &&
         (error.id() == ErrorId::scatter_unsupported || error.id() == ErrorId::not_colocated ||
          error.id() == ErrorId::sharding_key_update);
}

void resolve_staged(Resolution& out) {
  out.clear();
  out.staged = true;
}

// DML_SHARDING_CONDITIONS: a statement must have a condition that its tables' rules can use.
Result<void> audit(const TableRoute& route, const Hints* hints) {
  if (!route.leaves.empty()) return {};
  for (const std::string& auditor : route.rule->auditors) {
    const bool off =
        hints != nullptr && route.rule->hint_disables_audit && hints->disables(auditor);
    if (!off) return make_error(ErrorId::audit_refused, {route.rule->name, auditor});
  }
  return {};
}

Result<void> audit(const RoutedPlan& plan, const StatementValues& values) {
  if (plan.route.kind != RouteKind::sharded) return {};
  for (const TableRoute& route : plan.route.tables) {
    const Result<void> done = audit(route, values.hints);
    if (!done) return done;
  }
  return {};
}

Result<void> resolve_federation(const RoutedPlan& plan, const StatementValues& values,
                                Resolution& out) {
  out.clear();
  out.federated = true;
  for (const Gather& gather : plan.federation->gathers) {
    std::vector<Unit>& units = out.gathers.emplace_back();
    if (gather.system) continue;  // its units depend on who asks
    const TableRule& rule = *plan.tables[gather.table].rule;
    if (rule.kind == TableKind::sharded) {
      const Result<void> selected = select_nodes(gather.route, values, out.scratch);
      if (!selected) return selected;
      out.scratch.sets[0].for_each([&](std::size_t node) { add_unit(units, rule, node); });
      continue;
    }
    // A broadcast table is alike everywhere, a single one lies on the scratch server.
    add_unit(units, rule, gather.model);
  }
  out.units.emplace_back().data_source = plan.federation->scratch;
  return {};
}

}  // namespace

Result<void> resolve(const RoutedPlan& plan, const StatementValues& values,
                     std::chrono::system_clock::time_point now, Resolution& out) {
  const Result<void> audited = audit(plan, values);
  if (!audited) return audited;
  if (plan.always_federated) return resolve_federation(plan, values, out);
  if (plan.always_staged) {
    resolve_staged(out);
    return {};
  }
  Result<void> done = resolve_here(plan, values, now, out);
  if (!done && may_stage(plan, done.error())) {
    resolve_staged(out);
    return {};
  }
  if (done || !may_federate(plan, done.error())) return done;
  return resolve_federation(plan, values, out);
}

void resolve_any(const RoutedPlan& plan, const StatementValues& values, Resolution& out) {
  out.clear();
  const StatementRoute& route = plan.route;
  Unit& unit = out.units.emplace_back();
  unit.data_source = route.data_source;
  if (route.kind == RouteKind::insert_rows) {
    const TableRule& rule = *plan.insert->rule;
    unit.data_source = rule.nodes[0].data_source;
    const std::size_t rows = row_count(*plan.insert, values);
    for (std::uint32_t row = 0; row < rows; ++row) unit.rows.push_back(row);
    if (plan.insert->key_value.kind != InsertPlan::Source::Kind::none) {
      out.keys.resize(rows, GeneratedKey(std::int64_t{0}));
    }
    return;
  }
  if (route.tables.empty()) return;
  const TableRule& first = *route.tables[0].rule;
  unit.data_source = route.pinned_to_source ? route.data_source : first.nodes[0].data_source;
  for (std::size_t i = 0; i < route.tables.size(); ++i) {
    const TableRule& rule = *route.tables[i].rule;
    const auto node = rule.node_on(unit.data_source);
    if (i == 0) {
      unit.node = static_cast<std::uint16_t>(node.value_or(0));
    } else {
      unit.more_nodes.push_back(static_cast<std::uint16_t>(node.value_or(0)));
    }
  }
}

std::string_view actual_table(const RoutedPlan& plan, const Unit& unit, std::size_t index) {
  const TableBinding& binding = plan.tables[index];
  if (binding.group < 0) return binding.logic_table;
  const std::size_t node =
      binding.group == 0 ? unit.node : unit.more_nodes[static_cast<std::size_t>(binding.group) - 1];
  return binding.rule->nodes[node].table;
}

}  // namespace sluice::router
