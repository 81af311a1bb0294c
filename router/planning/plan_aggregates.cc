// SPDX-License-Identifier: Apache-2.0
// Aggregate functions: what a shard's partial value is and how parts become one.
#include <algorithm>

#include "router/planning/expression_traits.h"
#include "router/planning/plan_scatter.h"

namespace sluice::router {

Refusal ScatterPlanner::add_aggregate(const ast::FunctionCall& call, ColumnAt column) {
  const std::string name = to_lower(call.name.text);
  AggregateColumn merged{.kind = AggregateKind::first, .column = column};
  Refusal refusal;
  if (!call.star && call.args.size() != 1) {
    const bool distinct = call.distinct ? call.args.size() > 1 : false;
    return refuse(distinct ? name + "(DISTINCT) of several columns"
                           : "the function " + name + "()");
  }
  if (name == "count") {
    merged.kind = call.distinct ? AggregateKind::count_distinct : AggregateKind::count;
    if (call.distinct) refusal = add_count_distinct(call, merged);
  } else if (name == "min" || name == "max") {
    merged.kind = name == "min" ? AggregateKind::min : AggregateKind::max;
    refusal = add_extreme(call, merged);
  } else if (call.distinct) {
    refusal = refuse("the function " + name + "(DISTINCT)");
  } else if (name == "sum") {
    merged.kind = AggregateKind::sum;
  } else if (name == "avg") {
    merged.kind = AggregateKind::avg;
    refusal = add_average(call, merged);
  } else if (name == "any_value" && grouped_) {
    return std::nullopt;  // the first row's value will do
  } else {
    refusal = refuse("the function " + name + "()");
  }
  if (refusal) return refusal;
  const ExprTraits argument = call.star ? ExprTraits{} : traits_of(*call.args[0]);
  if (argument.subquery) return refuse("an aggregate function over a subquery");
  merge_.aggregation->columns.push_back(std::move(merged));
  return std::nullopt;
}

// MIN and MAX compare as their argument does, but ENUM and SET as strings.
Refusal ScatterPlanner::add_extreme(const ast::FunctionCall& call, AggregateColumn& merged) {
  const ColumnSchema* schema = context_.bound.type_of(call.args[0]);
  SortKey key;
  key.value = merged.column;
  const auto of_call = [&](const std::string& function) {
    SqlOps sql{text_op(function + "(")};
    append_ops(sql, keys_.expression(call));
    sql.push_back(text_op(")"));
    const std::string name =
        identity_of(call, context_.bound, context_.source, LiteralIdentity::by_place);
    return hidden_.add(function + " " + name, std::move(sql));
  };
  if (schema != nullptr) {
    switch (schema->column_class) {
      case ColumnClass::text:
      case ColumnClass::enumeration:
      case ColumnClass::set:
        key.weight = of_call("WEIGHT_STRING");
        key.collation = schema->collation;
        if (key.collation.empty()) key.collation_name = of_call("COLLATION");
        break;
      case ColumnClass::bit:
      case ColumnClass::json:
      case ColumnClass::other:
        return refuse(std::string(call.name.text) + "() of the column " + schema->name);
      default:
        break;
    }
  } else if (!gives_no_string(*call.args[0], context_.bound)) {
    key.weight = of_call("WEIGHT_STRING");
    key.collation_name = of_call("COLLATION");
  }
  merged.key = std::move(key);
  return std::nullopt;
}

Refusal ScatterPlanner::add_average(const ast::FunctionCall& call, AggregateColumn& merged) {
  const ast::Expr& argument = *call.args[0];
  const auto of_argument = [&](const std::string& function) {
    SqlOps sql{text_op(function + "(")};
    append_ops(sql, keys_.expression(argument));
    sql.push_back(text_op(")"));
    const std::string name =
        identity_of(argument, context_.bound, context_.source, LiteralIdentity::by_place);
    return hidden_.add(function + " " + name, std::move(sql));
  };
  merged.sum = of_argument("SUM");
  merged.count = of_argument("COUNT");
  return std::nullopt;
}

Refusal ScatterPlanner::add_count_distinct(const ast::FunctionCall& call, AggregateColumn& merged) {
  const ast::Expr& argument = *call.args[0];
  const ExprTraits traits = traits_of(argument);
  if (!traits.random_function.empty()) {
    return refuse("COUNT(DISTINCT " + traits.random_function + "())");
  }
  if (!traits.column) return refuse("COUNT(DISTINCT) of a constant");
  const std::string wanted = identity(argument);
  if (distinct_ && distinct_->identity != wanted) {
    return refuse("COUNT(DISTINCT) of two different values");
  }
  if (distinct_) {
    context_.source.pin(argument.range, context_.plan.pinned);
  } else {
    const Result<SortKey> key = keys_.make(argument, std::nullopt, false);
    if (!key) return key.error();
    distinct_ = DistinctArgument{
        wanted,
        {&argument, wanted, *key, order_of(argument, false), keys_.sorts_whole(argument)},
        order_of(argument, false)};
    context_.source.pin(argument.range, context_.plan.pinned);
  }
  merged.key = distinct_->key.key;
  return std::nullopt;
}

bool ScatterPlanner::is_merged(ColumnAt column) const {
  const auto& columns = merge_.aggregation->columns;
  return std::any_of(columns.begin(), columns.end(), [&](const AggregateColumn& each) {
    return each.column.hidden == column.hidden && each.column.index == column.index;
  });
}

Refusal ScatterPlanner::column_of(const ast::FunctionCall& call, ColumnAt& column) {
  const auto item = list_.find_same(call);
  const auto position = item ? list_.position(*item) : std::nullopt;
  if (position) {
    column = {false, *position};
    return is_merged(column) ? std::nullopt
                             : refuse("the function " + to_lower(call.name.text) + "()");
  }
  const std::string name =
      identity_of(call, context_.bound, context_.source, LiteralIdentity::by_place);
  column = hidden_.add(name, keys_.expression(call));
  if (is_merged(column)) return std::nullopt;
  return add_aggregate(call, column);
}

}  // namespace sluice::router
