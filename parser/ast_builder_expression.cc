// SPDX-License-Identifier: Apache-2.0
// Operators, by precedence climbing over a flat list; precedence.h has the levels.
#include <algorithm>
#include <utility>

#include "parser/ast_builder.h"
#include "parser/kind_traits.h"
#include "parser/precedence.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

namespace {

struct Operator {
  int level = kNone;
  BinaryOp op{};
};

// Exhaustive over what the grammar admits between two operands; ESCAPE and := belong to others.
Operator operator_of(Kind kind) {
  switch (kind) {
    case Kind::kw_or:
    case Kind::or_or:
      return {kOr, BinaryOp::logical_or};
    case Kind::kw_xor:
      return {kXor, BinaryOp::logical_xor};
    case Kind::kw_and:
    case Kind::and_and:
      return {kAnd, BinaryOp::logical_and};
    case Kind::equal:
      return {kComparison, BinaryOp::equal};
    case Kind::null_safe_equal:
      return {kComparison, BinaryOp::null_safe_equal};
    case Kind::not_equal:
      return {kComparison, BinaryOp::not_equal};
    case Kind::less:
      return {kComparison, BinaryOp::less};
    case Kind::less_equal:
      return {kComparison, BinaryOp::less_equal};
    case Kind::greater:
      return {kComparison, BinaryOp::greater};
    case Kind::greater_equal:
      return {kComparison, BinaryOp::greater_equal};
    case Kind::kw_is:
      return {kComparison};
    case Kind::kw_between:
      return {kBetween};
    case Kind::kw_in:
    case Kind::kw_like:
      return {kPredicate};
    case Kind::kw_regexp:
    case Kind::kw_rlike:
      return {kPredicate, BinaryOp::regexp};
    case Kind::kw_sounds:
      return {kPredicate, BinaryOp::sounds_like};
    case Kind::kw_member:
    case Kind::member_alone:
      return {kPredicate, BinaryOp::member_of};
    case Kind::pipe:
      return {kBitOr, BinaryOp::bit_or};
    case Kind::ampersand:
      return {kBitAnd, BinaryOp::bit_and};
    case Kind::shift_left:
      return {kShift, BinaryOp::shift_left};
    case Kind::shift_right:
      return {kShift, BinaryOp::shift_right};
    case Kind::plus:
      return {kSum, BinaryOp::plus};
    case Kind::minus:
      return {kSum, BinaryOp::minus};
    case Kind::star:
      return {kProduct, BinaryOp::multiply};
    case Kind::slash:
      return {kProduct, BinaryOp::divide};
    case Kind::percent:
    case Kind::kw_mod:
      return {kProduct, BinaryOp::modulo};
    case Kind::kw_div:
      return {kProduct, BinaryOp::int_divide};
    case Kind::caret:
      return {kBitXor, BinaryOp::bit_xor};
    case Kind::concat_pipes:
      return {kConcat, BinaryOp::concat};
    case Kind::kw_collate:
    case Kind::arrow:
    case Kind::long_arrow:
      return {kCollate};
    default:
      return {};
  }
}

bool takes_not(Kind kind) {
  return kind == Kind::kw_in || kind == Kind::kw_like || kind == Kind::kw_between ||
         kind == Kind::kw_regexp || kind == Kind::kw_rlike;
}

}  // namespace

const Expr* AstBuilder::expression(Grammar::ExprContext* context, Place place) {
  const SqlToken* first = first_of(context);
  Flat flat{first, last_of(context) + 1, context->operands.data()};
  const bool single = context->operands.size() == 1 && first_of(context->operands[0]) == first;
  const Expr* expr = single ? operand_of(flat) : climb(flat, kLowest);
  if (flat.at != flat.end) fail(flat.at);
  return whole(expr, context, place);
}

// Refuses what may be all of an expression only in certain places.
const Expr* AstBuilder::whole(const Expr* expr, Grammar::ExprContext* context, Place place) {
  if (expr->kind == ExprKind::star && !place.star) fail(last_of(context));
  if (expr->kind == ExprKind::interval && !place.interval) fail(last_of(context) + 1);
  if (const auto* value = try_as<DefaultValue>(expr)) {
    if (value->column == nullptr && !place.plain_default) fail(last_of(context) + 1);
  }
  return expr;
}

List<const Expr*> AstBuilder::expressions(const std::vector<Grammar::ExprContext*>& contexts) {
  const auto list = out_.arena->make_array<const Expr*>(contexts.size());
  std::transform(contexts.begin(), contexts.end(), list.begin(),
                 [this](Grammar::ExprContext* item) { return expression(item); });
  return list;
}

// DEFAULT without a column is all of an expression, or none.
void AstBuilder::refuse_default(const Expr* expr, const SqlToken* place) {
  const auto* value = try_as<DefaultValue>(expr);
  if (value != nullptr && value->column == nullptr) fail(place);
}

