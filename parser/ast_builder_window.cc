// SPDX-License-Identifier: Apache-2.0
// Windows, their frames, and the functions that need one.
#include "parser/ast_builder.h"
#include "parser/function_rules.h"
#include "parser/kind_sets.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

// RESPECT NULLS and FROM FIRST.
void AstBuilder::check_nulls(const FunctionRule& rule, Grammar::CallTailContext* tail) {
  const bool picks = rule.name == "FIRST_VALUE" || rule.name == "LAST_VALUE" ||
                     rule.name == "LEAD" || rule.name == "LAG" || rule.name == "NTH_VALUE";
  if (tail->nulls != nullptr && !picks) {
    fail(first_of(tail->nulls) + (rule.aggregate ? 1 : 0));
  }
  if (tail->from_end != nullptr && rule.name != "NTH_VALUE") fail(first_of(tail->from_end));
}

// MySQL has a number, a parameter or a variable there, MariaDB no default behind it.
void AstBuilder::check_offset(const FunctionRule& rule, Grammar::CallTailContext* tail) {
  const bool moves = rule.name == "LEAD" || rule.name == "LAG";
  if (moves && tail->args.size() == 3) only_mysql(first_of(tail->args[2]));
  const std::size_t place = rule.name == "NTILE" ? 0 : 1;
  if ((!moves && rule.name != "NTILE" && rule.name != "NTH_VALUE") || tail->args.size() <= place) {
    return;
  }
  const auto* offset = tail->args[place]->value;
  const SqlToken* begin = first_of(offset);
  if (rule.name == "NTH_VALUE" && begin->type == Kind::minus && begin != last_of(offset)) ++begin;
  const bool plain = !one_of(begin->type, Kind::string, Kind::national_string, Kind::decimal,
                             Kind::floating, Kind::hex, Kind::bit, Kind::kw_true, Kind::kw_false);
  const bool takes_any = rule.name == "NTH_VALUE";
  if (begin != last_of(offset) || (!plain && !takes_any)) only_mariadb(first_of(offset));
}

const WindowSpec* AstBuilder::window(Grammar::CallTailContext* tail) {
  if (tail->window != nullptr) return window(tail->window);
  if (tail->over == nullptr) return nullptr;
  auto* spec = out_.arena->make<WindowSpec>();
  spec->name = identifier(tail->over);
  spec->range = range(tail->over);
  return spec;
}

const WindowSpec* AstBuilder::window(Grammar::WindowSpecContext* context) {
  auto* spec = out_.arena->make<WindowSpec>();
  spec->name = identifier(context->base);
  spec->partition_by = expressions(context->partition);
  spec->order_by = order(context->order);
  if (context->frame != nullptr) {
    spec->frame = range(context->frame);
    if (first_of(context->frame)->type == Kind::kw_groups) only_mysql(first_of(context->frame));
    const SqlToken* last = last_of(context->frame);
    if (last->type == Kind::identifier && !is_word(last, "OTHERS")) fail(last);
    for (Grammar::FrameBoundContext* bound : context->frame->bounds) check_bound(bound);
    if (context->frame->bounds.size() == 1) {
      const SqlToken* end = last_of(context->frame->bounds[0]);
      if (end->type == Kind::kw_following) fail(end);
    }
  }
  spec->range = range(context);
  return spec;
}

// UNBOUNDED, CURRENT, a literal, or MySQL's parameters and intervals.
void AstBuilder::check_bound(Grammar::FrameBoundContext* bound) {
  const SqlToken* first = first_of(bound);
  if (last_of(bound)->type == Kind::kw_row) {
    if (first->type != Kind::kw_current || last_of(bound) != first + 1) fail(first);
    return;
  }
  if (first->type == Kind::kw_unbounded && last_of(bound) == first + 1) return;
  const Expr* value = operand(bound->value);
  if (one_of(first->type, Kind::left_paren, Kind::left_brace)) fail(first);
  const bool interval = value->kind == ExprKind::interval;
  if (interval || value->kind == ExprKind::parameter) return only_mysql(first);
  if (value->kind != ExprKind::literal) fail(first);
  if (!one_of(first->type, Kind::integer, Kind::decimal, Kind::floating)) only_mariadb(first);
}

}  // namespace sluice::parser
