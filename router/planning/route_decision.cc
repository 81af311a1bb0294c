// SPDX-License-Identifier: Apache-2.0
// When several units are right. Partition the rows of one sharded table, the anchor, by node: every
// result row must stem from anchor rows of one node, so the anchor stands in the root scope of the
// main block, or of derived tables there that put rows of several nodes together nowhere. Each part
// may then be computed on its node if all that an anchor row meets is there: broadcast tables are
// everywhere, and a binding table, in joins, derived tables and subqueries alike, is if each of its
// sharding columns equals the anchor's in every row that matters.
#include "router/planning/route_decision.h"

#include <algorithm>

#include "router/planning/derived_columns.h"
#include "router/planning/refusal.h"

namespace sluice::router {
namespace {

std::string_view construct_of(const Block& block) {
  switch (block.kind) {
    case BlockKind::statement:
    case BlockKind::subquery:
      return "a subquery";
    case BlockKind::derived:
      return "a derived table";
    case BlockKind::common_table:
      return "a common table expression";
    case BlockKind::set_arm:
      return "UNION, EXCEPT or INTERSECT";
  }
  return "a subquery";
}

class Decider {
 public:
  Decider(const Bound& bound, const RouteBuilder& builder, int main_block)
      : bound_(bound), builder_(builder), main_block_(main_block) {}

  Result<RouteDecision> run() {
    out_.group_of.assign(bound_.tables.size(), -1);
    const Result<void> placed = place_single_tables();
    if (!placed) return placed.error();
    for (std::size_t i = 0; i < bound_.tables.size(); ++i) {
      if (bound_.tables[i].kind() == TableKind::sharded) sharded_.push_back(static_cast<int>(i));
    }
    if (sharded_.empty()) return std::move(out_);
    out_.route.kind = RouteKind::sharded;
    out_.scatter_error = why_not_scattered();
    if (out_.anchor != kNone) {
      one_group();
    } else {
      group_per_table();
    }
    out_.route.split_error = sharded_.size() == 1 || has_single_
                                 ? not_colocated()
                                 : out_.scatter_error.value_or(not_colocated());
    return std::move(out_);
  }

 private:
  Error not_colocated() const { return make_error(ErrorId::not_colocated, {table_list(bound_)}); }

  Result<void> place_single_tables() {
    for (const BoundTable& table : bound_.tables) {
      if (table.kind() != TableKind::single) continue;
      const DataSourceIndex source = table.rule().nodes[0].data_source;
      if (has_single_ && source != out_.route.data_source) return not_colocated();
      has_single_ = true;
      out_.route.kind = RouteKind::fixed;
      out_.route.data_source = source;
      out_.route.pinned_to_source = true;
    }
    return {};
  }

  std::optional<Error> why_not_scattered() {
    const std::string tables = table_list(bound_, TableKind::sharded);
    bool candidate = false;
    for (const int index : sharded_) {
      if (!may_be_anchor(index)) continue;
      candidate = true;
      if (everything_joins(index)) {
        out_.anchor = index;
        return side_blocks_differ(tables);
      }
    }
    for (const int index : sharded_) {
      const BoundTable& table = bound_.tables[static_cast<std::size_t>(index)];
      if (table.block != main_block_) return refuse_scatter(construct_of(at(table.block)), tables);
    }
    if (candidate) return not_colocated();
    return refuse_scatter("an outer join that keeps the rows of a table that is not sharded",
                          tables);
  }

  const Block& at(int block) const { return bound_.blocks[static_cast<std::size_t>(block)]; }

  // Whether every row of the main block stems from rows of this table that lie on one node.
  bool may_be_anchor(int index) const {
    int scope = bound_.tables[static_cast<std::size_t>(index)].scope;
    while (bound_.is_root_scope(scope)) {
      const int block = bound_.scopes[static_cast<std::size_t>(scope)].block;
      if (block == main_block_) return true;
      scope = at(block).stands_in;
      if (scope == kNone || !stays_on_nodes(block, index)) return false;
    }
    return false;
  }

  // Whether the block, of a derived table, puts no rows of several nodes of the table together.
  bool stays_on_nodes(int block, int index) const {
    const RowsOf rows = at(block).rows;
    if (rows != RowsOf::groups) return rows == RowsOf::single_rows;
    const BoundTable& table = bound_.tables[static_cast<std::size_t>(index)];
    const std::vector<KeyRef> keys = table.rule().keys();
    if (keys.empty() || !values_decide_node(table.rule())) return false;
    std::vector<bool> scopes(bound_.scopes.size(), false);
    scopes[static_cast<std::size_t>(table.scope)] = true;
    scopes[static_cast<std::size_t>(at(block).root_scope)] = true;
    return std::all_of(keys.begin(), keys.end(), [&](KeyRef ref) {
      const BoundColumn key = builder_.key_column(index, ref);
      return builder_.domain_of_column(key).exact() &&
             keeps_apart(bound_, block, builder_.linked(key, scopes));
    });
  }

  // Blocks beside the main one run on every unit; they must find the same there.
  std::optional<Error> side_blocks_differ(const std::string& tables) const {
    for (std::size_t i = 0; i < bound_.blocks.size(); ++i) {
      const Block& block = bound_.blocks[i];
      if (static_cast<int>(i) == main_block_) continue;
      if (block.limited && !block.names.empty() && !is_asked_row_by_row(static_cast<int>(i))) {
        return refuse_scatter(std::string(construct_of(block)) + " with LIMIT", tables);
      }
      if (!block.random_function.empty()) {
        return refuse_scatter(
            std::string(construct_of(block)) + " with " + block.random_function + "()", tables);
      }
    }
    return std::nullopt;
  }