// Nor is an interval an operand of anything but a sum, and `t.*` of anything.
void AstBuilder::refuse_bare(const Expr* expr, const SqlToken* place) {
  refuse_default(expr, place);
  if (expr->kind == ExprKind::interval) fail(place);
  if (expr->kind == ExprKind::star) fail(place - 1);
}

// Reads operators of at least `level`. Those of one level group from the left.
const Expr* AstBuilder::climb(Flat& flat, int level) {
  const Recursion guard(*this);
  const SqlToken* begin = flat.at;
  const Expr* left = prefixed(flat, level);
  // The right side of a sum ends with the unit, whatever follows.
  if (left->kind == ExprKind::interval && level > kSum) return left;
  bool behind_interval = false;
  int highest = kPrimary;  // `a IN (1) + 2`: what binds tighter than an operator had its turn
  while (flat.at != flat.end) {
    const bool negated = flat.at->type == Kind::kw_not;
    const SqlToken* op_token = flat.at + (negated ? 1 : 0);
    const Operator found = operator_of(op_token->type);
    if (found.level < level) break;
    if (found.level > highest) fail(flat.at);
    // Only MariaDB chains predicates: a LIKE b LIKE c.
    if (found.level == kPredicate && highest == kPredicate) only_mariadb(op_token);
    highest = found.level;
    if (negated && !takes_not(op_token->type)) fail(op_token);
    if (left->kind == ExprKind::star) fail(flat.at);
    if (left->kind == ExprKind::interval && found.level != kSum) fail(flat.at);
    if (const auto* value = try_as<DefaultValue>(left);
        value != nullptr && value->column == nullptr) {
      fail(flat.at);
    }
    if (behind_interval && found.level == kCollate) fail(op_token);
    flat.at = op_token;
    const bool associative = found.level == kOr || found.level == kAnd;
    left = associative ? chain(flat, begin, left, found.level) : infix(flat, begin, left, negated);
    // d + INTERVAL 1 DAY * 2: the unit ends the sum.
    const auto* sum = try_as<Binary>(left);
    behind_interval = sum != nullptr && sum->right->kind == ExprKind::interval;
    if (behind_interval) highest = kPrimary;
  }
  return left;
}

// No comparison, predicate or logic outside of parentheses. `two`: of them, with AND between.
void AstBuilder::check_bit_expression(Grammar::ExprContext* context, bool two) {
  std::size_t operand = 0;
  for (const SqlToken* at = first_of(context); at <= last_of(context); ++at) {
    if (operand < context->operands.size() && at == first_of(context->operands[operand])) {
      at = last_of(context->operands[operand++]);
      continue;
    }
    const Operator found = operator_of(at->type);
    if (at->type == Kind::kw_and && std::exchange(two, false)) continue;
    if (at->type == Kind::kw_not || (found.level >= kLowest && found.level < kBitOr)) fail(at);
  }
}

const Expr* AstBuilder::prefixed(Flat& flat, int level) {
  const SqlToken* token = flat.at;
  UnaryOp op{};
  int operand_level = kUnary;
  switch (token->type) {
    case Kind::kw_not:
      op = UnaryOp::logical_not;
      if (!out_.options.high_not_precedence) {
        if (level > kNot) fail(token);
        operand_level = kNot;
      }
      break;
    case Kind::bang:
      op = UnaryOp::bang;
      break;
    case Kind::minus:
      op = UnaryOp::minus;
      break;
    case Kind::plus:
      op = UnaryOp::plus;
      break;
    case Kind::tilde:
      op = UnaryOp::bit_not;
      break;
    case Kind::kw_binary:
      op = UnaryOp::binary;
      break;
    default:
      return operand_of(flat);
  }
  ++flat.at;
  const Expr* operand = climb(flat, operand_level);
  if (operand->kind == ExprKind::star) fail(flat.at - 1);
  if (operand->kind == ExprKind::interval) fail(flat.at);
  refuse_default(operand, flat.at);
  auto* unary = make<Unary>(token, flat.at - 1);
  unary->op = op;
  unary->operand = operand;
  raise(unary, operand);
  return unary;
}

// An operand; `@name := value` is one, too, and takes all that follows.
const Expr* AstBuilder::operand_of(Flat& flat) {
  Grammar::OperandContext* context = *flat.next++;
  const SqlToken* begin = first_of(context);
  flat.at = last_of(context) + 1;
  const Expr* expr = operand(context);
  if (flat.at == flat.end || flat.at->type != Kind::assign || begin->type != Kind::user_variable) {
    return expr;
  }
  ++flat.at;
  const Expr* value = climb(flat, kLowest);
  refuse_bare(value, flat.at);
  auto* assign = make<Assign>(begin, flat.at - 1);
  assign->variable = as<Variable>(*expr).name;
  assign->value = value;
  raise(assign, value);
  return assign;
}

