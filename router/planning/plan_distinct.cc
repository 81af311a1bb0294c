// SPDX-License-Identifier: Apache-2.0
// SELECT DISTINCT over several units. Hidden columns are functions of visible ones, so that they
// make no more rows different than the gateway makes equal again.
#include "router/planning/expression_traits.h"
#include "router/planning/plan_scatter.h"

namespace sluice::router {

Refusal ScatterPlanner::plan_distinct() {
  std::vector<SortKey> keys;  // of every visible column, in order
  bool sorts_whole = true;
  if (const Refusal refusal = distinct_keys(keys, sorts_whole)) return refusal;

  std::vector<SortKey> order;
  SqlOps order_sql;
  std::vector<bool> ordered(keys.size(), false);
  const auto next = [&order_sql] {
    if (!order_sql.empty()) order_sql.push_back(text_op(", "));
  };
  for (const ast::OrderItem& item : query_.order_by) {
    const Result<ListTarget> target = list_.order_target(*item.expr);
    if (!target) return target.error();
    if (target->constant) continue;
    const auto position = target->item ? list_.position(*target->item) : std::nullopt;
    if (!position) return refuse("DISTINCT with ORDER BY on what is not selected");
    SortKey key = keys[*position];
    key.descending = item.descending;
    order.push_back(key);
    ordered[*position] = true;
    next();
    append_ops(order_sql, splicer_.ops(item.expr->range));
    if (item.descending) order_sql.push_back(text_op(" DESC"));
  }

  merge_.distinct = true;
  merge_.distinct_keys = keys;
  if (!sorts_whole) {
    merge_.final_order = std::move(order);
    if (!query_.order_by_range.empty()) splicer_.remove(query_.order_by_range);
    remove_limit();
    return std::nullopt;
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (ordered[i]) continue;
    order.push_back(keys[i]);
    next();
    order_sql.push_back(text_op(std::to_string(i + 1)));
  }
  merge_.input_order = std::move(order);
  shard_order_ = std::move(order_sql);
  if (hidden_.size() == 0) {
    push_limit();
  } else {
    remove_limit();  // a shard's rows may be fewer once doubles are gone
  }
  return std::nullopt;
}

Refusal ScatterPlanner::distinct_keys(std::vector<SortKey>& keys, bool& sorts_whole) {
  for (std::size_t i = 0; i < list_.size(); ++i) {
    const ast::Expr& expr = *list_.item(i).expr;
    if (const auto* star = ast::try_as<ast::Star>(&expr)) {
      if (const Refusal refusal = star_keys(*star, keys, sorts_whole)) return refusal;
      continue;
    }
    const ExprTraits traits = traits_of(expr);
    if (!traits.random_function.empty()) return refuse("DISTINCT " + traits.random_function + "()");
    const auto position = static_cast<std::uint16_t>(keys.size());
    const Result<SortKey> key = keys_.make(expr, position, false);
    if (!key) return key.error();
    keys.push_back(*key);
    sorts_whole = sorts_whole && keys_.sorts_whole(expr);
  }
  return std::nullopt;
}

Refusal ScatterPlanner::star_keys(const ast::Star& star, std::vector<SortKey>& keys,
                                  bool& sorts_whole) {
  const Block& block = context_.bound.blocks[static_cast<std::size_t>(block_)];
  for (const FromName& name : block.names) {
    if (!star.table.empty() && name.exposed != star.table.text) continue;
    const BoundTable* table = name.table == kNone
                                  ? nullptr
                                  : &context_.bound.tables[static_cast<std::size_t>(name.table)];
    // USING and NATURAL joins show a shared column once and first.
    if (table == nullptr || table->schema() == nullptr ||
        (star.table.empty() && block.merges_columns)) {
      return refuse("DISTINCT *");
    }
    for (const ColumnSchema& column : table->schema()->columns) {
      if (column.invisible) continue;
      const std::string sql = quote_name(table->exposed) + "." + quote_name(column.name);
      const Result<SortKey> key =
          keys_.make_for_column(column, sql, static_cast<std::uint16_t>(keys.size()));
      if (!key) return key.error();
      keys.push_back(*key);
      sorts_whole = sorts_whole && MergeKeys::sorts_whole(column);
    }
  }
  return std::nullopt;
}

}  // namespace sluice::router
