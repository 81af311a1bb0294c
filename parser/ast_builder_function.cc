// SPDX-License-Identifier: Apache-2.0
// Calls: plain ones, aggregates, window functions, and those whose arguments have a syntax of their
// own.
#include <algorithm>
#include <array>

#include "parser/ascii.h"
#include "parser/ast_builder.h"
#include "parser/function_rules.h"
#include "parser/kind_sets.h"
#include "parser/kind_traits.h"
#include "parser/server_words.h"
#include "parser/string_body.h"

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

namespace {

// MariaDB's functions of a column or a sequence.
constexpr std::array<std::string_view, 3> kSequences = {"NEXTVAL", "LASTVAL", "SETVAL"};
constexpr std::array<std::string_view, 4> kOfNames = {"VALUE", "NEXTVAL", "LASTVAL", "SETVAL"};

}  // namespace

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
  // To MariaDB it is one where the parenthesis follows directly.
  if (!touches && keyword && rule->window && !rule->reserved) only_mysql(name);
  if (rule == nullptr && first == name && name != group_call_) {
    const bool mariadb = may_be_called(function, true);
    const bool mysql = may_be_called(function, false);
    if (!(out_.options.mariadb ? mariadb : mysql)) fail(first_of(tail));
    if (mariadb != mysql) mariadb ? only_mariadb(name) : only_mysql(name);
    check_other_server(function_rule(function, !out_.options.mariadb), tail);
  }
  if (rule != nullptr && rule->server == KnownTo::mariadb && !may_be_called(function, false)) {
    only_mariadb(name);
  }
  if (out_.options.mariadb && equals_upper(function, "JSON_DUALITY_OBJECT")) only_mariadb(name);
  check_call(rule, first == name ? function : std::string_view{}, tail);
  check_argument_names(rule, first != name, tail);
  if (rule != nullptr && rule->window) check_offset(*rule, tail);
  if (tail->from_end != nullptr) only_mysql(first_of(tail->from_end));
  if (tail->nulls != nullptr) only_mysql(first_of(tail->nulls));
  auto* node = make<FunctionCall>(first, last_of(tail));
  node->name = identifier(name);
  if (first != name) node->schema = identifier(first);
  const SqlToken* inside = first_of(tail) + 1;
  node->star = inside->type == Kind::star ||
               (inside->type == Kind::kw_all && (inside + 1)->type == Kind::star);
  node->distinct = one_of(inside->type, Kind::kw_distinct, Kind::kw_distinctrow);

  const auto args = out_.arena->make_array<const Expr*>(tail->args.size());
  bool named_argument = false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const bool interval = i == 1 && rule != nullptr && rule->interval;
    dotted_name_ = i == 0 && rule != nullptr && is_one_of(name, kSequences);
    args[i] = expression(tail->args[i]->value, {.interval = interval});
    dotted_name_ = false;
    if (interval && rule->needs_interval && args[i]->kind != ExprKind::interval) {
      fail(first_of(tail->args[i]->value));
    }
    named_argument |= last_of(tail->args[i]) != last_of(tail->args[i]->value);
  }
  if (rule != nullptr && is_one_of(name, kOfNames) &&
      (args[0]->kind != ExprKind::column || first_of(tail->args[0])->type == Kind::left_paren)) {
    fail(first_of(tail->args[0]));
  }
  if (rule != nullptr && rule->name == "SETVAL") check_sequence_values(tail);
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

