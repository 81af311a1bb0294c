// SPDX-License-Identifier: Apache-2.0
// What only some functions take among their arguments, and what the servers refuse there.
#include "parser/ascii.h"
#include "parser/ast_builder.h"
#include "parser/function_rules.h"
#include "parser/kind_sets.h"
#include "parser/kind_traits.h"
#include "parser/server_words.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

// The grammar lets any function have what only some take; the server's complaint is at the extra
// word. `rule` is null for a function like any other.
void AstBuilder::check_call(const FunctionRule* rule, std::string_view name,
                            Grammar::CallTailContext* tail) {
  static constexpr FunctionRule kPlain{.name = {}, .min_args = 0, .max_args = kAnyNumber};
  const FunctionRule& known = rule != nullptr ? *rule : kPlain;
  const SqlToken* inside = first_of(tail) + 1;
  const bool distinct = one_of(inside->type, Kind::kw_distinct, Kind::kw_distinctrow);
  const bool quantified = distinct || inside->type == Kind::kw_all;
  if (distinct && !known.distinct) fail(inside);
  if (inside->type == Kind::kw_all &&
      (!known.aggregate || known.name == "LAST_VALUE" || known.name == "GROUP_CONCAT")) {
    fail(inside);
  }
  const SqlToken* star = quantified ? inside + 1 : inside;
  const bool counts = rule != nullptr && known.name == "COUNT";
  if (star->type == Kind::kw_all && quantified) {  // DISTINCT ALL
    if (counts || known.name == "GROUP_CONCAT") fail(star);
    ++star;
  }
  if (star->type == Kind::star && (!counts || distinct)) fail(star);
  if (star->type != Kind::star) check_arguments(known, tail);
  if (!tail->order.empty() && !known.ordered) fail(first_of(tail->order[0]) - 2);
  if (tail->separator != nullptr) {
    const SqlToken* separator = first_of(tail->separator);
    if (rule == nullptr || known.name != "GROUP_CONCAT") fail(separator - 1);
    const bool text = separator->type == Kind::string || separator->type == Kind::hex ||
                      separator->type == Kind::bit;
    if (!text) fail(separator);
    if (separator->type == Kind::string && last_of(tail->separator) != separator) {
      fail(separator + 1);
    }
  }
  if (tail->within != nullptr &&
      (!out_.options.mariadb || !known.name.starts_with("PERCENTILE_"))) {
    fail(first_of(tail->within));
  }
  if (tail->within == nullptr && known.name.starts_with("PERCENTILE_")) fail(last_of(tail));
  if (tail->limit != nullptr && !known.ordered) fail(first_of(tail->limit));
  if (tail->limit != nullptr) only_mariadb(first_of(tail->limit));
  const bool array = known.name == "JSON_ARRAYAGG";
  if (array && (!tail->order.empty() || quantified)) only_mariadb(inside);
  if (tail->charset != nullptr) {
    if (!equals_upper(name, "CHAR")) fail(first_of(tail->charset) - 1);
    if (first_of(tail->charset)->type == Kind::kw_default) fail(first_of(tail->charset));
  }
  const bool over = tail->over != nullptr || tail->window != nullptr;
  if (over && !known.aggregate && !known.window) {
    const SqlToken* place = tail->over != nullptr ? first_of(tail->over) : first_of(tail->window);
    fail(place - 1);
  }
  if (known.window && !over) fail(last_of(tail) + 1);
  if (known.name == "LAST_VALUE" && !over) only_mariadb(last_of(tail));
  const bool of_window = known.window && known.server == KnownTo::mariadb;
  if (of_window && over) only_mariadb(last_of(tail));
  if (of_window && tail->over != nullptr) fail(first_of(tail->over));
  if (of_window && tail->window != nullptr && !tail->window->order.empty()) {
    fail(first_of(tail->window->order[0]) - 2);
  }
  if (of_window && tail->window != nullptr && tail->window->frame != nullptr) {
    fail(first_of(tail->window->frame));
  }
  check_nulls(known, tail);
  if (of_window && tail->window != nullptr && tail->window->base != nullptr) {
    fail(first_of(tail->window->base));
  }
}

// As many as the function takes: at the `)` if one is missing, at the comma of one too many.
void AstBuilder::check_arguments(const FunctionRule& rule, Grammar::CallTailContext* tail) {
  const auto& args = tail->args;
  const bool several = rule.name == "COUNT" &&
                       one_of((first_of(tail) + 1)->type, Kind::kw_distinct, Kind::kw_distinctrow);
  if (args.size() < rule.min_args) {
    fail(args.empty() ? first_of(tail) + 1 : last_of(args.back()) + 1);
  }
  if (args.size() > rule.max_args && rule.max_args != kAnyNumber && !several) {
    fail(rule.max_args == 0 ? first_of(args[0]) : first_of(args[rule.max_args]) - 1);
  }
  if (rule.precision && !args.empty() &&
      (!one_of(first_of(args[0])->type, Kind::integer, Kind::hex) ||
       last_of(args[0]) != first_of(args[0]))) {
    fail(first_of(args[0]));
  }
  if (rule.precision && !args.empty() && first_of(args[0])->type == Kind::hex) {
    only_mariadb(first_of(args[0]));
    if (is_hex_text(first_of(args[0]))) fail(first_of(args[0]));
  }
}

