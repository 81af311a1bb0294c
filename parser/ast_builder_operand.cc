// SPDX-License-Identifier: Apache-2.0
// Operands: literals, names, parentheses, CASE and the like.
#include <algorithm>
#include <array>
#include <string>

#include "parser/ascii.h"
#include "parser/ast_builder.h"
#include "parser/interval_unit.h"
#include "parser/keyword_table.h"
#include "parser/kind_traits.h"
#include "parser/string_body.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

// By the first token; the last cases are contexts of their own.
const Expr* AstBuilder::operand(Grammar::OperandContext* context) {
  const SqlToken* first = first_of(context);
  const SqlToken* last = last_of(context);
  switch (first->type) {
    case Kind::integer:
      return literal(LiteralKind::integer, first, last);
    case Kind::decimal: {
      const bool whole = out_.tokens.tokens[first->index].kind == Kind::integer;
      return literal(whole ? LiteralKind::integer : LiteralKind::decimal, first, last);
    }
    case Kind::floating:
      return literal(LiteralKind::floating, first, last);
    case Kind::hex:
      return literal(LiteralKind::hex, first, last);
    case Kind::bit:
      return literal(LiteralKind::bit, first, last);
    case Kind::kw_null:
      return literal(LiteralKind::null_value, first, last);
    case Kind::kw_true:
      return literal(LiteralKind::true_value, first, last);
    case Kind::kw_false:
      return literal(LiteralKind::false_value, first, last);
    case Kind::string:
    case Kind::national_string:
      return literal(LiteralKind::string, first, last);
    case Kind::introducer:
    case Kind::temporal_word:
      return introduced(context);
    case Kind::parameter:
      return parameter(first);
    case Kind::user_variable:
      return user_variable(first);
    case Kind::at_at:
      return system_variable(first, last);
    case Kind::left_paren:
      return parenthesized(context->list);
    case Kind::query_paren:
      return subquery(context);
    default:
      return context->special != nullptr ? special(context->special) : name_chain(context);
  }
}

const Expr* AstBuilder::literal(LiteralKind kind, const SqlToken* first, const SqlToken* last) {
  auto* node = make<Literal>(first, last);
  node->literal = kind;
  node->token = first->index;
  if (kind == LiteralKind::null_value && text(first)[0] == '\\') only_mariadb(first);
  if (first->type == Kind::national_string) node->introducer = text(first).substr(0, 1);
  return node;
}

// _utf8mb4'text', _binary x'41', DATE'2024-01-01'
const Expr* AstBuilder::introduced(Grammar::OperandContext* context) {
  const SqlToken* word = first_of(context);
  const SqlToken* value = word + 1;
  LiteralKind kind = LiteralKind::string;
  if (value->type == Kind::hex) kind = LiteralKind::hex;
  if (value->type == Kind::bit) kind = LiteralKind::bit;
  if (word->type == Kind::temporal_word) {
    kind = is_word(word, "DATE")   ? LiteralKind::date
           : is_word(word, "TIME") ? LiteralKind::time
                                   : LiteralKind::timestamp;
  }
  auto* node = make<Literal>(word, last_of(context));
  node->literal = kind;
  node->token = value->index;
  if (word->type == Kind::introducer) node->introducer = text(word).substr(1);
  return node;
}

const Expr* AstBuilder::parameter(const SqlToken* token) {
  auto* node = make<Parameter>(token, token);
  const auto place = std::lower_bound(parameters_.begin(), parameters_.end(), token->index);
  node->ordinal = static_cast<std::uint32_t>(place - parameters_.begin());
  return node;
}

const Expr* AstBuilder::user_variable(const SqlToken* token) {
  const std::string_view name = text(token).substr(1);
  auto* node = make<Variable>(token, token);
  node->scope = VariableScope::user;
  node->name = name;
  if (name.empty()) {
    if (out_.options.mariadb) fail(token + 1);
    unrouted_ = "a user variable without a name";
    return node;
  }
  if (name[0] == '`') node->name = unquoted(name);
  if (name[0] == '\'' || name[0] == '"') {
    LexOptions options = out_.options;
    options.ansi_quotes = false;  // @"name" is quoted in either mode
    std::string value;
    decode_literal(name, options, value);
    node->name = out_.arena->copy_text(value);
  }
  return node;
}

// A keyword is none, also before a dot.
void AstBuilder::check_variable_name(const SqlToken* name) {
  const std::string_view written = text(name);
  if (written.starts_with('"')) fail(name);
  const Kind word =
      kKeywords.find(written.data(), written.size(), out_.sql.data() + out_.sql.size());
  if (word == Kind::identifier) return;
  const WordClass known = class_of(word);
  if (known == WordClass::reserved) fail(name);
  if (known == WordClass::mysql) only_mariadb(name);
  if (known == WordClass::mariadb) only_mysql(name);
}

