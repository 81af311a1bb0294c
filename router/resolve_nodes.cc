// SPDX-License-Identifier: Apache-2.0
#include "router/resolve_nodes.h"

#include <charconv>

namespace sluice::router {
namespace {

using State = KeyValue::State;

constexpr std::int64_t kMostEnumerated = 64;  // values of a range that are tried one by one
constexpr std::size_t kMostCombined = 4'096;  // combinations of several columns' values

// The nodes of a condition's values. Each function adds to `out`; false: they cannot be told, so it
// is all nodes.
class LeafNodes {
 public:
  LeafNodes(const TableRoute& route, const RouteLeaf& leaf, const StatementValues& values,
            std::string& scratch, NodeSet& out)
      : rule_(*route.rule),
        strategy_(route.rule->strategy(leaf.level)),
        leaf_(leaf),
        values_(values),
        scratch_(scratch),
        out_(out) {}

  Result<bool> add() {
    switch (leaf_.kind) {
      case RouteLeaf::Kind::values:
        return leaf_.further.empty() ? add_values() : add_combinations();
      case RouteLeaf::Kind::range:
        return add_range();
      case RouteLeaf::Kind::hint:
        return add_hint();
    }
    return false;
  }

 private:
  Result<bool> add_target(const Result<std::size_t>& target) {
    if (!target) {
      // No row of this value can have been inserted through the gateway. Rows that came another way
      // lie anywhere, and a misspelt rule must not make all of them invisible.
      const ErrorId id = target.error().id();
      if (id == ErrorId::expression_invalid || id == ErrorId::value_unplaceable ||
          id == ErrorId::no_matching_node) {
        return false;
      }
      return target.error();
    }
    out_.unite(strategy_.target_nodes[*target]);
    return true;
  }

  Result<bool> add_value(const KeyValue& value) {
    if (value.state == State::unknown) return false;
    if (value.state == State::null_value) return !leaf_.null_safe;  // `=` finds nothing
    return add_target(strategy_.target_of(value.value));
  }

  // Calls visit(value) for each value of an operand until it says false.
  template <class Visit>
  Result<bool> each_value(const Operand& operand, const KeyDomain& domain, Visit visit) {
    if (operand.kind != Operand::Kind::list) {
      return visit(operand_value(operand, domain, ValueUse::compare, values_, scratch_));
    }
    const parser::Mark& list = values_.normalized->marks[operand.mark];
    for (std::uint32_t i = 0; i < list.literal_count; ++i) {
      const parser::LiteralSpan& literal = literal_at(values_, operand.mark, i);
      const Result<bool> known = visit(literal_value(domain, ValueUse::compare, literal.type,
                                                     literal_text(values_, literal), false,
                                                     text_rules(values_), scratch_));
      if (!known || !*known) return known;
    }
    return true;
  }

  Result<bool> add_values() {
    for (const Operand& operand : leaf_.values) {
      const Result<bool> known =
          each_value(operand, strategy_.columns[0].domain,
                     [&](const KeyValue& value) { return add_value(value); });
      if (!known || !*known) return known;
    }
    return true;
  }

  // A value that outlives the scratch text.
  struct Kept {
    bool is_text = false;
    ShardingValue value;
    std::string text;

    ShardingValue get() const { return is_text ? ShardingValue(std::string_view(text)) : value; }
  };

  Result<bool> keep_values(std::size_t column, std::vector<Kept>& kept) {
    const std::vector<Operand>& operands = column == 0 ? leaf_.values : leaf_.further[column - 1];
    for (const Operand& operand : operands) {
      const Result<bool> known =
          each_value(operand, strategy_.columns[column].domain, [&](const KeyValue& value) {
            if (value.state == State::null_value) return !leaf_.null_safe;
            if (value.state == State::unknown) return false;
            Kept& one = kept.emplace_back();
            one.value = value.value;
            if (const auto* text = std::get_if<std::string_view>(&value.value)) {
              one.is_text = true;
              one.text = *text;
            }
            return true;
          });
      if (!known || !*known) return known;
    }
    return true;
  }

  // Every combination of the columns' values.
  Result<bool> add_combinations() {
    std::vector<std::vector<Kept>> kept(strategy_.columns.size());
    std::size_t count = 1;
    for (std::size_t column = 0; column < kept.size(); ++column) {
      const Result<bool> known = keep_values(column, kept[column]);
      if (!known || !*known) return known;
      count *= kept[column].size();
      if (count > kMostCombined) return false;
    }
    std::vector<ShardingValue> values(kept.size());
    for (std::size_t number = 0; number < count; ++number) {
      std::size_t rest = number;
      for (std::size_t column = 0; column < kept.size(); ++column) {
        values[column] = kept[column][rest % kept[column].size()].get();
        rest /= kept[column].size();
      }
      const Result<bool> known = add_target(strategy_.target_of(values));
      if (!known || !*known) return known;
    }
    return true;
  }

