// SPDX-License-Identifier: Apache-2.0
// GROUP BY and aggregates over several units: the shards aggregate their parts of each group, the
// gateway adds the parts up.
#include <algorithm>

#include "router/planning/expression_traits.h"
#include "router/planning/plan_scatter.h"

namespace sluice::router {

Refusal ScatterPlanner::plan_groups() {
  merge_.aggregation.emplace();
  Refusal refusal = collect_group_keys();
  if (!refusal) refusal = aggregate_items();
  if (!refusal) refusal = plan_having();
  if (!refusal) refusal = order_groups();
  if (!refusal) group_also_by_argument();
  return refusal;
}

Refusal ScatterPlanner::collect_group_keys() {
  for (const ast::OrderItem& item : select_.group_by) {
    const Result<ListTarget> target = list_.group_target(*item.expr);
    if (!target) return target.error();
    if (target->constant) return refuse("GROUP BY a constant");
    const ExprTraits traits = traits_of(*target->expr);
    if (!traits.random_function.empty()) return refuse("GROUP BY " + traits.random_function + "()");
    if (traits.aggregate) return refuse("GROUP BY an aggregate function");
    const auto visible = target->item ? list_.position(*target->item) : std::nullopt;
    const Result<SortKey> key = keys_.make(*target->expr, visible, item.descending);
    if (!key) return key.error();
    group_keys_.push_back({target->expr, identity(*target->expr), *key,
                           order_of(*item.expr, item.descending),
                           keys_.sorts_whole(*target->expr)});
  }
  return std::nullopt;
}

Refusal ScatterPlanner::aggregate_items() {
  for (std::size_t i = 0; i < list_.size(); ++i) {
    const ast::Expr& expr = *list_.item(i).expr;
    const ExprTraits traits = traits_of(expr);
    if (!traits.aggregate) {
      // Without groups a shard without rows answers, too, with NULL for its columns.
      if (!grouped_ && (traits.column || traits.subquery)) {
        return refuse("a column beside aggregate functions without GROUP BY");
      }
      continue;
    }
    const ast::FunctionCall* call = as_aggregate(expr);
    if (call == nullptr) return refuse("an expression over an aggregate function");
    const auto position = list_.position(i);
    if (!position) return refuse("* together with aggregate functions");
    if (const Refusal refusal = add_aggregate(*call, {false, *position})) return refusal;
  }
  // With COUNT(DISTINCT) the shards group, and an empty table gives no row to take constants from.
  const bool constants =
      std::any_of(select_.items.begin(), select_.items.end(),
                  [](const auto& item) { return !traits_of(*item.expr).aggregate; });
  if (!grouped_ && distinct_ && constants) {
    return refuse("a constant beside COUNT(DISTINCT) without GROUP BY");
  }
  return std::nullopt;
}

bool ScatterPlanner::keys_sort_whole() const {
  return std::all_of(group_keys_.begin(), group_keys_.end(),
                     [](const GroupKey& key) { return key.sorts_whole; }) &&
         (!distinct_ || distinct_->key.sorts_whole);
}

// Collects the ORDER BY keys; tells whether they are all keys of GROUP BY.
Refusal ScatterPlanner::group_order(std::vector<SortKey>& keys, SqlOps& order,
                                    bool& all_group_keys) {
  all_group_keys = true;
  for (const ast::OrderItem& item : query_.order_by) {
    const Result<ListTarget> target = list_.order_target(*item.expr);
    if (!target) return target.error();
    if (target->constant) continue;
    const std::string wanted = identity(*target->expr);
    const auto group = std::find_if(group_keys_.begin(), group_keys_.end(),
                                    [&](const GroupKey& key) { return key.identity == wanted; });
    if (group == group_keys_.end()) {
      all_group_keys = false;
      return std::nullopt;
    }
    context_.source.pin(target->expr->range, context_.plan.pinned);
    context_.source.pin(group->expr->range, context_.plan.pinned);
    SortKey key = group->key;
    key.descending = item.descending;
    keys.push_back(key);
    if (!order.empty()) order.push_back(text_op(", "));
    append_ops(order, splicer_.ops(item.expr->range));
    if (item.descending) order.push_back(text_op(" DESC"));
  }
  return std::nullopt;
}

Refusal ScatterPlanner::order_groups() {
  Aggregation& aggregation = *merge_.aggregation;
  for (const GroupKey& key : group_keys_) aggregation.group_by.push_back(key.key);
  if (!grouped_ && !distinct_) {  // one row: its order does not matter
    remove_limit();
    return std::nullopt;
  }
  std::vector<SortKey> keys;
  SqlOps order;
  bool by_group_keys = true;
  if (grouped_) {
    if (const Refusal refusal = group_order(keys, order, by_group_keys)) return refusal;
    if (!by_group_keys) {
      keys.clear();
      order.clear();
      if (const Refusal refusal = final_order()) return refusal;
    }
  }
  const bool wants_order = distinct_ || (by_group_keys && !orders_by_null());
  if (keys_sort_whole() && wants_order) {
    sort_on_shards(std::move(keys), std::move(order));
    return std::nullopt;
  }
  if (by_group_keys && grouped_ && !orders_by_null()) {
    merge_.final_order = keys.empty() ? aggregation.group_by : std::move(keys);
  }
  shard_order_.emplace();
  remove_limit();
  return std::nullopt;
}

// The shards sort by the ORDER BY keys, then by what is left of the group keys, then by the
// argument of COUNT(DISTINCT), so that the gateway needs to hold one group at a time.
void ScatterPlanner::sort_on_shards(std::vector<SortKey> keys, SqlOps order) {
  const auto add = [&](const GroupKey& key) {
    const auto same = [&](const SortKey& each) {
      return each.value.hidden == key.key.value.hidden && each.value.index == key.key.value.index;
    };
    if (std::any_of(keys.begin(), keys.end(), same)) return;
    keys.push_back(key.key);
    if (!order.empty()) order.push_back(text_op(", "));
    append_ops(order, key.order);
  };
  for (const GroupKey& key : group_keys_) add(key);
  if (distinct_) add(distinct_->key);
  merge_.aggregation->input_sorted = true;
  merge_.input_order = std::move(keys);
  shard_order_ = std::move(order);
  // The first groups of each shard hold all parts of the first groups of all.
  if (!merge_.having && !distinct_ && merge_.final_order.empty()) {
    push_limit();
  } else {
    remove_limit();
  }
}

// ORDER BY on merged values.
Refusal ScatterPlanner::final_order() {
  for (const ast::OrderItem& item : query_.order_by) {
    const Result<ListTarget> target = list_.order_target(*item.expr);
    if (!target) return target.error();
    if (target->constant) continue;
    const ExprTraits traits = traits_of(*target->expr);
    if (!traits.random_function.empty()) return refuse("ORDER BY " + traits.random_function + "()");
    SortKey key;
    if (const ast::FunctionCall* call = as_aggregate(*target->expr)) {
      ColumnAt column;
      if (const Refusal refusal = column_of(*call, column)) return refusal;
      const auto merged = std::find_if(
          merge_.aggregation->columns.begin(), merge_.aggregation->columns.end(),
          [&](const AggregateColumn& each) {
            return each.column.hidden == column.hidden && each.column.index == column.index;
          });
      if (merged->kind == AggregateKind::min || merged->kind == AggregateKind::max) {
        key = *merged->key;  // its weight is that of the value which was chosen
      } else {
        key.value = column;
      }
    } else if (traits.aggregate) {
      return refuse("ORDER BY an expression over an aggregate function");
    } else {
      const auto visible = target->item ? list_.position(*target->item) : std::nullopt;
      const Result<SortKey> made = keys_.make(*target->expr, visible, false);
      if (!made) return made.error();
      key = *made;
    }
    key.descending = item.descending;
    merge_.final_order.push_back(std::move(key));
  }
  return std::nullopt;
}

// COUNT(DISTINCT x): the shards' groups are those of the statement and x.
void ScatterPlanner::group_also_by_argument() {
  if (!distinct_) return;
  if (grouped_) {
    SqlOps more{text_op(", ")};
    append_ops(more, distinct_->sql);
    splicer_.insert(select_.group_by_range.end, std::move(more));
    return;
  }
  SqlOps clause{text_op(" GROUP BY ")};
  append_ops(clause, distinct_->sql);
  const std::uint32_t place =
      select_.having_range.empty() ? select_.range.end : select_.having_range.begin;
  splicer_.insert(place, std::move(clause));
}

}  // namespace sluice::router
