// SPDX-License-Identifier: Apache-2.0
#include "router/planning/plan_scatter.h"

#include <algorithm>

#include "router/planning/derived_columns.h"
#include "router/planning/expression_traits.h"
#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

bool any_aggregate(const ast::SelectBody& select, const ast::QueryExpression& query) {
  const auto has = [](const auto& item) { return traits_of(*item.expr).aggregate; };
  return std::any_of(select.items.begin(), select.items.end(), has) ||
         std::any_of(query.order_by.begin(), query.order_by.end(), has) ||
         (select.having != nullptr && traits_of(*select.having).aggregate);
}

}  // namespace

ScatterPlanner::ScatterPlanner(StatementContext& context, const ast::QueryExpression& query,
                               const ast::SelectBody& select, int block, int anchor)
    : context_(context),
      query_(query),
      select_(select),
      block_(block),
      anchor_(anchor),
      grouped_(!select.group_by.empty()),
      aggregated_(any_aggregate(select, query)),
      splicer_(context.splicer),
      list_(context, select, block),
      keys_(context, splicer_, list_, hidden_, grouped_ || aggregated_) {}

Refusal ScatterPlanner::refuse(std::string_view what) const {
  return refuse_scatter(what, table_list(context_.bound, TableKind::sharded));
}

std::string ScatterPlanner::identity(const ast::Expr& expr) const {
  return identity_of(expr, context_.bound, context_.source, LiteralIdentity::by_text);
}

bool ScatterPlanner::orders_by_null() const {
  if (query_.order_by.size() != 1) return false;
  const auto* literal = ast::try_as<ast::Literal>(query_.order_by[0].expr);
  return literal != nullptr && literal->literal == ast::LiteralKind::null_value;
}

Refusal ScatterPlanner::check_constructs() const {
  const StatementFacts& facts = context_.bound.facts;
  if (select_.with_rollup) return refuse("WITH ROLLUP");
  if (!windows_stay_on_nodes()) return refuse("the window function " + facts.window + "()");
  if (!facts.seeded_random.empty()) return refuse(facts.seeded_random + "() with an argument");
  if (!facts.unknown_function.empty()) {
    return refuse("the function " + facts.unknown_function + "()");
  }
  if (query_.limit != nullptr && !limit_plan(*query_.limit, context_.source)) {
    return refuse(query_.limit->fetch ? "FETCH FIRST" : "LIMIT by a variable");
  }
  if (!query_.rows_examined.empty()) return refuse("ROWS EXAMINED");
  for (const ast::SelectItem& item : select_.items) {
    if (has_outer_aggregate(*item.expr, context_.bound, block_)) {
      return refuse("an aggregate function of outer columns in a subquery");
    }
  }
  if (select_.having != nullptr && has_outer_aggregate(*select_.having, context_.bound, block_)) {
    return refuse("an aggregate function of outer columns in a subquery");
  }
  return std::nullopt;
}

// Whether no window of the select list or ORDER BY spans two nodes.
bool ScatterPlanner::windows_stay_on_nodes() const {
  const auto partitions = partitions_of(select_, &query_);
  return std::all_of(partitions.begin(), partitions.end(), [this](const auto& exprs) {
    return covers_sharding_keys({exprs.begin(), exprs.end()});
  });
}

std::vector<const ast::Expr*> ScatterPlanner::group_exprs() const {
  std::vector<const ast::Expr*> exprs;
  for (const ast::OrderItem& item : select_.group_by) exprs.push_back(item.expr);
  return exprs;
}

std::vector<const ast::Expr*> ScatterPlanner::item_exprs() const {
  std::vector<const ast::Expr*> exprs;
  for (const ast::SelectItem& item : select_.items) exprs.push_back(item.expr);
  return exprs;
}

// Whether rows that agree in these expressions always lie on one node.
bool ScatterPlanner::covers_sharding_keys(const std::vector<const ast::Expr*>& exprs) const {
  const BoundTable& anchor = context_.bound.tables[static_cast<std::size_t>(anchor_)];
  if (!values_decide_node(anchor.rule())) return false;
  const std::vector<bool> scopes = context_.bound.with_ancestors(anchor.scope);
  const std::vector<KeyRef> keys = anchor.rule().keys();
  for (const KeyRef ref : keys) {
    const BoundColumn key = context_.routes.key_column(anchor_, ref);
    if (!context_.routes.domain_of_column(key).exact()) return false;
    const std::vector<BoundColumn> same = context_.routes.linked(key, scopes);
    const bool covered = std::any_of(exprs.begin(), exprs.end(), [&](const ast::Expr* expr) {
      const BoundColumn* column = context_.bound.origin(expr);
      return column != nullptr && std::find(same.begin(), same.end(), *column) != same.end();
    });
    if (!covered) return false;
  }
  return !keys.empty();
}