  // A subquery over a sharded table, whose rows depend on the anchor's row.
  bool is_asked_row_by_row(int block) const {
    return at(block).kind == BlockKind::subquery &&
           std::any_of(sharded_.begin(), sharded_.end(), [&](int index) {
             return bound_.tables[static_cast<std::size_t>(index)].block == block;
           });
  }

  bool everything_joins(int anchor) {
    std::vector<EqualOperands> conditions;
    if (!values_decide_node(bound_.tables[static_cast<std::size_t>(anchor)].rule())) {
      return sharded_.size() == 1;
    }
    for (const int index : sharded_) {
      if (index != anchor && !joins(anchor, index, conditions)) return false;
    }
    // Tables that are all given their values come out as one node each without that.
    if (!conditions.empty() && all_pinned()) return false;
    out_.route.must_equal = std::move(conditions);
    return true;
  }

  bool all_pinned() const {
    return std::all_of(sharded_.begin(), sharded_.end(), [this](int index) {
      const BoundTable& table = bound_.tables[static_cast<std::size_t>(index)];
      const std::vector<bool> scopes = bound_.with_ancestors(table.scope);
      const std::vector<KeyRef> keys = table.rule().keys();
      return std::all_of(keys.begin(), keys.end(), [&](KeyRef key) {
        return !builder_.constants(builder_.key_column(index, key), scopes).empty();
      });
    });
  }

  bool joins(int anchor, int other, std::vector<EqualOperands>& conditions) const {
    const BoundTable& left = bound_.tables[static_cast<std::size_t>(anchor)];
    const BoundTable& right = bound_.tables[static_cast<std::size_t>(other)];
    const bool alike =
        &left.rule() == &right.rule() ||
        (left.rule().binding_group >= 0 && left.rule().binding_group == right.rule().binding_group);
    if (!alike) return false;
    const std::vector<bool> left_scopes = bound_.with_ancestors(left.scope);
    const std::vector<bool> right_scopes = bound_.with_ancestors(right.scope);
    for (const KeyRef key : left.rule().keys()) {
      const BoundColumn left_key = builder_.key_column(anchor, key);
      const BoundColumn right_key = builder_.key_column(other, key);
      const std::vector<BoundColumn> same = builder_.linked(left_key, right_scopes);
      if (std::find(same.begin(), same.end(), right_key) != same.end()) continue;
      if (!builder_.domain_of_column(left_key).comparable_with(
              builder_.domain_of_column(right_key))) {
        return false;
      }
      const std::vector<Operand> one = builder_.constants(left_key, left_scopes);
      const std::vector<Operand> two = builder_.constants(right_key, right_scopes);
      if (one.empty() || two.empty()) return false;
      conditions.push_back({key, one.front(), two.front()});
    }
    return true;
  }

  // One route for all: what the anchor's columns must meet, and what those of the others must by
  // conditions that hold for every row of the result.
  void one_group() {
    const BoundTable& anchor = bound_.tables[static_cast<std::size_t>(out_.anchor)];
    const std::vector<bool> scopes = bound_.with_ancestors(anchor.scope);
    TableRoute route;
    route.rule = anchor.table->rule;
    builder_.narrow(out_.anchor, scopes, route);
    for (const int index : sharded_) {
      out_.group_of[static_cast<std::size_t>(index)] = 0;
      if (index == out_.anchor || shares_keys(index, scopes)) continue;
      TableRoute more;
      more.rule = route.rule;
      builder_.narrow(index, scopes, more);
      add(std::move(more), route);
    }
    out_.route.tables.push_back(std::move(route));
  }

  // The anchor's program already says all that this table's would.
  bool shares_keys(int index, const std::vector<bool>& scopes) const {
    const TableRule& rule = bound_.tables[static_cast<std::size_t>(out_.anchor)].rule();
    const std::vector<KeyRef> keys = rule.keys();
    return std::all_of(keys.begin(), keys.end(), [&](KeyRef key) {
      const auto same = builder_.linked(builder_.key_column(out_.anchor, key), scopes);
      return std::find(same.begin(), same.end(), builder_.key_column(index, key)) != same.end();
    });
  }

  static void add(TableRoute more, TableRoute& route) {
    if (more.steps.empty()) return;
    const bool first = route.steps.empty();
    const auto shift = static_cast<std::uint16_t>(route.leaves.size());
    for (RouteStep step : more.steps) {
      if (step.op == RouteStep::Op::leaf) step.leaf = static_cast<std::uint16_t>(step.leaf + shift);
      route.steps.push_back(step);
    }
    std::move(more.leaves.begin(), more.leaves.end(), std::back_inserter(route.leaves));
    if (!first) route.steps.push_back({RouteStep::Op::intersect});
  }

  void group_per_table() {
    out_.route.must_equal.clear();
    for (const int index : sharded_) {
      out_.group_of[static_cast<std::size_t>(index)] =
          static_cast<std::int16_t>(out_.route.tables.size());
      out_.route.tables.push_back(builder_.route_of(index));
    }
  }

  const Bound& bound_;
  const RouteBuilder& builder_;
  int main_block_;
  std::vector<int> sharded_;
  bool has_single_ = false;
  RouteDecision out_;
};

}  // namespace

Result<RouteDecision> decide_route(const Bound& bound, const RouteBuilder& builder,
                                   int main_block) {
  return Decider(bound, builder, main_block).run();
}

}  // namespace sluice::router