// @@name, @@scope.name, and @@cache.key_buffer_size, whose name is all of it.
const Expr* AstBuilder::system_variable(const SqlToken* first, const SqlToken* last) {
  static constexpr std::array<std::pair<std::string_view, VariableScope>, 5> kScopes = {
      {{"GLOBAL", VariableScope::global},
       {"SESSION", VariableScope::session},
       {"LOCAL", VariableScope::session},
       {"PERSIST", VariableScope::persist},
       {"PERSIST_ONLY", VariableScope::persist}}};
  auto* node = make<Variable>(first, last);
  node->scope = VariableScope::unspecified;
  const SqlToken* name = first + 1;
  const auto& source = out_.tokens.tokens;
  if (first->type == Kind::at_at && source[first->index].end() != source[name->index].offset) {
    fail(name);
  }
  if (first->type == Kind::at_at) check_variable_name(name);
  if (name == last) {
    for (const auto& [word, scope] : kScopes) {
      if (is_word(name, word) && scope != VariableScope::persist) fail(name + 1);
    }
    node->name = identifier(name).text;
    return node;
  }
  if ((name + 2)->type == Kind::string) {
    const bool scoped = std::any_of(kScopes.begin(), kScopes.end(), [&](const auto& scope) {
      return is_word(name, scope.first) && scope.second != VariableScope::persist;
    });
    if (!scoped) fail(name + 2);
  }
  for (const auto& [word, scope] : kScopes) {
    if (!is_word(name, word)) continue;
    node->scope = scope;
    node->name = identifier(last).text;
    // @@global.cache.key_buffer_size
    if (last - name == 4) {
      node->name = out_.arena->copy_text(std::string(identifier(last - 2).text) + '.' +
                                         std::string(node->name));
    }
    return node;
  }
  if (last - name == 4) fail(last - 1);
  node->name = out_.arena->copy_text(std::string(identifier(name).text) + '.' +
                                     std::string(identifier(last).text));
  return node;
}

// a, t.a, s.t.a, t.*, s.t.*, f(..), s.f(..), .t.a
const Expr* AstBuilder::name_chain(Grammar::OperandContext* context) {
  const SqlToken* first = first_of(context);
  const SqlToken* last = last_of(context);
  const bool dotted = last != first && (first + 1)->type == Kind::dot;
  // `_utf8mb4` introduces a text, also where a dot follows.
  if (dotted && is_charset_introducer(text(first))) fail(first + 1);
  if (context->call != nullptr) {
    const SqlToken* name = first_of(context->call) - 1;
    if (name - first > 2) {  // schema.package.routine()
      if (!out_.options.mariadb) fail(name + 1);
      only_mariadb(name + 1);
      unrouted_ = "a call of a package's routine";
    }
    return call(first, name, context->call);
  }
  if (last->type != Kind::star) return column(first, last);
  auto* star = make<Star>(first, last);
  star->table = identifier(last - 2);
  if (last - first > 2) star->schema = identifier(first);
  return star;
}

const ColumnRef* AstBuilder::column(Grammar::ColumnNameContext* context) {
  const SqlToken* first = first_of(context);
  if (first != last_of(context) && is_charset_introducer(text(first))) fail(first);
  return column(first, last_of(context));
}

const ColumnRef* AstBuilder::column(const SqlToken* first, const SqlToken* last) {
  auto* node = make<ColumnRef>(first, last);
  node->column = identifier(last);
  const auto length = last - first;
  if (first->type == Kind::dot) {
    if (length == 1 && !dotted_name_) fail(last + 1);
    only_mariadb(first);
  }
  if (length >= 2 && (last - 2)->type != Kind::dot) node->table = identifier(last - 2);
  if (length >= 4) node->schema = identifier(last - 4);
  return node;
}

const Expr* AstBuilder::parenthesized(Grammar::ExpressionListContext* context) {
  if (context->items.size() == 1) {
    const Recursion guard(*this);
    return expression(context->items[0]);
  }
  return row(context, first_of(context));
}

const Expr* AstBuilder::row(Grammar::ExpressionListContext* context, const SqlToken* begin) {
  auto* node = make<Row>(begin, last_of(context));
  node->items = expressions(context->items);
  raise(node, node->items);
  return node;
}

const Expr* AstBuilder::subquery(Grammar::OperandContext* context) {
  auto* node = make<Subquery>(first_of(context), last_of(context));
  node->query = query(context->query);
  raise(node, node->query);
  return node;
}