  // Moves a limit of the range; false: by NULL, so that no row is in it.
  bool limit(const RouteLeaf::Bound& bound, bool is_low, ValueRange& range) {
    const KeyValue value =
        operand_value(bound.value, strategy_.columns[0].domain, ValueUse::bound, values_, scratch_);
    if (value.state == State::null_value) return false;
    if (value.state == State::unknown) return true;
    const auto* number = std::get_if<std::int64_t>(&value.value);
    const std::int64_t at = number != nullptr ? *number : INT64_MAX;
    if (is_low) {
      range.low = bound.open && at != INT64_MAX ? at + 1 : at;
    } else {
      range.high = bound.open && number != nullptr && at != INT64_MIN ? at - 1 : at;
    }
    return true;
  }

  Result<bool> add_range() {
    ValueRange range;
    if (leaf_.low && !limit(*leaf_.low, true, range)) return true;
    if (leaf_.high && !limit(*leaf_.high, false, range)) return true;
    if (range.low > range.high) return true;
    if (const auto buckets = strategy_.algorithm->buckets_of(range)) {
      return add_buckets(buckets->first, buckets->second);
    }
    const bool few = range.low > INT64_MIN && range.high < INT64_MAX &&
                     (range.low >= 0) == (range.high >= 0) &&
                     range.high - range.low < kMostEnumerated &&
                     strategy_.columns[0].domain.kind == KeyDomain::Kind::integer;
    if (!few) return false;
    for (std::int64_t value = range.low; value <= range.high; ++value) {
      const Result<bool> known = add_target(strategy_.target_of(ShardingValue(value)));
      if (!known || !*known) return known;
    }
    return true;
  }

  // Buckets without a target hold no row that was inserted through the gateway; if there are no
  // others, see add_target().
  bool add_buckets(std::uint32_t first, std::uint32_t last) {
    bool any = false;
    for (std::uint32_t bucket = first; bucket <= last; ++bucket) {
      const std::int32_t target = strategy_.bucket_targets[bucket];
      if (target < 0) continue;
      out_.unite(strategy_.target_nodes[static_cast<std::size_t>(target)]);
      any = true;
    }
    return any;
  }

  Result<bool> add_hint() {
    const std::string_view text =
        values_.hints == nullptr ? "" : values_.hints->value_for(leaf_.level, rule_.name);
    if (text.empty()) return false;
    const Result<NodeSet> nodes = hinted_nodes(strategy_, text, out_.universe());
    if (!nodes) return nodes.error();
    out_.unite(*nodes);
    return true;
  }

  const TableRule& rule_;
  const Strategy& strategy_;
  const RouteLeaf& leaf_;
  const StatementValues& values_;
  std::string& scratch_;
  NodeSet& out_;
};

Result<void> leaf_nodes(const TableRoute& route, const RouteLeaf& leaf,
                        const StatementValues& values, std::string& scratch, NodeSet& out) {
  const Result<bool> known = LeafNodes(route, leaf, values, scratch, out).add();
  if (!known) return known.error();
  if (!*known) out.fill();
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

Result<NodeSet> hinted_nodes(const Strategy& strategy, std::string_view text, std::size_t nodes) {
  NodeSet found(nodes);
  Result<void> done;
  for_each_word(text, [&](std::string_view word) {
    if (!done) return;
    std::int64_t number = 0;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool integer = parsed.ec == std::errc{} && parsed.ptr == word.data() + word.size();
    const Result<std::size_t> target = strategy.algorithm->target_of(
        "value", integer ? ShardingValue(number) : ShardingValue(word), strategy.targets);
    if (!target) {
      done = target.error();
    } else {
      found.unite(strategy.target_nodes[*target]);
    }
  });
  if (!done) return done.error();
  return found;
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

void keep_nodes_of(const TableRule& rule, KeyRef key, std::span<const std::string> values,
                   std::vector<Unit>& units) {
  const Strategy& strategy = rule.strategy(key.level);
  const parser::LexOptions lex;
  NodeSet nodes(rule.nodes.size());
  std::string scratch;
  for (const std::string& digits : values) {
    const bool minus = digits.starts_with('-');
    const KeyValue value =
        literal_value(rule.key(key).domain, ValueUse::compare, parser::LiteralType::integer,
                      std::string_view(digits).substr(minus ? 1 : 0), minus, {&lex, true}, scratch);
    if (value.state == State::null_value) continue;
    if (value.state == State::unknown) return;
    const Result<std::size_t> target = strategy.target_of(value.value);
    if (!target) return;  // rows that came another way may lie anywhere
    nodes.unite(strategy.target_nodes[*target]);
  }
  std::erase_if(units, [&](const Unit& unit) { return !nodes.contains(unit.node); });
}

}  // namespace sluice::router