// x'2c', which to MySQL is the same as 0x2c.
bool AstBuilder::is_hex_text(const SqlToken* token) const {
  return token->type == Kind::hex && text(token)[0] != '0';
}

// A function like any other that is a special one to the other kind of server.
void AstBuilder::check_other_server(const FunctionRule* other, Grammar::CallTailContext* tail) {
  if (other == nullptr || other->server == KnownTo::both) return;
  const std::size_t count = tail->args.size();
  const bool fits =
      count >= other->min_args && (count <= other->max_args || other->max_args == kAnyNumber);
  // What MariaDB has with OVER or with a type is a plain function of MySQL without.
  const bool plain = !other->window && other->name != "COLUMN_GET";
  if (!fits || !plain) {
    out_.options.mariadb ? only_mariadb(first_of(tail)) : only_mysql(first_of(tail));
  }
}

// Loadable functions, which any that is no keyword may be, have names for their arguments; for
// MariaDB's dynamic columns AS tells the type of a value.
void AstBuilder::check_argument_names(const FunctionRule* rule, bool qualified,
                                      Grammar::CallTailContext* tail) {
  const auto& args = tail->args;
  const bool gets = rule != nullptr && rule->name == "COLUMN_GET";
  const bool typed = rule != nullptr && rule->typed;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const SqlToken* behind = last_of(args[i]->value) + 1;
    auto* type = args[i]->type;
    if (gets && i == 1 && type == nullptr) fail(behind);
    if (last_of(args[i]) < behind) continue;
    const bool value = gets ? i == 1 : typed && i > 0 && (args.size() - i) % 2 == 1;
    if (value && type != nullptr) {
      only_mariadb(first_of(type));
      check_dynamic_type(type, gets);
      continue;
    }
    if (rule != nullptr || qualified) fail(behind);
    if (type == nullptr) continue;
    const SqlToken* name = first_of(type);
    if (name != last_of(type) || class_of(name->type) == WordClass::reserved) fail(name);
  }
  if (typed && args.size() % 2 != (rule->name == "COLUMN_ADD" ? 1 : 0)) fail(last_of(tail));
}

// INT, UNSIGNED INT, CHAR, DECIMAL(10, 2), DATETIME(3): the types of dynamic columns.
void AstBuilder::check_dynamic_type(Grammar::ColumnAsContext* type, bool gets) {
  const SqlToken* first = first_of(type);
  const SqlToken* last = last_of(type);
  if (last != first && one_of((first + 1)->type, Kind::kw_char, Kind::kw_character)) {
    if (first->type != Kind::kw_national || last != first + 1) fail(first + 1);
    return;
  }
  switch (first->type) {
    case Kind::kw_unsigned:
      if (gets && last == first) return;
      if (last != first + 1) fail(last == first ? last + 1 : first + 2);
      if (!one_of(last->type, Kind::kw_int, Kind::kw_integer)) fail(last);
      return;
    case Kind::kw_real:
      if (gets) fail(first);
      if (last != first) fail(first + 1);
      return;
    case Kind::kw_int:
    case Kind::kw_integer:
    case Kind::kw_int4:
    case Kind::kw_double:
    case Kind::kw_float:
    case Kind::kw_float4:
    case Kind::kw_float8:
      if (last != first) fail(first + 1);
      return;
    case Kind::kw_varchar:
      fail(first);
    case Kind::kw_binary:
      if (!gets) fail(first);
      return;
    case Kind::kw_char:
    case Kind::kw_character:
      if (last != first &&
          one_of((first + 1)->type, Kind::kw_int, Kind::kw_integer, Kind::kw_precision)) {
        fail(first + 1);
      }
      if (last != first && (first + 1)->type == Kind::left_paren) fail(first + 1);
      return;
    case Kind::kw_decimal:
    case Kind::kw_dec:
      if (last != first && (first + 1)->type != Kind::left_paren) fail(first + 1);
      return;
    default:
      if (last != first && (first + 1)->type != Kind::left_paren) fail(first + 1);
      if (!is_word(first, "DATE") && !is_word(first, "TIME") && !is_word(first, "DATETIME") &&
          !is_word(first, "NCHAR") && !(gets && is_word(first, "SIGNED")) &&
          !(gets && is_spatial_type(text(first)))) {
        fail(first);
      }
  }
}

// Whole numbers, and a flag.
void AstBuilder::check_sequence_values(Grammar::CallTailContext* tail) {
  for (std::size_t i = 1; i < tail->args.size(); ++i) {
    const SqlToken* first = first_of(tail->args[i]);
    if (one_of(first->type, Kind::minus, Kind::plus) && first != last_of(tail->args[i])) ++first;
    const bool flag = i == 2 && one_of(first->type, Kind::kw_true, Kind::kw_false);
    const bool number = first->type == Kind::integer ||
                        (i > 1 && one_of(first->type, Kind::decimal, Kind::floating));
    if (first != last_of(tail->args[i]) || (!number && !flag)) fail(first);
  }
}

}  // namespace sluice::parser