Refusal ScatterPlanner::run() {
  Refusal refusal = check_constructs();
  if (refusal) return refusal;
  if (!query_.into.empty()) splicer_.remove(query_.into);
  if (query_.limit != nullptr) merge_.limit = limit_plan(*query_.limit, context_.source);
  const bool distinct = select_.options.distinct && (grouped_ || !aggregated_);
  if (distinct && grouped_) return refuse("DISTINCT together with GROUP BY");

  if (distinct) {
    // A hidden weight tells 'a' from 'a ', which DISTINCT does not: then the gateway removes
    // doubles.
    const bool whole = query_.order_by.empty() && covers_sharding_keys(item_exprs());
    refusal = whole ? plan_rows() : plan_distinct();
  } else if ((grouped_ && covers_sharding_keys(group_exprs())) || (!grouped_ && !aggregated_)) {
    refusal = plan_rows();
  } else if (!partitions_of(select_, &query_).empty()) {
    refusal = refuse("a window function over groups");
  } else {
    refusal = plan_groups();
  }
  if (refusal) return refusal;
  if (shard_order_) place_order(*std::move(shard_order_));
  merge_.hidden_columns = hidden_.size();
  if (hidden_.size() > 0) splicer_.insert(select_.items_end, hidden_.list());
  context_.routed.merge = std::move(merge_);
  context_.routed.scattered = splicer_.whole();
  return std::nullopt;
}

Refusal ScatterPlanner::plan_rows() {
  if (const Refusal refusal = order_rows()) return refusal;
  if (grouped_ && query_.order_by.empty()) order_whole_groups();
  push_limit();
  return std::nullopt;
}

Refusal ScatterPlanner::order_rows() {
  for (const ast::OrderItem& item : query_.order_by) {
    const Result<ListTarget> target = list_.order_target(*item.expr);
    if (!target) return target.error();
    if (target->constant) continue;
    const ExprTraits traits = traits_of(*target->expr);
    if (!traits.random_function.empty()) return refuse("ORDER BY " + traits.random_function + "()");
    const auto visible = target->item ? list_.position(*target->item) : std::nullopt;
    const Result<SortKey> key = keys_.make(*target->expr, visible, item.descending);
    if (!key) return key.error();
    merge_.input_order.push_back(*key);
  }
  return std::nullopt;
}

// Servers give groups in the order of their keys unless told otherwise; worth keeping where the
// keys have an order that can be merged.
void ScatterPlanner::order_whole_groups() {
  std::vector<SortKey> keys;
  SqlOps order;
  for (const ast::OrderItem& item : select_.group_by) {
    const Result<ListTarget> target = list_.group_target(*item.expr);
    if (!target || target->constant) return;
    const auto visible = target->item ? list_.position(*target->item) : std::nullopt;
    const Result<SortKey> key = keys_.make(*target->expr, visible, item.descending);
    if (!key) return;
    keys.push_back(*key);
    if (!order.empty()) order.push_back(text_op(", "));
    append_ops(order, order_of(*item.expr, item.descending));
  }
  merge_.input_order = std::move(keys);
  shard_order_ = std::move(order);
}

// An expression of GROUP BY as one of ORDER BY. A column is named in full, because ORDER BY would
// prefer an alias of the same name.
SqlOps ScatterPlanner::order_of(const ast::Expr& expr, bool descending) const {
  SqlOps ops;
  const DerivedColumn* derived = context_.bound.derived_column(&expr);
  if (const BoundColumn* column = context_.bound.column(&expr)) {
    const BoundTable& table = context_.bound.tables[static_cast<std::size_t>(column->table)];
    ops.push_back(text_op(quote_name(table.exposed) + "." + quote_name(column->name)));
  } else if (derived != nullptr && !derived->exposed.empty()) {
    const std::string_view name = ast::as<ast::ColumnRef>(expr).column.text;
    ops.push_back(text_op(quote_name(derived->exposed) + "." + quote_name(name)));
  } else {
    ops = splicer_.ops(expr.range);
  }
  if (descending) ops.push_back(text_op(" DESC"));
  return ops;
}

// Behind GROUP BY, which may be added as well. Without a need for an order MariaDB is told so, for
// it would sort groups.
void ScatterPlanner::place_order(SqlOps order) {
  SqlOps clause{text_op(order.empty() ? "ORDER BY NULL" : "ORDER BY ")};
  append_ops(clause, std::move(order));
  if (!query_.order_by_range.empty()) {
    splicer_.replace(query_.order_by_range, std::move(clause));
    return;
  }
  clause.insert(clause.begin(), text_op(" "));
  splicer_.insert(select_.range.end, std::move(clause));
}

void ScatterPlanner::push_limit() {
  if (query_.limit == nullptr) return;
  splicer_.replace(query_.limit->range, {text_op("LIMIT "), plain_op(SqlOp::Kind::row_limit)});
}

void ScatterPlanner::remove_limit() {
  if (query_.limit != nullptr) splicer_.remove(query_.limit->range);
}

}  // namespace sluice::router
