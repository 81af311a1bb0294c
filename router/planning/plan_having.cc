// SPDX-License-Identifier: Apache-2.0
// HAVING over partial groups: conditions on group keys hold for every part of a group, so the
// shards check them; conditions on aggregates wait for the merged value.
#include <algorithm>

#include "parser/visitor.h"
#include "router/planning/expression_traits.h"
#include "router/planning/operands.h"
#include "router/planning/plan_scatter.h"

namespace sluice::router {
namespace {

std::optional<Condition::Compare> compare_of(ast::BinaryOp op) {
  using Compare = Condition::Compare;
  switch (op) {
    case ast::BinaryOp::equal:
      return Compare::equal;
    case ast::BinaryOp::not_equal:
      return Compare::not_equal;
    case ast::BinaryOp::less:
      return Compare::less;
    case ast::BinaryOp::less_equal:
      return Compare::less_equal;
    case ast::BinaryOp::greater:
      return Compare::greater;
    case ast::BinaryOp::greater_equal:
      return Compare::greater_equal;
    default:
      return std::nullopt;
  }
}

// `5 < COUNT(*)` is `COUNT(*) > 5`.
Condition::Compare mirrored(Condition::Compare compare) {
  using Compare = Condition::Compare;
  switch (compare) {
    case Compare::less:
      return Compare::greater;
    case Compare::less_equal:
      return Compare::greater_equal;
    case Compare::greater:
      return Compare::less;
    case Compare::greater_equal:
      return Compare::less_equal;
    case Compare::equal:
    case Compare::not_equal:
      break;
  }
  return compare;
}

// The operands of a chain of ANDs or ORs, however it is nested, in text order.
std::vector<const ast::Expr*> parts_of(const ast::Expr& expr, ast::BinaryOp op) {
  std::vector<const ast::Expr*> parts;
  std::vector<const ast::Expr*> rest{&expr};
  while (!rest.empty()) {
    const ast::Expr* next = rest.back();
    rest.pop_back();
    const auto* link = ast::try_as<ast::Binary>(next);
    if (link == nullptr || link->op != op) {
      parts.push_back(next);
      continue;
    }
    rest.push_back(link->right);
    rest.push_back(link->left);
  }
  return parts;
}

bool is_numeric_literal_or_parameter(const ast::Expr& expr) {
  if (expr.kind == ast::ExprKind::parameter) return true;
  if (const auto* unary = ast::try_as<ast::Unary>(&expr)) {
    return is_numeric_literal_or_parameter(*unary->operand);
  }
  const auto* literal = ast::try_as<ast::Literal>(&expr);
  if (literal == nullptr) return false;
  switch (literal->literal) {
    case ast::LiteralKind::null_value:
    case ast::LiteralKind::true_value:
    case ast::LiteralKind::false_value:
    case ast::LiteralKind::integer:
    case ast::LiteralKind::decimal:
    case ast::LiteralKind::floating:
      return true;
    default:
      return false;
  }
}

}  // namespace

Refusal ScatterPlanner::plan_having() {
  if (select_.having == nullptr) return std::nullopt;
  std::vector<const ast::Expr*> pushed;
  Condition all{.kind = Condition::Kind::all_of};
  for (const ast::Expr* part : parts_of(*select_.having, ast::BinaryOp::logical_and)) {
    bool on_shards = false;
    if (const Refusal refusal = push_having(*part, on_shards)) return refusal;
    if (on_shards) {
      pushed.push_back(part);
      continue;
    }
    Condition condition{.kind = Condition::Kind::all_of};
    if (const Refusal refusal = condition_of(*part, condition)) return refusal;
    all.children.push_back(std::move(condition));
  }
  SqlOps clause;
  for (const ast::Expr* part : pushed) {
    clause.push_back(text_op(clause.empty() ? "HAVING (" : " AND ("));
    append_ops(clause, splicer_.ops(part->range));
    clause.push_back(text_op(")"));
  }
  splicer_.replace(select_.having_range, std::move(clause));
  if (all.children.size() == 1) {
    merge_.having = std::move(all.children.front());
  } else if (!all.children.empty()) {
    merge_.having = std::move(all);
  }
  return std::nullopt;
}

// What an alias in HAVING stands for.
const ast::Expr& ScatterPlanner::meaning_of(const ast::Expr& expr) const {
  const auto* column = ast::try_as<ast::ColumnRef>(&expr);
  if (column == nullptr || !column->table.empty()) return expr;
  const auto item = list_.find_alias(column->column.text);
  return item ? *list_.item(*item).expr : expr;
}

// Tells whether a condition looks at group keys alone.
Refusal ScatterPlanner::push_having(const ast::Expr& conjunct, bool& pushed) {
  const ExprTraits traits = traits_of(conjunct);
  if (traits.subquery) return refuse("a subquery in HAVING");
  if (!traits.random_function.empty()) return refuse("HAVING " + traits.random_function + "()");
  bool only_keys = true;
  bool any_column = false;
  bool ambiguous = false;
  parser::for_each_expr(conjunct, parser::Subqueries::skip, [&](const ast::Expr& part) {
    if (part.kind != ast::ExprKind::column) return;
    any_column = true;
    const ast::Expr& meaning = meaning_of(part);
    const auto is_key = [&](const ast::Expr& each) {
      const std::string wanted = identity(each);
      return std::any_of(group_keys_.begin(), group_keys_.end(),
                         [&](const GroupKey& key) { return key.identity == wanted; });
    };
    // A name that is both a column of FROM and an alias of something else.
    if (&meaning != &part &&
        (context_.bound.column(&part) != nullptr ||
         context_.bound.derived_column(&part) != nullptr) &&
        identity(meaning) != identity(part)) {
      ambiguous = true;
    }
    context_.source.pin(meaning.range, context_.plan.pinned);
    only_keys = only_keys && is_key(meaning);
  });
  if (ambiguous) return refuse("a name in HAVING that is a column and an alias");
  pushed = grouped_ && !traits.aggregate && only_keys && any_column;
  return std::nullopt;
}

Refusal ScatterPlanner::condition_of(const ast::Expr& expr, Condition& condition) {
  if (const auto* binary = ast::try_as<ast::Binary>(&expr)) {
    const bool chain =
        binary->op == ast::BinaryOp::logical_and || binary->op == ast::BinaryOp::logical_or;
    return chain ? chain_of(*binary, condition) : comparison_of(*binary, condition);
  }
  if (const auto* unary = ast::try_as<ast::Unary>(&expr)) {
    if (unary->op == ast::UnaryOp::logical_not || unary->op == ast::UnaryOp::bang) {
      condition.kind = Condition::Kind::negate;
      return condition_of(*unary->operand, condition.children.emplace_back());
    }
  }
  if (const auto* between = ast::try_as<ast::Between>(&expr)) {
    condition.kind = Condition::Kind::between;
    condition.negated = between->negated;
    Refusal refusal = condition_column(*between->operand, condition.column);
    if (!refusal) refusal = operand_into(*between->low, condition);
    if (!refusal) refusal = operand_into(*between->high, condition);
    return refusal;
  }
  if (const auto* test = ast::try_as<ast::IsTest>(&expr);
      test != nullptr && test->what == ast::IsWhat::null_value) {
    condition.kind = Condition::Kind::is_null;
    condition.negated = test->negated;
    return condition_column(*test->operand, condition.column);
  }
  if (const auto* list = ast::try_as<ast::InList>(&expr)) {
    condition.kind = Condition::Kind::in_list;
    condition.negated = list->negated;
    if (const Refusal refusal = condition_column(*list->operand, condition.column)) return refusal;
    auto operands = operands_of(*list, context_.source);
    if (!operands) return refuse("HAVING with a computed value");
    condition.operands = std::move(*operands);
    return std::nullopt;
  }
  return refuse("a HAVING condition that is no comparison of an aggregate with a number");
}

Refusal ScatterPlanner::chain_of(const ast::Binary& chain, Condition& condition) {
  condition.kind =
      chain.op == ast::BinaryOp::logical_and ? Condition::Kind::all_of : Condition::Kind::any_of;
  for (const ast::Expr* part : parts_of(chain, chain.op)) {
    if (const Refusal refusal = condition_of(*part, condition.children.emplace_back())) {
      return refusal;
    }
  }
  return std::nullopt;
}

Refusal ScatterPlanner::comparison_of(const ast::Binary& binary, Condition& condition) {
  const auto compare = compare_of(binary.op);
  if (!compare) {
    return refuse("a HAVING condition that is no comparison of an aggregate with a number");
  }
  condition.kind = Condition::Kind::compare;
  const bool value_left = is_numeric_literal_or_parameter(*binary.left);
  condition.compare = value_left ? mirrored(*compare) : *compare;
  const ast::Expr& column = value_left ? *binary.right : *binary.left;
  const ast::Expr& value = value_left ? *binary.left : *binary.right;
  if (const Refusal refusal = condition_column(column, condition.column)) return refusal;
  return operand_into(value, condition);
}

Refusal ScatterPlanner::operand_into(const ast::Expr& expr, Condition& condition) {
  const auto operand = operand_of(expr, context_.source);
  if (!operand || !is_numeric_literal_or_parameter(expr)) {
    return refuse("HAVING with a value that is no number");
  }
  condition.operands.push_back(*operand);
  return std::nullopt;
}

// A merged value that is a number for certain.
Refusal ScatterPlanner::condition_column(const ast::Expr& expr, ColumnAt& column) {
  const ast::FunctionCall* call = as_aggregate(meaning_of(expr));
  if (call == nullptr) {
    return refuse("a HAVING condition that is no comparison of an aggregate with a number");
  }
  const std::string name = to_lower(call->name.text);
  const bool always_number = name == "count" || name == "sum" || name == "avg";
  if (!always_number) {
    const ColumnSchema* schema =
        call->args.size() == 1 ? context_.bound.type_of(call->args[0]) : nullptr;
    const bool number =
        schema != nullptr && (schema->column_class == ColumnClass::integer ||
                              schema->column_class == ColumnClass::decimal ||
                              schema->column_class == ColumnClass::double_precision);
    if (!number) return refuse("HAVING on " + name + "() of a value that may be no number");
  }
  return column_of(*call, column);
}

}  // namespace sluice::router
