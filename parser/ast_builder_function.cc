// SPDX-License-Identifier: Apache-2.0
// Calls: plain ones, aggregates, window functions, and those whose arguments have a syntax of their
// own.
#include <algorithm>
#include <array>

#include "parser/ascii.h"
#include "parser/ast_builder.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(),
                     [name](std::string_view item) { return equals_upper(name, item); });
}

// Functions that take DISTINCT or ALL.
bool is_set_function(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "COUNT", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT", "JSON_ARRAYAGG", "JSON_OBJECTAGG"};
  return is_one_of(name, kNames);
}

// Functions whose arguments may be ordered and limited.
bool orders_arguments(std::string_view name) {
  static constexpr std::array<std::string_view, 2> kNames = {"GROUP_CONCAT", "JSON_ARRAYAGG"};
  return is_one_of(name, kNames);
}

bool takes_interval(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kNames = {"DATE_ADD", "DATE_SUB", "ADDDATE",
                                                             "SUBDATE"};
  return is_one_of(name, kNames);
}

}  // namespace

List<OrderItem> AstBuilder::order(const std::vector<Grammar::OrderItemContext*>& contexts) {
  const auto list = out_.arena->make_array<OrderItem>(contexts.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i].expr = expression(contexts[i]->value);
    list[i].descending = last_of(contexts[i])->type == Kind::kw_desc;
    list[i].range = range(contexts[i]);
  }
  return list;
}

// The grammar lets any function have what only some take; the server's complaint is at the extra
// word.
void AstBuilder::check_call(std::string_view name, Grammar::CallTailContext* tail) {
  const SqlToken* inside = first_of(tail) + 1;
  if (inside->type == Kind::star && !equals_upper(name, "COUNT")) fail(inside);
  const bool quantified = inside->type == Kind::kw_distinct || inside->type == Kind::kw_all;
  if (quantified && !is_set_function(name)) fail(inside);
  if (!tail->order.empty() && !orders_arguments(name)) fail(first_of(tail->order[0]) - 2);
  if (tail->separator != nullptr && !equals_upper(name, "GROUP_CONCAT")) {
    fail(first_of(tail->separator) - 1);
  }
  if (tail->limit != nullptr && !orders_arguments(name)) fail(first_of(tail->limit));
  if (tail->charset != nullptr && !equals_upper(name, "CHAR")) fail(first_of(tail->charset) - 1);
}

// `first` is the schema's token, if there is one, else `name`.
const Expr* AstBuilder::call(const SqlToken* first, const SqlToken* name,
                             Grammar::CallTailContext* tail) {
  const std::string_view function = text(name);
  check_call(first == name ? function : std::string_view{}, tail);
  auto* node = make<FunctionCall>(first, last_of(tail));
  node->name = identifier(name);
  if (first != name) node->schema = identifier(first);
  const SqlToken* inside = first_of(tail) + 1;
  node->star = inside->type == Kind::star;
  node->distinct = inside->type == Kind::kw_distinct;

  const Place place{.interval = takes_interval(function)};
  const auto args = out_.arena->make_array<const Expr*>(tail->args.size());
  bool named_argument = false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    args[i] = expression(tail->args[i]->value, place);
    named_argument |= last_of(tail->args[i]) != last_of(tail->args[i]->value);
  }
  node->args = args;
  node->order_by = order(tail->order);
  if (tail->separator != nullptr) node->separator = operand(tail->separator);
  node->over = window(tail);
  const bool null_treatment = tail->nulls != nullptr || tail->from_end != nullptr;
  node->keyword_syntax = named_argument || null_treatment || tail->limit != nullptr ||
                         tail->charset != nullptr || tail->within != nullptr;
  if (tail->within != nullptr) node->order_by = order(tail->within->order);
  raise(node, node->args);
  raise_order(node, node->order_by);
  if (node->over != nullptr) {
    raise(node, node->over->partition_by);
    raise_order(node, node->over->order_by);
  }
  return node;
}

const Expr* AstBuilder::plain_call(const SqlToken* first, const SqlToken* last,
                                   List<const Expr*> args) {
  auto* node = make<FunctionCall>(first, last);
  node->name = identifier(first);
  node->args = args;
  raise(node, args);
  return node;
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
  if (context->frame != nullptr) spec->frame = range(context->frame);
  spec->range = range(context);
  return spec;
}

const Expr* AstBuilder::keyword_function(Grammar::KeywordFunctionContext* context) {
  const SqlToken* first = first_of(context);
  if (first->type == Kind::kw_cast || first->type == Kind::kw_convert) return cast(context);
  if (first->type == Kind::kw_extract || first->type == Kind::kw_timestampadd ||
      first->type == Kind::kw_timestampdiff) {
    check_unit(first + 2);
  }
  auto* node = make<FunctionCall>(first, last_of(context));
  node->name = identifier(first);
  node->args = expressions(context->items);
  node->keyword_syntax = true;
  raise(node, node->args);
  return node;
}

const Expr* AstBuilder::cast(Grammar::KeywordFunctionContext* context) {
  auto* node = make<Cast>(first_of(context), last_of(context));
  node->form = first_of(context)->type == Kind::kw_cast ? CastForm::cast
               : context->type != nullptr               ? CastForm::convert_type
                                                        : CastForm::convert_using;
  node->operand = expression(context->items[0]);
  if (context->zone != nullptr) node->time_zone = range(context->zone);
  node->type = context->type != nullptr ? range(context->type) : range(context->charset);
  raise(node, node->operand);
  return node;
}

}  // namespace sluice::parser
