// SPDX-License-Identifier: Apache-2.0
// The outline of expressions, queries and tables.
#include <string>

#include "parser/ast_names.h"
#include "parser/tree_printer.h"

namespace sluice::parser {

using namespace ast;

// ----------------------------------------------------------------------------------------
// expressions

void TreePrinter::expr(std::string_view role, const Expr* node) {
  if (node == nullptr) return;
  const Indent below = line(role);
  expr(*node);
}

void TreePrinter::exprs(std::string_view role, List<const Expr*> list) {
  if (list.empty()) return;
  const Indent below = line(role);
  for (const Expr* item : list) expr(*item);
}

void TreePrinter::order(std::string_view role, List<OrderItem> list) {
  for (const OrderItem& item : list) {
    expr(std::string(role) + flag(item.descending, "descending"), item.expr);
  }
}

std::string_view scope_name(VariableScope scope) {
  static constexpr std::string_view kNames[] = {"user", "session", "global", "persist", ""};
  return kNames[static_cast<std::size_t>(scope)];
}

// Expressions on one line.
void TreePrinter::simple(const Expr& node) {
  static constexpr std::string_view kLiterals[] = {"null",    "true",     "false",  "integer",
                                                   "decimal", "floating", "string", "hex",
                                                   "bit",     "date",     "time",   "timestamp"};
  if (const auto* literal = try_as<Literal>(&node)) {
    std::string text = "literal " + std::string(kLiterals[static_cast<int>(literal->literal)]);
    if (!literal->introducer.empty()) text += " _" + std::string(literal->introducer);
    return leaf(text + tokens(value_tokens(parsed_, *literal)));
  }
  if (const auto* parameter = try_as<Parameter>(&node)) {
    return leaf("parameter " + std::to_string(parameter->ordinal));
  }
  if (const auto* column = try_as<ColumnRef>(&node)) {
    std::string text = "column ";
    if (!column->table.empty()) text += qualified(column->schema, column->table) + '.';
    return leaf(text + quoted(column->column));
  }
  if (const auto* variable = try_as<Variable>(&node)) {
    return leaf("variable " + std::string(scope_name(variable->scope)) + ' ' +
                std::string(variable->name));
  }
  if (const auto* star = try_as<Star>(&node)) {
    return leaf("star " + qualified(star->schema, star->table));
  }
  const Indent below = line("default");
  if (const auto& value = as<DefaultValue>(node); value.column != nullptr) expr(*value.column);
}

void TreePrinter::predicate(const Expr& node) {
  if (const auto* test = try_as<IsTest>(&node)) {
    return expr("is" + flag(test->negated, "not") + ' ' + std::string(spelling(test->what)),
                test->operand);
  }
  if (const auto* between = try_as<Between>(&node)) {
    const Indent below = line("between" + flag(between->negated, "not"));
    expr(*between->operand);
    expr(*between->low);
    return expr(*between->high);
  }
  if (const auto* in = try_as<InList>(&node)) {
    const Indent below = line("in list" + flag(in->negated, "not"));
    expr(*in->operand);
    return exprs("items", in->items);
  }
  if (const auto* in = try_as<InQuery>(&node)) {
    const Indent below = line("in query" + flag(in->negated, "not"));
    expr(*in->operand);
    return query("query", in->query);
  }
  const auto& like = as<Like>(node);
  const Indent below = line("like" + flag(like.negated, "not"));
  expr(*like.operand);
  expr(*like.pattern);
  expr("escape", like.escape);
}

void TreePrinter::window(const std::string& role, const WindowSpec& spec) {
  const Indent below = line(role + ' ' + quoted(spec.name));
  exprs("partition by", spec.partition_by);
  order("order by", spec.order_by);
  part("frame", spec.frame);
}

void TreePrinter::function(const FunctionCall& node) {
  std::string text = "function " + qualified(node.schema, node.name);
  text += flag(node.distinct, "distinct") + flag(node.star, "star");
  text += flag(node.no_parentheses, "without parentheses");
  if (node.keyword_syntax) text += tokens(node.range);
  const Indent below = line(text);
  for (const Expr* arg : node.args) expr(*arg);
  order("order by", node.order_by);
  expr("separator", node.separator);
  if (node.over != nullptr) window("over", *node.over);
}

void TreePrinter::case_when(const CaseWhen& node) {
  const Indent below = line("case");
  expr("operand", node.operand);
  for (const WhenThen& branch : node.branches) {
    expr("when", branch.when);
    expr("then", branch.then);
  }
  expr("else", node.otherwise);
}

// One case per kind.
void TreePrinter::expr(const Expr& node) {
  switch (node.kind) {
    case ExprKind::literal:
    case ExprKind::parameter:
    case ExprKind::column:
    case ExprKind::variable:
    case ExprKind::star:
    case ExprKind::default_value:
      return simple(node);
    case ExprKind::is_test:
    case ExprKind::between:
    case ExprKind::in_list:
    case ExprKind::in_query:
    case ExprKind::like:
      return predicate(node);
    case ExprKind::unary:
      return expr("unary " + std::string(spelling(as<Unary>(node).op)), as<Unary>(node).operand);
    case ExprKind::binary: {
      const auto& binary = as<Binary>(node);
      const Indent below = line("binary " + std::string(spelling(binary.op, false)));
      expr(*binary.left);
      return expr(*binary.right);
    }
    case ExprKind::case_when:
      return case_when(as<CaseWhen>(node));
    case ExprKind::cast: {
      const auto& cast = as<Cast>(node);
      static constexpr std::string_view kForms[] = {"cast", "convert", "convert using"};
      return expr(std::string(kForms[static_cast<int>(cast.form)]) + tokens(cast.time_zone) +
                      tokens(cast.type),
                  cast.operand);
    }
    case ExprKind::function:
      return function(as<FunctionCall>(node));
    case ExprKind::interval:
      return expr("interval " + std::string(as<Interval>(node).unit), as<Interval>(node).amount);
    case ExprKind::exists:
      return query("exists", as<Exists>(node).query);
    case ExprKind::subquery:
      return query("subquery", as<Subquery>(node).query);
    case ExprKind::quantified: {
      const auto& quantified = as<Quantified>(node);
      const Indent below =
          line(std::string(spelling(quantified.op, false)) + (quantified.all ? " all" : " any"));
      expr(*quantified.left);
      return query("query", quantified.query);
    }
    case ExprKind::row:
      return exprs("row", as<Row>(node).items);
    case ExprKind::match: {
      const Indent below = line("match" + tokens(as<Match>(node).modifier));
      exprs("columns", as<Match>(node).columns);
      return expr("against", as<Match>(node).against);
    }
    case ExprKind::collate:
      return expr("collate " + std::string(as<Collate>(node).collation), as<Collate>(node).operand);
    case ExprKind::assign:
      return expr("assign " + std::string(as<Assign>(node).variable), as<Assign>(node).value);
  }
}

// --------------------------------------------------------------------------------------------
// queries

void TreePrinter::with(const WithClause* clause) {
  if (clause == nullptr) return;
  const Indent below = line("with" + flag(clause->recursive, "recursive"));
  for (const CommonTable& item : clause->tables) {
    query(quoted(item.name) + list_of(item.columns) + tokens(item.cycle), item.query);
  }
}

void TreePrinter::limit(const Limit* clause) {
  if (clause == nullptr) return;
  const Indent below =
      line("limit" + flag(clause->fetch, "fetch") + flag(clause->one_row, "one row") +
           flag(clause->with_ties, "with ties"));
  expr("count", clause->count);
  expr("offset", clause->offset);
}

void TreePrinter::query(std::string_view role, const QueryExpression* node) {
  if (node == nullptr) return;
  const Indent below = line(role);
  with(node->with);
  body(*node->body);
  order("order by", node->order_by);
  limit(node->limit);
  part("rows examined", node->rows_examined);
  part("procedure", node->procedure);
  part("locking", node->locking_range);
  part("into", node->into);
}

void TreePrinter::items(std::string_view role, List<SelectItem> list) {
  if (list.empty()) return;
  const Indent below = line(role);
  for (const SelectItem& item : list) expr("item" + alias(item.alias), item.expr);
}

void TreePrinter::select(const SelectBody& node) {
  const Indent below = line("select" + flag(node.options.distinct, "distinct") +
                            flag(node.options.calc_found_rows, "calc_found_rows") +
                            flag(node.options.other, "options"));
  items("items", node.items);
  if (node.from != nullptr) {
    const Indent from = line("from");
    table(*node.from);
  }
  expr("where", node.where);
  order("group by", node.group_by);
  if (node.with_rollup) leaf("with rollup");
  expr("having", node.having);
  for (const NamedWindow& named : node.windows) window("window " + quoted(named.name), *named.spec);
}

void TreePrinter::body(const QueryBody& node) {
  switch (node.kind) {
    case QueryBodyKind::select:
      return select(as<SelectBody>(node));
    case QueryBodyKind::set_operation: {
      const auto& set = as<SetOperation>(node);
      const Indent below = line(std::string(spelling(set.op)) + flag(set.all, "all"));
      body(*set.left);
      return body(*set.right);
    }
    case QueryBodyKind::parenthesized:
      return query("parenthesized", as<ParenthesizedQuery>(node).query);
    case QueryBodyKind::values: {
      const Indent below = line("values");
      for (const List<const Expr*>& row : as<ValuesBody>(node).rows) exprs("row", row);
      return;
    }
    case QueryBodyKind::table:
      return leaf("table " + name_of(as<TableBody>(node).name));
  }
}

void TreePrinter::base_table(const BaseTable& node) {
  const Indent below = line("table " + name_of(node.name) + alias(node.alias));
  part("partitions", node.partitions);
  part("temporal", node.temporal);
  part("hints", node.index_hints);
}

void TreePrinter::table(const TableRef& node) {
  switch (node.kind) {
    case TableRefKind::base:
      return base_table(as<BaseTable>(node));
    case TableRefKind::derived: {
      const auto& derived = as<DerivedTable>(node);
      return query("derived" + flag(derived.lateral, "lateral") + alias(derived.alias) +
                       list_of(derived.columns),
                   derived.query);
    }
    case TableRefKind::join: {
      const auto& join = as<Join>(node);
      const Indent below = line(std::string(spelling(join.join)) + flag(join.natural, "natural") +
                                list_of(join.using_columns));
      table(*join.left);
      table(*join.right);
      return expr("on", join.on);
    }
    case TableRefKind::list: {
      const Indent below = line("list");
      for (const TableRef* item : as<TableRefList>(node).items) table(*item);
      return;
    }
    case TableRefKind::function: {
      const auto& function = as<TableFunction>(node);
      const Indent below = line("table function" + tokens(function.range) + alias(function.alias));
      return exprs("arguments", function.args);
    }
  }
}

}  // namespace sluice::parser
