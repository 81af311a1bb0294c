// SPDX-License-Identifier: Apache-2.0
// Calls: plain ones, aggregates, window functions, and those whose arguments have a syntax of their
// own.
#include <algorithm>

#include "parser/ascii.h"
#include "parser/ast_builder.h"
#include "parser/function_rules.h"
#include "parser/kind_traits.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

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
// word. `rule` is null for a function like any other.
void AstBuilder::check_call(const FunctionRule* rule, std::string_view name,
                            Grammar::CallTailContext* tail) {
  static constexpr FunctionRule kPlain{.name = {}, .min_args = 0, .max_args = kAnyNumber};
  const FunctionRule& known = rule != nullptr ? *rule : kPlain;
  const SqlToken* inside = first_of(tail) + 1;
  const bool quantified = inside->type == Kind::kw_distinct || inside->type == Kind::kw_all;
  if (inside->type == Kind::kw_distinct && !known.distinct) fail(inside);
  if (inside->type == Kind::kw_all && !known.aggregate) fail(inside);
  const SqlToken* star = quantified ? inside + 1 : inside;
  const bool counts = rule != nullptr && known.name == "COUNT";
  if (star->type == Kind::star && (!counts || inside->type == Kind::kw_distinct)) fail(star);
  if (star->type != Kind::star) check_arguments(known, tail);
  if (!tail->order.empty() && !known.ordered) fail(first_of(tail->order[0]) - 2);
  if (tail->separator != nullptr) {
    const SqlToken* separator = first_of(tail->separator);
    if (rule == nullptr || known.name != "GROUP_CONCAT") fail(separator - 1);
    const bool text = separator->type == Kind::string || separator->type == Kind::hex ||
                      separator->type == Kind::bit || separator->type == Kind::introducer;
    if (!text) fail(separator);
  }
  if (tail->within != nullptr &&
      (!out_.options.mariadb || !known.name.starts_with("PERCENTILE_"))) {
    fail(first_of(tail->within));
  }
  if (tail->limit != nullptr && !known.ordered) fail(first_of(tail->limit));
  if (tail->charset != nullptr && !equals_upper(name, "CHAR")) fail(first_of(tail->charset) - 1);
  const bool over = tail->over != nullptr || tail->window != nullptr;
  if (over && !known.aggregate && !known.window) {
    const SqlToken* place = tail->over != nullptr ? first_of(tail->over) : first_of(tail->window);
    fail(place - 1);
  }
  if (known.window && !over) fail(last_of(tail) + 1);
}

// As many as the function takes: at the `)` if one is missing, at the comma of one too many.
void AstBuilder::check_arguments(const FunctionRule& rule, Grammar::CallTailContext* tail) {
  const auto& args = tail->args;
  const bool several = rule.name == "COUNT" && (first_of(tail) + 1)->type == Kind::kw_distinct;
  if (args.size() < rule.min_args) {
    fail(args.empty() ? first_of(tail) + 1 : last_of(args.back()) + 1);
  }
  if (args.size() > rule.max_args && rule.max_args != kAnyNumber && !several) {
    fail(rule.max_args == 0 ? first_of(args[0]) : first_of(args[rule.max_args]) - 1);
  }
  if (rule.precision && !args.empty() &&
      (first_of(args[0])->type != Kind::integer || last_of(args[0]) != first_of(args[0]))) {
    fail(first_of(args[0]));
  }
}

// `first` is the schema's token, if there is one, else `name`.
const Expr* AstBuilder::call(const SqlToken* first, const SqlToken* name,
                             Grammar::CallTailContext* tail) {
  const std::string_view function = text(name);
  const auto& source = out_.tokens.tokens;
  const bool touches = source[name->index].end() == source[first_of(tail)->index].offset ||
                       out_.options.ignore_space;
  const FunctionRule* rule =
      first == name ? function_rule(function, out_.options.mariadb) : nullptr;
  const bool keyword =
      rule != nullptr && (rule->reserved || (rule->window && !out_.options.mariadb));
  if (!touches && !keyword) rule = nullptr;
  // Words that no server takes for a function, and that are names elsewhere.
  if (first == name && (is_word(name, "FOLLOWS") || is_word(name, "HANDLER"))) {
    fail(first_of(tail));
  }
  check_call(rule, first == name ? function : std::string_view{}, tail);
  auto* node = make<FunctionCall>(first, last_of(tail));
  node->name = identifier(name);
  if (first != name) node->schema = identifier(first);
  const SqlToken* inside = first_of(tail) + 1;
  node->star = inside->type == Kind::star ||
               (inside->type == Kind::kw_all && (inside + 1)->type == Kind::star);
  node->distinct = inside->type == Kind::kw_distinct;

  const auto args = out_.arena->make_array<const Expr*>(tail->args.size());
  bool named_argument = false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const bool interval = i == 1 && rule != nullptr && rule->interval;
    args[i] = expression(tail->args[i]->value, {.interval = interval});
    if (interval && rule->needs_interval && args[i]->kind != ExprKind::interval) {
      fail(last_of(tail->args[i]->value) + 1);
    }
    if (const auto* type = tail->args[i]->type; type != nullptr) {
      const bool name_only =
          first_of(type) == last_of(type) && class_of(first_of(type)->type) != WordClass::reserved;
      if (!name_only && !starts_with_upper(function, "COLUMN_")) fail(first_of(type));
    }
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
  if (first->type == Kind::kw_get_format) check_format_type(first + 2);
  check_events(context->events);
  if (first->type == Kind::kw_substring && context->items.size() < 2) fail(last_of(context));
  auto* node = make<FunctionCall>(first, last_of(context));
  node->name = identifier(first);
  node->args = expressions(context->items);
  node->keyword_syntax = true;
  raise(node, node->args);
  return node;
}

void AstBuilder::check_format_type(const SqlToken* token) {
  for (const std::string_view type : {"DATE", "TIME", "DATETIME", "TIMESTAMP"}) {
    if (is_word(token, type)) return;
  }
  fail(token);
}

// JSON_VALUE's ON EMPTY and then its ON ERROR.
void AstBuilder::check_events(const std::vector<Grammar::JsonOnEventContext*>& events) {
  for (std::size_t i = 1; i < events.size(); ++i) {
    const bool in_order =
        is_word(last_of(events[i - 1]), "EMPTY") && is_word(last_of(events[i]), "ERROR");
    if (!in_order) fail(first_of(events[i]));
  }
}

const Expr* AstBuilder::cast(Grammar::KeywordFunctionContext* context) {
  auto* node = make<Cast>(first_of(context), last_of(context));
  if (context->charset != nullptr && first_of(context->charset)->type == Kind::kw_default) {
    fail(first_of(context->charset));
  }
  node->form = first_of(context)->type == Kind::kw_cast ? CastForm::cast
               : context->type != nullptr               ? CastForm::convert_type
                                                        : CastForm::convert_using;
  if (context->type != nullptr && first_of(context->type)->type == Kind::kw_interval &&
      !out_.options.mariadb) {
    fail(first_of(context->type));
  }
  node->operand = expression(context->items[0]);
  if (context->zone != nullptr) node->time_zone = range(context->zone);
  node->type = context->type != nullptr ? range(context->type) : range(context->charset);
  raise(node, node->operand);
  return node;
}

}  // namespace sluice::parser
