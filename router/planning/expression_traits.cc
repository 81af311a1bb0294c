// SPDX-License-Identifier: Apache-2.0
#include "router/planning/expression_traits.h"

#include <algorithm>
#include <array>

#include "parser/visitor.h"

namespace sluice::router {
namespace {

// Built-in functions whose result is a number, a date or a time whatever their arguments are.
constexpr std::array<std::string_view, 62> kNoString = {
    "acos",         "ascii",      "asin",        "atan",        "atan2",
    "bit_count",    "ceil",       "ceiling",     "char_length", "character_length",
    "cos",          "count",      "crc32",       "curdate",     "current_date",
    "date",         "datediff",   "day",         "dayofmonth",  "dayofweek",
    "dayofyear",    "degrees",    "exp",         "field",       "find_in_set",
    "floor",        "hour",       "instr",       "isnull",      "last_day",
    "length",       "ln",         "locate",      "log",         "log10",
    "log2",         "makedate",   "microsecond", "minute",      "month",
    "octet_length", "ord",        "pi",          "pow",         "power",
    "quarter",      "radians",    "second",      "sign",        "sin",
    "sqrt",         "strcmp",     "tan",         "to_days",     "week",
    "year",         "row_number", "rank",        "dense_rank",  "percent_rank",
    "cume_dist",    "ntile"};

bool is_interval(const ast::Expr* expr) {
  return expr->kind == ast::ExprKind::interval;
}

bool binary_gives_no_string(const ast::Binary& binary) {
  switch (binary.op) {
    case ast::BinaryOp::concat:
    case ast::BinaryOp::json_get:
    case ast::BinaryOp::json_unquote:
    case ast::BinaryOp::bit_or:  // of binary strings a binary string in MySQL
    case ast::BinaryOp::bit_and:
    case ast::BinaryOp::bit_xor:
    case ast::BinaryOp::shift_left:
    case ast::BinaryOp::shift_right:
      return false;
    default:
      return !is_interval(binary.left) && !is_interval(binary.right);
  }
}

bool function_gives_no_string(const ast::FunctionCall& call, const Bound& bound) {
  const std::string name = to_lower(call.name.text);
  if (name == "sum" || name == "avg") return true;
  if ((name == "min" || name == "max" || name == "any_value") && call.args.size() == 1) {
    return gives_no_string(*call.args[0], bound);
  }
  return std::find(kNoString.begin(), kNoString.end(), name) != kNoString.end();
}

bool column_gives_no_string(const ast::Expr& expr, const Bound& bound) {
  const ColumnSchema* schema = bound.type_of(&expr);
  if (schema == nullptr) return false;
  switch (schema->column_class) {
    case ColumnClass::integer:
    case ColumnClass::decimal:
    case ColumnClass::double_precision:
    case ColumnClass::temporal:
    case ColumnClass::time:
    case ColumnClass::year:
      return true;
    default:
      return false;
  }
}

class TraitsVisitor : public parser::Visitor {
 public:
  ExprTraits traits;

  bool enter(const ast::Expr& expr) override {
    if (expr.kind == ast::ExprKind::column || expr.kind == ast::ExprKind::star) {
      traits.column = true;
    }
    const auto* call = ast::try_as<ast::FunctionCall>(&expr);
    if (call == nullptr) return true;
    const FunctionTraits known = function_traits(call->name.text);
    if (known.aggregate && call->over == nullptr) traits.aggregate = true;
    if ((known.random || !known.known) && traits.random_function.empty()) {
      traits.random_function = call->name.text;
    }
    return true;
  }
  bool enter(const ast::QueryExpression&) override {
    traits.subquery = true;
    return false;
  }
};

bool uses_block(const ast::FunctionCall& call, const Bound& bound, int block) {
  bool found = false;
  for (const ast::Expr* argument : call.args) {
    parser::for_each_expr(*argument, parser::Subqueries::enter, [&](const ast::Expr& part) {
      const BoundColumn* column = bound.column(&part);
      const DerivedColumn* derived = bound.derived_column(&part);
      found = found || (derived != nullptr && derived->block == block) ||
              (column != nullptr &&
               bound.tables[static_cast<std::size_t>(column->table)].block == block);
    });
  }
  return found;
}

}  // namespace

ExprTraits traits_of(const ast::Expr& expr) {
  TraitsVisitor visitor;
  parser::walk(expr, visitor);
  return std::move(visitor.traits);
}

const ast::FunctionCall* as_aggregate(const ast::Expr& expr) {
  const auto* call = ast::try_as<ast::FunctionCall>(&expr);
  if (call == nullptr || call->over != nullptr) return nullptr;
  return function_traits(call->name.text).aggregate ? call : nullptr;
}

bool gives_no_string(const ast::Expr& expr, const Bound& bound) {
  switch (expr.kind) {
    case ast::ExprKind::is_test:
    case ast::ExprKind::between:
    case ast::ExprKind::in_list:
    case ast::ExprKind::in_query:
    case ast::ExprKind::like:
    case ast::ExprKind::exists:
    case ast::ExprKind::quantified:
    case ast::ExprKind::match:
      return true;
    case ast::ExprKind::binary:
      return binary_gives_no_string(ast::as<ast::Binary>(expr));
    case ast::ExprKind::unary: {
      const ast::UnaryOp op = ast::as<ast::Unary>(expr).op;
      return op == ast::UnaryOp::minus || op == ast::UnaryOp::logical_not ||
             op == ast::UnaryOp::bang;
    }
    case ast::ExprKind::function:
      return function_gives_no_string(ast::as<ast::FunctionCall>(expr), bound);
    case ast::ExprKind::column:
      return column_gives_no_string(expr, bound);
    default:
      return false;
  }
}

std::string identity_of(const ast::Expr& expr, const Bound& bound, const SourceText& source,
                        LiteralIdentity literals) {
  if (const BoundColumn* column = bound.column(&expr)) {
    return "column " + std::to_string(column->table) + " " + column->name;
  }
  std::string text = "text";
  for (std::uint32_t token = expr.range.begin; token < expr.range.end; ++token) {
    const bool by_place = source.is_parameter(token) ||
                          (literals == LiteralIdentity::by_place && source.is_value(token));
    text += by_place ? " #" + std::to_string(source.mark(token))
                     : " " + std::string(source.token_text(token));
  }
  return text;
}

bool has_outer_aggregate(const ast::Expr& expr, const Bound& bound, int block) {
  std::vector<const ast::FunctionCall*> direct;
  parser::for_each_expr(expr, parser::Subqueries::skip, [&](const ast::Expr& part) {
    if (const ast::FunctionCall* call = as_aggregate(part)) direct.push_back(call);
  });
  bool found = false;
  parser::for_each_expr(expr, parser::Subqueries::enter, [&](const ast::Expr& part) {
    const ast::FunctionCall* call = as_aggregate(part);
    if (call == nullptr || std::find(direct.begin(), direct.end(), call) != direct.end()) return;
    found = found || uses_block(*call, bound, block);
  });
  return found;
}

}  // namespace sluice::router
