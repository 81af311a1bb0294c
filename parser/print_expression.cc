// SPDX-License-Identifier: Apache-2.0
// Expressions as SQL.
#include "parser/ast_names.h"
#include "parser/precedence.h"
#include "parser/print_tokens.h"
#include "parser/sql_printer.h"

namespace sluice::parser {

using namespace ast;

namespace {

// How tightly a node holds together when nothing encloses it.
int level_of_node(const Expr& node, const LexOptions& options) {
  switch (node.kind) {
    case ExprKind::assign:
      return kLowest;
    case ExprKind::binary:
      return level_of(as<Binary>(node).op);
    case ExprKind::unary:
      if (as<Unary>(node).op != UnaryOp::logical_not) return kUnary;
      return options.high_not_precedence ? kUnary : kNot;
    case ExprKind::is_test:
    case ExprKind::quantified:
      return kComparison;
    case ExprKind::between:
      return kBetween;
    case ExprKind::in_list:
    case ExprKind::in_query:
    case ExprKind::like:
      return kPredicate;
    case ExprKind::collate:
      return kCollate;
    default:
      return kPrimary;
  }
}

}  // namespace

void SqlPrinter::expr(const Expr& node, int level) {
  if (level_of_node(node, parsed_.options) >= level) return bare(node);
  word("(");
  bare(node);
  out_ += ')';
}

void SqlPrinter::exprs(List<const Expr*> items) {
  list(items, [this](const Expr* item) { expr(*item); });
}

// One case per kind.
void SqlPrinter::bare(const Expr& node) {
  switch (node.kind) {
    case ExprKind::literal:
    case ExprKind::parameter:
    case ExprKind::column:
    case ExprKind::variable:
    case ExprKind::star:
    case ExprKind::default_value:
      return tokens(node.range);
    case ExprKind::unary:
      return unary(as<Unary>(node));
    case ExprKind::binary:
      return binary(as<Binary>(node));
    case ExprKind::is_test:
    case ExprKind::between:
    case ExprKind::in_list:
    case ExprKind::like:
      return predicate(node);
    case ExprKind::in_query:
    case ExprKind::exists:
    case ExprKind::subquery:
    case ExprKind::quantified:
      return with_query(node);
    case ExprKind::case_when:
      return case_when(as<CaseWhen>(node));
    case ExprKind::cast:
      return cast(as<Cast>(node));
    case ExprKind::function:
      return function(as<FunctionCall>(node));
    case ExprKind::interval:
      word("INTERVAL");
      expr(*as<Interval>(node).amount);
      return word(as<Interval>(node).unit);
    case ExprKind::row:
      word("ROW(");
      exprs(as<Row>(node).items);
      out_ += ')';
      return;
    case ExprKind::match:
      return match(as<Match>(node));
    case ExprKind::collate:
      expr(*as<Collate>(node).operand, kCollate);
      word("COLLATE");
      return tokens({node.range.end - 1, node.range.end});
    case ExprKind::assign:
      tokens({node.range.begin, node.range.begin + 1});
      word(":=");
      return expr(*as<Assign>(node).value);
  }
}

void SqlPrinter::unary(const Unary& node) {
  const bool loose = node.op == UnaryOp::logical_not && !parsed_.options.high_not_precedence;
  word(spelling(node.op));
  expr(*node.operand, loose ? kNot : kUnary);
}

// Operators of one level group from the left; AND and OR keep the grouping that the tree has.
void SqlPrinter::binary(const Binary& node) {
  const int level = level_of(node.op);
  const bool grouped = level == kAnd || level == kOr;
  expr(*node.left, grouped ? level + 1 : level);
  word(spelling(node.op, true));
  if (node.op == BinaryOp::member_of) {
    out_ += " (";
    expr(*node.right, kUnary);
    out_ += ')';
    return;
  }
  expr(*node.right, level + 1);
}

void SqlPrinter::predicate(const Expr& node) {
  const auto negation = [this](bool negated) {
    if (negated) word("NOT");
  };
  if (const auto* test = try_as<IsTest>(&node)) {
    expr(*test->operand, kComparison);
    word("IS");
    negation(test->negated);
    return word(spelling(test->what));
  }
  if (const auto* between = try_as<Between>(&node)) {
    expr(*between->operand, kBetween + 1);
    negation(between->negated);
    word("BETWEEN");
    expr(*between->low, kBetween + 1);
    word("AND");
    return expr(*between->high, kBetween);
  }
  if (const auto* in = try_as<InList>(&node)) {
    expr(*in->operand, kPredicate);
    negation(in->negated);
    word("IN");
    out_ += " (";
    exprs(in->items);
    out_ += ')';
    return;
  }
  const auto& like = as<Like>(node);
  expr(*like.operand, kPredicate);
  negation(like.negated);
  word("LIKE");
  expr(*like.pattern, kPredicate + 1);
  if (like.escape == nullptr) return;
  word("ESCAPE");
  expr(*like.escape, kPredicate + 1);
}

void SqlPrinter::with_query(const Expr& node) {
  if (const auto* in = try_as<InQuery>(&node)) {
    expr(*in->operand, kPredicate);
    if (in->negated) word("NOT");
    word("IN");
    return in_parentheses(*in->query);
  }
  if (const auto* quantified = try_as<Quantified>(&node)) {
    expr(*quantified->left, kComparison);
    word(spelling(quantified->op, true));
    word(quantified->all ? "ALL" : "ANY");
    return in_parentheses(*quantified->query);
  }
  if (const auto* exists = try_as<Exists>(&node)) {
    word("EXISTS");
    return in_parentheses(*exists->query);
  }
  in_parentheses(*as<Subquery>(node).query);
}

void SqlPrinter::case_when(const CaseWhen& node) {
  word("CASE");
  if (node.operand != nullptr) expr(*node.operand);
  for (const WhenThen& branch : node.branches) {
    word("WHEN");
    expr(*branch.when);
    word("THEN");
    expr(*branch.then);
  }
  if (node.otherwise != nullptr) {
    word("ELSE");
    expr(*node.otherwise);
  }
  word("END");
}

void SqlPrinter::cast(const Cast& node) {
  word(node.form == CastForm::cast ? "CAST(" : "CONVERT(");
  expr(*node.operand);
  tokens(node.time_zone);
  word(node.form == CastForm::cast ? "AS" : node.form == CastForm::convert_type ? "," : "USING");
  tokens(node.type);
  out_ += ')';
}

void SqlPrinter::match(const Match& node) {
  word("MATCH (");
  exprs(node.columns);
  out_ += ") AGAINST (";
  expr(*node.against, kBitOr);
  tokens(node.modifier);
  out_ += ')';
}

void SqlPrinter::window(const WindowSpec& spec) {
  // OVER name, against OVER (name).
  if (parsed_.tokens.tokens[spec.range.begin].kind != TokenKind::left_paren) {
    return name(spec.name);
  }
  out_ += " (";
  if (!spec.name.empty()) name(spec.name);
  if (!spec.partition_by.empty()) {
    word("PARTITION BY");
    exprs(spec.partition_by);
  }
  order("ORDER BY", spec.order_by);
  tokens(spec.frame);
  out_ += ')';
}

void SqlPrinter::function(const FunctionCall& node) {
  if (node.keyword_syntax || node.no_parentheses) return tokens(node.range);
  if (!node.schema.empty()) {
    name(node.schema);
    out_ += '.';
    out_ += token_text(parsed_, {node.name.token, node.name.token + 1});
  } else {
    name(node.name);
  }
  // A built-in function is one only if its parenthesis follows directly.
  const auto& source = parsed_.tokens.tokens;
  const bool apart = source[node.name.token].end() != source[node.name.token + 1].offset;
  out_ += apart ? " (" : "(";
  if (node.star) out_ += '*';
  if (node.distinct) word("DISTINCT");
  exprs(node.args);
  order("ORDER BY", node.order_by);
  if (node.separator != nullptr) {
    word("SEPARATOR");
    expr(*node.separator, kPrimary);
  }
  out_ += ')';
  if (node.over == nullptr) return;
  word("OVER");
  window(*node.over);
}

}  // namespace sluice::parser
