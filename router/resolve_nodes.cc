// SPDX-License-Identifier: Apache-2.0
#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

// Adds the nodes of one value to `out`; false: they cannot be told, so all of them.
Result<bool> add_value(const Strategy& strategy, const RouteLeaf& leaf, const KeyValue& value,
                       NodeSet& out) {
  if (value.state == KeyValue::State::unknown) return false;
  if (value.state == KeyValue::State::null_value) return !leaf.null_safe;  // `=` finds nothing
  const Result<std::size_t> target = strategy.target_of(value.value);
  if (!target) {
    // No row of this value can have been inserted through the gateway. Rows that came another way
    // lie anywhere, and a misspelt rule must not make all of them invisible.
    const ErrorId id = target.error().id();
    if (id == ErrorId::expression_invalid || id == ErrorId::no_matching_node) return false;
    return target.error();
  }
  out.unite(strategy.target_nodes[*target]);
  return true;
}

Result<bool> add_list(const Strategy& strategy, const RouteLeaf& leaf, std::uint32_t mark,
                      const StatementValues& values, std::string& scratch, NodeSet& out) {
  const parser::Mark& list = values.normalized->marks[mark];
  for (std::uint32_t i = 0; i < list.literal_count; ++i) {
    const parser::LiteralSpan& literal = literal_at(values, mark, i);
    const KeyValue value =
        literal_value(strategy.domain, ValueUse::compare, literal.type,
                      literal_text(values, literal), false, text_rules(values), scratch);
    const Result<bool> known = add_value(strategy, leaf, value, out);
    if (!known || !*known) return known;
  }
  return true;
}

Result<void> leaf_nodes(const TableRoute& route, const RouteLeaf& leaf,
                        const StatementValues& values, std::string& scratch, NodeSet& out) {
  const Strategy& strategy = strategy_of(*route.rule, leaf.level);
  for (const Operand& operand : leaf.values) {
    Result<bool> known = true;
    if (operand.kind == Operand::Kind::list) {
      known = add_list(strategy, leaf, operand.mark, values, scratch, out);
    } else {
      const KeyValue value =
          operand_value(operand, strategy.domain, ValueUse::compare, values, scratch);
      known = add_value(strategy, leaf, value, out);
    }
    if (!known) return known.error();
    if (!*known) {
      out.fill();
      return {};
    }
  }
  return {};
}

// sets[at] becomes an empty set over `nodes` nodes.
NodeSet& fresh_set(ResolveScratch& scratch, std::size_t at, std::size_t nodes) {
  if (scratch.sets.size() <= at) scratch.sets.resize(at + 1);
  NodeSet& set = scratch.sets[at];
  if (set.universe() == nodes) {
    set.clear();
  } else {
    set = NodeSet(nodes);
  }
  return set;
}

}  // namespace

const Strategy& strategy_of(const TableRule& rule, Level level) {
  return level == Level::database ? rule.database_strategy : rule.table_strategy;
}

Result<void> select_nodes(const TableRoute& route, const StatementValues& values,
                          ResolveScratch& scratch) {
  const std::size_t nodes = route.rule->nodes.size();
  std::size_t depth = 0;
  for (const RouteStep& step : route.steps) {
    switch (step.op) {
      case RouteStep::Op::all:
        fresh_set(scratch, depth++, nodes).fill();
        break;
      case RouteStep::Op::leaf: {
        NodeSet& set = fresh_set(scratch, depth++, nodes);
        const Result<void> done =
            leaf_nodes(route, route.leaves[step.leaf], values, scratch.text, set);
        if (!done) return done;
        break;
      }
      case RouteStep::Op::intersect:
        --depth;
        scratch.sets[depth - 1].intersect(scratch.sets[depth]);
        break;
      case RouteStep::Op::unite:
        --depth;
        scratch.sets[depth - 1].unite(scratch.sets[depth]);
        break;
    }
  }
  if (route.steps.empty()) fresh_set(scratch, 0, nodes).fill();
  return {};
}

}  // namespace sluice::router
