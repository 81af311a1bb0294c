// SPDX-License-Identifier: Apache-2.0
// Operators with a right side of their own: IS, IN, LIKE, BETWEEN, COLLATE and the arrows of JSON.
#include "parser/ast_builder.h"
#include "parser/kind_sets.h"
#include "parser/kind_traits.h"
#include "parser/precedence.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

const Expr* AstBuilder::is_test(Flat& flat, const SqlToken* begin, const Expr* left) {
  ++flat.at;
  const bool negated = flat.at->type == Kind::kw_not;
  if (negated) ++flat.at;
  const SqlToken* what = flat.at;
  // MySQL chains only IS NULL.
  const auto* test = try_as<IsTest>(left);
  if (test != nullptr && begin->type != Kind::left_paren && test->what != IsWhat::null_value) {
    only_mariadb(what);
  }
  auto* node = make<IsTest>(begin, what);
  node->operand = left;
  node->negated = negated;
  if (what->type == Kind::kw_null) {
    node->what = IsWhat::null_value;
  } else if (what->type == Kind::kw_true) {
    node->what = IsWhat::true_value;
  } else if (what->type == Kind::kw_false) {
    node->what = IsWhat::false_value;
  } else if (is_word(what, "UNKNOWN")) {
    node->what = IsWhat::unknown;
  } else {
    fail(what);
  }
  if (last_of(*flat.next) != what) fail(what + 1);
  ++flat.next;
  ++flat.at;
  raise(node, left);
  return node;
}

const Expr* AstBuilder::in(Flat& flat, const SqlToken* begin, const Expr* left, bool negated) {
  ++flat.at;
  Grammar::OperandContext* right = *flat.next++;
  if (first_of(right) != flat.at) fail(flat.at);
  flat.at = last_of(right) + 1;
  if (right->query != nullptr) {
    auto* node = make<InQuery>(begin, flat.at - 1);
    node->operand = left;
    node->query = query(right->query);
    node->negated = negated;
    raise(node, left);
    raise(node, node->query);
    return node;
  }
  if (right->list == nullptr) fail(first_of(right));
  auto* node = make<InList>(begin, flat.at - 1);
  node->operand = left;
  node->items = expressions(right->list->items);
  node->negated = negated;
  raise(node, left);
  raise(node, node->items);
  return node;
}

// MySQL has no operators on the right of a LIKE.
void AstBuilder::check_simple(const Expr* expr, const SqlToken* place) {
  const auto* binary = try_as<Binary>(expr);
  const bool enclosed = place->type == Kind::left_paren;
  if (binary == nullptr || enclosed || binary->op == BinaryOp::concat) return;
  if (one_of(binary->op, BinaryOp::json_get, BinaryOp::json_unquote)) return;
  only_mariadb(place);
}

const Expr* AstBuilder::like(Flat& flat, const SqlToken* begin, const Expr* left, bool negated) {
  const SqlToken* op_token = flat.at;
  ++flat.at;
  const Expr* pattern = climb(flat, kPredicate + 1);
  refuse_bare(pattern, flat.at);
  check_simple(pattern, op_token + 1);
  const Expr* escape = nullptr;
  if (flat.at != flat.end && flat.at->type == Kind::kw_escape) {
    ++flat.at;
    escape = climb(flat, kPredicate + 1);
    refuse_bare(escape, flat.at);
    check_simple(escape, flat.at - 1);
  }
  auto* node = make<Like>(begin, flat.at - 1);
  node->operand = left;
  node->pattern = pattern;
  node->escape = escape;
  node->negated = negated;
  raise(node, left);
  raise(node, pattern);
  raise(node, escape);
  return node;
}

const Expr* AstBuilder::between(Flat& flat, const SqlToken* begin, const Expr* left, bool negated) {
  ++flat.at;
  const SqlToken* low_begin = flat.at;
  const Expr* low = climb(flat, kBetween);
  if (low->kind == ExprKind::between && low_begin->type != Kind::left_paren) only_mariadb(begin);
  refuse_bare(low, flat.at);
  if (flat.at == flat.end || flat.at->type != Kind::kw_and) fail(flat.at);
  ++flat.at;
  const Expr* high = climb(flat, kBetween);
  refuse_bare(high, flat.at);
  auto* node = make<Between>(begin, flat.at - 1);
  node->operand = left;
  node->low = low;
  node->high = high;
  node->negated = negated;
  raise(node, left);
  raise(node, low);
  raise(node, high);
  return node;
}

const Expr* AstBuilder::collate(Flat& flat, const SqlToken* begin, const Expr* left) {
  const SqlToken* name = ++flat.at;
  Grammar::OperandContext* context = *flat.next++;
  const bool is_name = (name->type == Kind::identifier || name->type == Kind::string ||
                        class_of(name->type) == WordClass::free);
  if (!is_name || first_of(context) != name) fail(name);
  if (last_of(context) != name) fail(name + 1);
  ++flat.at;
  auto* node = make<Collate>(begin, name);
  node->operand = left;
  node->collation = identifier(name).text;
  raise(node, left);
  return node;
}

// column -> 'path' and column ->> 'path'
const Expr* AstBuilder::json_path(Flat& flat, const SqlToken* begin, const Expr* left) {
  const SqlToken* op_token = flat.at++;
  only_mysql(op_token);
  Grammar::OperandContext* path = *flat.next++;
  if (left->kind != ExprKind::column || (op_token - 1)->type == Kind::right_paren) fail(op_token);
  if (flat.at->type != Kind::string || last_of(path) != flat.at) fail(flat.at);
  ++flat.at;
  const BinaryOp op = op_token->type == Kind::arrow ? BinaryOp::json_get : BinaryOp::json_unquote;
  return binary(op, begin, op_token, flat.at, left, operand(path));
}

}  // namespace sluice::parser