const Expr* AstBuilder::keyword_function(Grammar::KeywordFunctionContext* context) {
  const SqlToken* first = first_of(context);
  if (first->type == Kind::kw_cast || first->type == Kind::kw_convert) return cast(context);
  if (first->type == Kind::kw_extract || first->type == Kind::kw_timestampadd ||
      first->type == Kind::kw_timestampdiff) {
    check_unit(first + 2);
  }
  if (first->type == Kind::sequence_value) {
    only_mariadb(first);
    const bool one_word = (first + 3)->type == Kind::kw_system_time;  // with FOR
    if (one_word || is_charset_introducer(text(first + 3))) fail(first + 3);
  }
  if (first->type == Kind::kw_weight_string) {
    for (const SqlToken* at = last_of(context->items[0]) + 1; at < last_of(context); ++at) {
      if (at->type == Kind::plus) only_mariadb(at);
    }
  }
  if (first->type == Kind::kw_get_format) check_format_type(first + 2);
  if (first->type == Kind::duality_function) only_mysql(first);
  if (first->type == Kind::kw_json_value) check_json_value(context);
  if (first->type == Kind::kw_position) check_bit_expression(context->items[0]);
  if (first->type == Kind::kw_substring) {
    if (context->items.size() < 2) fail(last_of(context));
    if (context->items.size() > 3) fail(first_of(context->items[3]) - 1);
  }
  if (context->levels != nullptr) {
    only_mariadb(first_of(context->levels));
    for (const SqlToken* at = first_of(context->levels); at != last_of(context); ++at) {
      if (at->type == Kind::identifier && !is_word(at, "REVERSE")) fail(at);
    }
  }
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

// MySQL takes a path, a type and what is done about errors; to MariaDB it is a function like any.
void AstBuilder::check_json_value(Grammar::KeywordFunctionContext* context) {
  const auto& items = context->items;
  const bool special = context->returned != nullptr || !context->events.empty();
  if (special && items.size() > 1) only_mysql(last_of(items[1]) + 1);
  check_events(context->events);
  if (special && items[0]->operands.size() > 1) fail(last_of(items[0]->operands[0]) + 1);
  if (context->returned != nullptr) {
    check_cast_type(context->returned);
    if (context->returned->array != nullptr) fail(first_of(context->returned->array));
  }
  const auto* path = items.size() == 2 ? try_as<Literal>(expression(items[1])) : nullptr;
  const bool plain = path != nullptr && path->literal == LiteralKind::string;
  if (special) {
    if (items.size() != 2) fail(items.size() < 2 ? last_of(context) : first_of(items[2]) - 1);
    if (!plain) fail(first_of(items[1]));
  } else if (!plain) {
    only_mariadb(last_of(context));
  }
}

void AstBuilder::check_cast_type(Grammar::CastTypeContext* type) {
  static constexpr std::array<std::string_view, 8> kGeometry = {
      "POINT",        "LINESTRING",         "POLYGON",       "MULTIPOINT", "MULTILINESTRING",
      "MULTIPOLYGON", "GEOMETRYCOLLECTION", "GEOMCOLLECTION"};
  const SqlToken* first = first_of(type);
  if (type->array != nullptr) only_mysql(first_of(type->array));
  if (type->fraction != nullptr || type->collation != nullptr) only_mariadb(last_of(type));
  if (type->collation != nullptr) {
    const SqlToken* before = first_of(type->collation) - 2;
    // The attribute, but not the charset of that name.
    const bool charset =
        (before - 1)->type == Kind::kw_set || (before - 1)->type == Kind::kw_charset;
    if (before->type == Kind::kw_binary && !charset) fail(before + 1);
  }
  switch (first->type) {
    case Kind::kw_national:
    case Kind::kw_real:
    case Kind::kw_year:
    case Kind::kw_json:
      return only_mysql(first);
    case Kind::kw_double:
      if (last_of(type)->type == Kind::kw_precision) only_mysql(last_of(type));
      return;
    case Kind::kw_time:
    case Kind::kw_datetime:
      for (const SqlToken* at = first; at < last_of(type); ++at) {
        if (at->type == Kind::decimal) only_mariadb(at);
      }
      return;
    case Kind::kw_float:
      if (type->precision != nullptr) only_mysql(last_of(type));
      return;
    case Kind::kw_integer:
    case Kind::kw_int:
    case Kind::kw_int4:
    case Kind::kw_varchar:
    case Kind::kw_varcharacter:
    case Kind::kw_interval:
      return only_mariadb(first);
    case Kind::identifier: {
      if (is_word(first, "SQL_TSI_YEAR")) return only_mysql(first);
      const bool geometry =
          std::any_of(kGeometry.begin(), kGeometry.end(),
                      [&](std::string_view name) { return is_word(first, name); });
      if (!geometry && is_server_word(text(first), true)) fail(first);
      if (last_of(type) != first) fail(first + 1);
      if (!geometry) only_mariadb(first);
      return;
    }
    default:
      return;
  }
}

// AT TIME ZONE [INTERVAL] 'zone', AT LOCAL: of a DATETIME.
void AstBuilder::check_time_zone(Grammar::TimeZoneContext* zone, Grammar::CastTypeContext* type) {
  const SqlToken* word = first_of(zone) + 1;
  only_mysql(first_of(zone));
  const bool local = last_of(zone) == word;
  if (!is_word(word, local ? "LOCAL" : "TIME")) fail(word);
  if (!local && !is_word(word + 1, "ZONE")) fail(word + 1);
  if (first_of(type)->type != Kind::kw_datetime) fail(first_of(type));
}

void AstBuilder::check_event(Grammar::JsonOnEventContext* event) {
  const SqlToken* what = first_of(event);
  if (what->type == Kind::identifier && !is_word(what, "ERROR")) fail(what);
  if (last_of(event)->type == Kind::identifier && !is_word(last_of(event), "ERROR")) {
    fail(last_of(event));
  }
  if (event->value == nullptr) return;
  const SqlToken* first = first_of(event->value);
  const bool bare = !one_of(first->type, Kind::left_paren, Kind::left_brace, Kind::parameter);
  if (first->type == Kind::kw_null) only_mariadb(first);
  const bool sign = one_of((first - 1)->type, Kind::minus, Kind::plus);
  const bool number = one_of(first->type, Kind::integer, Kind::decimal, Kind::floating);
  if (!bare || (sign && !number) || operand(event->value)->kind != ExprKind::literal) fail(first);
}

// ON EMPTY and then ON ERROR.
void AstBuilder::check_events(const std::vector<Grammar::JsonOnEventContext*>& events) {
  for (Grammar::JsonOnEventContext* event : events) check_event(event);
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
  if (context->type != nullptr) check_cast_type(context->type);
  if (context->zone != nullptr) check_time_zone(context->zone, context->type);
  if (context->zone != nullptr) node->time_zone = range(context->zone);
  node->type = context->type != nullptr ? range(context->type) : range(context->charset);
  raise(node, node->operand);
  return node;
}

}  // namespace sluice::parser