const Expr* AstBuilder::special(Grammar::SpecialOperandContext* context) {
  const SqlToken* first = first_of(context);
  const SqlToken* last = last_of(context);
  if (context->function != nullptr) return keyword_function(context->function);
  if (context->call != nullptr) return call(first, first, context->call);
  switch (first->type) {
    case Kind::row_function:
      if (context->list->items.size() == 1) fail(last);
      return row(context->list, first);
    case Kind::kw_exists: {
      auto* node = make<Exists>(first, last);
      node->query = query(context->query);
      raise(node, node->query);
      return node;
    }
    case Kind::quantifier:
      fail(first + 1);  // not behind a comparison
    case Kind::kw_case:
      return case_when(context);
    case Kind::kw_interval:
      return interval(context);
    case Kind::interval_function:
      return plain_call(first, last, expressions(context->list->items));
    case Kind::kw_default:
      return default_value(context);
    case Kind::kw_ignore:
      if (!out_.options.mariadb) fail(first);
      only_mariadb(first);
      unrouted_ = "the value IGNORE";
      return make<DefaultValue>(first, last);
    case Kind::values_function: {
      if (!on_duplicate_) only_mysql(first);
      const auto args = out_.arena->make_array<const Expr*>(1);
      args[0] = column(context->columns[0]);
      return plain_call(first, last, args);
    }
    case Kind::left_brace:
      return braces(context);
    case Kind::kw_match:
      return match(context);
    default: {
      // CURRENT_TIMESTAMP and its like, with or without parentheses and precision.
      auto* node = make<FunctionCall>(first, last);
      node->name = identifier(first);
      node->no_parentheses = first == last;
      if (last - first == 2) return node;
      if (first != last) {
        const bool no_precision =
            first->type == Kind::kw_current_date || first->type == Kind::kw_utc_date ||
            first->type == Kind::kw_current_user || first->type == Kind::kw_current_role;
        if (no_precision) fail(first + 2);
        const auto args = out_.arena->make_array<const Expr*>(1);
        const bool hex = (first + 2)->type == Kind::hex;
        if (hex) only_mariadb(first + 2);
        if (is_hex_text(first + 2)) fail(first + 2);
        args[0] = literal(hex ? LiteralKind::hex : LiteralKind::integer, first + 2, first + 2);
        node->args = args;
        raise(node, args[0]);
      }
      return node;
    }
  }
}

const Expr* AstBuilder::case_when(Grammar::SpecialOperandContext* context) {
  auto* node = make<CaseWhen>(first_of(context), last_of(context));
  if (!context->items.empty()) node->operand = expression(context->items[0]);
  const auto branches = out_.arena->make_array<WhenThen>(context->branches.size());
  for (std::size_t i = 0; i < branches.size(); ++i) {
    branches[i].when = expression(context->branches[i]->when);
    branches[i].then = expression(context->branches[i]->then);
    raise(node, branches[i].when);
    raise(node, branches[i].then);
  }
  node->branches = branches;
  if (context->otherwise != nullptr) node->otherwise = expression(context->otherwise);
  raise(node, node->operand);
  raise(node, node->otherwise);
  return node;
}

void AstBuilder::check_unit(const SqlToken* token) {
  const bool name = token->type == Kind::identifier || class_of(token->type) == WordClass::free;
  if (name && !is_simple_unit(text(token))) fail(token);
}

const Expr* AstBuilder::interval(Grammar::SpecialOperandContext* context) {
  const SqlToken* unit = last_of(context);
  check_unit(unit);
  auto* node = make<Interval>(first_of(context), unit);
  node->amount = expression(context->items[0]);
  node->unit = text(unit);
  raise(node, node->amount);
  return node;
}

const Expr* AstBuilder::default_value(Grammar::SpecialOperandContext* context) {
  auto* node = make<DefaultValue>(first_of(context), last_of(context));
  if (!context->columns.empty()) node->column = column(context->columns[0]);
  return node;
}

const Expr* AstBuilder::match(Grammar::SpecialOperandContext* context) {
  auto* node = make<Match>(first_of(context), last_of(context));
  const auto columns = out_.arena->make_array<const Expr*>(context->columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = column(context->columns[i]);
  node->columns = columns;
  check_bit_expression(context->items[0]);
  node->against = expression(context->items[0]);
  if (context->modifier != nullptr) node->modifier = range(context->modifier);
  raise(node, node->columns);
  raise(node, node->against);
  return node;
}

// ODBC's escapes: {d '2024-01-01'}, {t ..}, {ts ..}; any other word means nothing.
const Expr* AstBuilder::braces(Grammar::SpecialOperandContext* context) {
  const Expr* inner = expression(context->items[0]);
  const SqlToken* word = first_of(context) + 1;
  const auto* string = try_as<Literal>(inner);
  if (string == nullptr || string->literal != LiteralKind::string) return inner;
  const bool date = is_word(word, "D");
  const bool time = is_word(word, "T");
  if (!date && !time && !is_word(word, "TS")) return inner;
  auto* node = make<Literal>(first_of(context), last_of(context));
  node->literal = date ? LiteralKind::date : time ? LiteralKind::time : LiteralKind::timestamp;
  node->token = string->token;
  return node;
}

}  // namespace sluice::parser