// The operator at flat.at with what is on its right.
const Expr* AstBuilder::infix(Flat& flat, const SqlToken* begin, const Expr* left, bool negated) {
  const SqlToken* op_token = flat.at;
  const Operator found = operator_of(op_token->type);
  switch (op_token->type) {
    case Kind::kw_is:
      return is_test(flat, begin, left);
    case Kind::kw_in:
      return in(flat, begin, left, negated);
    case Kind::kw_like:
      return like(flat, begin, left, negated);
    case Kind::kw_between:
      return between(flat, begin, left, negated);
    case Kind::kw_collate:
      return collate(flat, begin, left);
    case Kind::arrow:
    case Kind::long_arrow:
      return json_path(flat, begin, left);
    default:
      break;
  }
  if (found.level == kComparison) return comparison(flat, begin, left);
  const bool two_words = op_token->type == Kind::kw_sounds || op_token->type == Kind::kw_member;
  flat.at += two_words ? 2 : 1;
  const bool of = op_token->type == Kind::kw_member;
  if (found.op == BinaryOp::member_of) only_mysql(op_token + (of ? 1 : 0));
  if (found.op == BinaryOp::member_of && flat.at->type != Kind::left_paren) fail(flat.at);
  if (found.op == BinaryOp::member_of) {
    Grammar::OperandContext* list = *flat.next;
    if (list->list == nullptr || list->list->items.size() != 1) fail(last_of(list));
    Grammar::ExprContext* item = list->list->items[0];
    if (first_of(item)->type == Kind::kw_not) fail(first_of(item));
    if (item->operands.size() > 1) fail(last_of(item->operands[0]) + 1);
    const Expr* array = operand_of(flat);
    return binary(found.op, begin, op_token, flat.at, left, array);
  }
  const Expr* right = climb(flat, found.level + 1);
  const BinaryOp op = negated ? BinaryOp::not_regexp : found.op;
  return binary(op, begin, op_token, flat.at, left, right);
}

const Expr* AstBuilder::binary(BinaryOp op, const SqlToken* begin, const SqlToken* op_token,
                               const SqlToken* end, const Expr* left, const Expr* right) {
  // An interval is added, or subtracted from something.
  const bool sum = op == BinaryOp::plus || op == BinaryOp::minus;
  if (left->kind == ExprKind::interval && op != BinaryOp::plus) fail(op_token);
  if (right->kind == ExprKind::interval && (!sum || left->kind == ExprKind::interval)) fail(end);
  if (right->kind == ExprKind::star) fail(end - 1);
  refuse_default(right, end);
  auto* node = make<Binary>(begin, end - 1);
  node->op = op;
  node->left = left;
  node->right = right;
  raise(node, left);
  raise(node, right);
  return node;
}

// A chain of AND or of OR becomes a balanced tree: it may be long, and it means the same.
const Expr* AstBuilder::chain(Flat& flat, const SqlToken* begin, const Expr* first, int level) {
  const BinaryOp op = operator_of(flat.at->type).op;
  std::vector<Term> terms{{first, begin, flat.at}};
  while (flat.at != flat.end && operator_of(flat.at->type).level == level) {
    if (first->kind == ExprKind::interval) fail(flat.at);
    const SqlToken* term_begin = ++flat.at;
    const Expr* term = climb(flat, level + 1);
    if (term->kind == ExprKind::interval) fail(flat.at);
    refuse_default(term, flat.at);
    if (term->kind == ExprKind::star) fail(flat.at - 1);
    terms.push_back({term, term_begin, flat.at});
  }
  return balanced(op, terms);
}

const Expr* AstBuilder::balanced(BinaryOp op, std::span<const Term> terms) {
  if (terms.size() == 1) return terms[0].expr;
  const std::size_t middle = (terms.size() + 1) / 2;
  auto* node = make<Binary>(terms.front().begin, terms.back().end - 1);
  node->op = op;
  node->left = balanced(op, terms.first(middle));
  node->right = balanced(op, terms.subspan(middle));
  raise(node, node->left);
  raise(node, node->right);
  return node;
}

const Expr* AstBuilder::comparison(Flat& flat, const SqlToken* begin, const Expr* left) {
  const SqlToken* op_token = flat.at++;
  const BinaryOp op = operator_of(op_token->type).op;
  if (flat.at->type != Kind::quantifier) {
    const Expr* right = climb(flat, kComparison + 1);
    return binary(op, begin, op_token, flat.at, left, right);
  }
  Grammar::OperandContext* quantified = *flat.next++;
  flat.at = last_of(quantified) + 1;
  auto* node = make<Quantified>(begin, flat.at - 1);
  node->op = op;
  node->left = left;
  node->all = is_word(first_of(quantified), "ALL");
  node->query = query(quantified->special->query);
  raise(node, left);
  raise(node, node->query);
  return node;
}

}  // namespace sluice::parser
