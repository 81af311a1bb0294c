// SPDX-License-Identifier: Apache-2.0
// SET, SHOW, USE, transactions, EXPLAIN.
#include <algorithm>
#include <string>

#include "parser/ast_builder.h"
#include "parser/kind_sets.h"
#include "parser/string_body.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

namespace {

VariableScope scope_of(const SqlToken* token) {
  switch (token->type) {
    case Kind::kw_global:
      return VariableScope::global;
    case Kind::kw_session:
    case Kind::kw_local:
      return VariableScope::session;
    case Kind::kw_persist:
    case Kind::kw_persist_only:
      return VariableScope::persist;
    default:
      return VariableScope::unspecified;
  }
}

}  // namespace

// ------------------------------------------------------------------------------------------------
// SET

const Statement* AstBuilder::set(Grammar::SetStatementContext* context) {
  auto* node = make_statement<SetStatement>(context, StatementKind::set);
  std::vector<SetItem> items;
  for (Grammar::SetItemContext* item : context->items) {
    SetItem* before = items.empty() ? nullptr : &items.back();
    SetItem next{};
    if (set_item(item, before, next)) items.push_back(next);
  }
  node->items = out_.arena->copy(items);
  return node;
}

// One isolation level and one access mode at most.
void AstBuilder::check_characteristic(TokenRange before, const SqlToken* next) {
  const auto& source = out_.tokens.tokens;
  for (std::uint32_t i = before.begin; i < before.end; ++i) {
    if (source[i].kind == Kind::comma) fail(next - 1);
  }
  if (source[before.begin].kind == source[next->index].kind) fail(next);
}

// False if the item was a further characteristic of the transaction `before`.
bool AstBuilder::set_item(Grammar::SetItemContext* context, SetItem* before, SetItem& out) {
  const SqlToken* first = first_of(context);
  out.range = range(context);
  if (context->characteristics != nullptr) {
    if (first_of(context->characteristics) == first) {
      if (before == nullptr || before->form != SetForm::transaction) fail(first);
      check_characteristic(before->characteristics, first);
      before->characteristics.end = before->range.end = out.range.end;
      return false;
    }
    if (before != nullptr) fail(first);
    out.form = SetForm::transaction;
    out.scope = scope_of(first);
    out.characteristics = range(context->characteristics);
    return true;
  }
  if (context->charset != nullptr) {
    if (before != nullptr && before->form == SetForm::transaction) fail(first);
    out.form = first->type == Kind::kw_names ? SetForm::names : SetForm::character_set;
    out.charset = charset(context->charset);
    if (context->collation != nullptr) {
      out.collation = charset(context->collation);
      const SqlToken* collation = first_of(context->collation);
      if (collation->type == Kind::kw_default) only_mariadb(collation);
    }
    return true;
  }
  if (before != nullptr && before->form == SetForm::transaction) fail(first);
  out.form = SetForm::variable;
  out.scope = scope_of(first);
  if (first->type == Kind::user_variable) {
    const auto* variable = static_cast<const Variable*>(user_variable(first));
    out.scope = variable->scope;
    out.name = variable->name;
  } else {
    const SqlToken* begin = first_of(context->variable);
    const bool prefixed = first->type == Kind::at_at;
    if (begin != last_of(context->variable) && is_charset_introducer(text(begin))) fail(begin + 1);
    if (begin == first) {
      if (last_of(context->variable) == begin && is_word(begin, "NAMES")) {
        fail(last_of(context->value) + 1);
      }
    }
    if (!prefixed && last_of(context->variable) - begin == 4) fail(begin + 3);
    if (out.scope == VariableScope::persist && !prefixed) only_mysql(first);
    if (is_word(begin, "PERSIST") && begin == last_of(context->variable)) only_mariadb(begin);
    // What system_variable() reads begins with the `@@` before the name.
    const auto* variable =
        static_cast<const Variable*>(system_variable(begin - 1, last_of(context->variable)));
    if (prefixed) out.scope = variable->scope;
    out.name = variable->name;
  }
  out.value = set_value(context->value);
  const bool word = first->type == Kind::user_variable && context->value->value == nullptr;
  if (word) fail(first_of(context->value));
  const bool to_default = out.value == nullptr && first->type == Kind::user_variable;
  if (to_default) fail(last_of(context->value) + 1);
  return true;
}

const Expr* AstBuilder::set_value(Grammar::SetValueContext* context) {
  const SqlToken* first = first_of(context);
  if (context->value == nullptr) return column(first, first);
  if (first->type == Kind::kw_ignore) fail(first);
  const Expr* value = expression(context->value, {.plain_default = true});
  const auto* plain = try_as<DefaultValue>(value);
  return plain != nullptr && plain->column == nullptr ? nullptr : value;
}

std::string_view AstBuilder::charset(Grammar::CharsetNameContext* context) {
  const SqlToken* token = first_of(context);
  return token->type == Kind::kw_default ? std::string_view{} : identifier(token).text;
}

// -----------------------------------------------------------------------------------------------
// SHOW

namespace {

// By the word behind the modifiers.
ShowKind show_kind(const SqlToken* word) {
  switch (word->type) {
    case Kind::kw_databases:
    case Kind::kw_schemas:
      return ShowKind::databases;
    case Kind::kw_tables:
      return ShowKind::tables;
    case Kind::kw_table:
      return ShowKind::table_status;
    case Kind::kw_columns:
    case Kind::kw_fields:
      return ShowKind::columns;
    case Kind::kw_index:
    case Kind::kw_indexes:
    case Kind::kw_keys:
      return ShowKind::index;
    case Kind::kw_create:
      return (word + 1)->type == Kind::kw_table ? ShowKind::create_table
                                                : ShowKind::create_database;
    case Kind::kw_variables:
      return ShowKind::variables;
    case Kind::kw_status:
      return ShowKind::status;
    case Kind::kw_warnings:
      return ShowKind::warnings;
    case Kind::kw_errors:
      return ShowKind::errors;
    case Kind::kw_count:
      return (word + 4)->type == Kind::kw_warnings ? ShowKind::count_warnings
                                                   : ShowKind::count_errors;
    case Kind::kw_storage:
    case Kind::kw_engines:
      return ShowKind::engines;
    case Kind::kw_collation:
      return ShowKind::collation;
    case Kind::kw_charset:
    case Kind::character_set:
      return ShowKind::character_set;
    case Kind::kw_processlist:
      return ShowKind::processlist;
    case Kind::kw_grants:
      return ShowKind::grants;
    default:
      return ShowKind::other;
  }
}

bool may_be_full(ShowKind kind) {
  return kind == ShowKind::tables || kind == ShowKind::columns || kind == ShowKind::processlist;
}

bool may_be_extended(ShowKind kind) {
  return kind == ShowKind::tables || kind == ShowKind::columns || kind == ShowKind::index;
}

}  // namespace

const Statement* AstBuilder::show(Grammar::ShowStatementContext* context) {
  auto* node = make_statement<ShowStatement>(context, StatementKind::show);
  const SqlToken* word = first_of(context) + 1;
  node->full = context->full != nullptr;
  node->scope = VariableScope::unspecified;
  word += (context->extended != nullptr) + (context->full != nullptr);
  if (context->scope != nullptr) node->scope = scope_of(word++);
  node->what = show_kind(word);
  if (node->full && !may_be_full(node->what)) fail(word);
  if (context->extended != nullptr && !may_be_extended(node->what)) fail(word);
  if (context->extended != nullptr) only_mysql(word - 1);
  const bool counts =
      node->what == ShowKind::count_warnings || node->what == ShowKind::count_errors;
  if (counts && context->limit != nullptr) fail(first_of(context->limit));

  if (context->table != nullptr) node->table = table_name(context->table);
  if (context->from != nullptr) node->database = identifier(context->from->database);
  if (context->database != nullptr) node->database = identifier(context->database);
  if (context->filter != nullptr) {
    if (context->filter->pattern != nullptr) node->like = operand(context->filter->pattern);
    if (context->filter->where != nullptr) node->where = expression(context->filter->where);
    if (node->what == ShowKind::index && node->like != nullptr) fail(first_of(context->filter));
    const auto* pattern = try_as<Literal>(node->like);
    const bool string = pattern != nullptr && pattern->literal == LiteralKind::string;
    const bool plain = string && pattern->introducer.empty();
    const bool enclosed =
        node->like != nullptr && first_of(context->filter->pattern)->type != Kind::string;
    if (node->like != nullptr && (!plain || enclosed)) fail(first_of(context->filter->pattern));
    if (node->like != nullptr && node->like->range.end - node->like->range.begin > 1) {
      fail(first_of(context->filter->pattern) + 1);
    }
  }
  if (context->limit != nullptr) {
    TokenRange rows_examined;
    node->limit = limit(context->limit, &rows_examined);
    if (!rows_examined.empty()) unrouted_ = "SHOW with ROWS EXAMINED";
  }
  if (context->using_ != nullptr) only_mysql(static_cast<const SqlToken*>(context->using_));
  return node;
}

const Statement* AstBuilder::use(Grammar::UseStatementContext* context) {
  auto* node = make_statement<UseStatement>(context, StatementKind::use);
  node->database = identifier(context->database);
  return node;
}

// ---------------------------------------------------------------------------------------
// transactions

const Statement* AstBuilder::begin(Grammar::BeginStatementContext* context) {
  auto* node = make_statement<BeginStatement>(context, StatementKind::begin);
  for (const Grammar::StartOptionContext* option : context->options) {
    switch (last_of(option)->type) {
      case Kind::kw_only:
        node->read_only = true;
        break;
      case Kind::kw_write:
        node->read_write = true;
        break;
      default:
        node->consistent_snapshot = true;
    }
    if (node->read_only && node->read_write) fail(last_of(option));
  }
  return node;
}

const Statement* AstBuilder::end_transaction(Grammar::EndTransactionContext* context) {
  if (context->target != nullptr) {
    auto* node = make_statement<SavepointStatement>(context, StatementKind::rollback_to);
    node->name = identifier(context->target);
    return node;
  }
  const bool commit = first_of(context)->type == Kind::kw_commit;
  auto* node = make_statement<EndTransactionStatement>(
      context, commit ? StatementKind::commit : StatementKind::rollback);
  node->chain = context->chain != nullptr && (first_of(context->chain) + 1)->type == Kind::kw_chain;
  node->release =
      context->release != nullptr && first_of(context->release)->type == Kind::kw_release;
  if (node->chain && node->release) fail(first_of(context->release));
  return node;
}

const Statement* AstBuilder::savepoint(Grammar::SavepointStatementContext* context) {
  const bool release = first_of(context)->type == Kind::kw_release;
  auto* node = make_statement<SavepointStatement>(
      context, release ? StatementKind::release_savepoint : StatementKind::savepoint);
  node->name = identifier(context->target);
  return node;
}

// --------------------------------------------------------------------------------------------
// EXPLAIN

const Statement* AstBuilder::explain(Grammar::ExplainStatementContext* context) {
  if (context->table != nullptr) {
    auto* node = make_statement<DescribeStatement>(context, StatementKind::describe);
    node->table = table_name(context->table);
    if (context->column != nullptr) {
      node->column = column(first_of(context->column), first_of(context->column));
    } else if (context->pattern != nullptr) {
      node->column = literal(LiteralKind::string, last_of(context), last_of(context));
    }
    return node;
  }
  if (context->connection != nullptr) {
    const SqlToken* first = first_of(context->connection);
    const bool number =
        one_of(first->type, Kind::integer, Kind::decimal) && first == last_of(context->connection);
    if (!number) only_mariadb(first);
    expression(context->connection);
    auto* node = make_statement<OtherStatement>(context, StatementKind::other);
    node->name = "EXPLAIN FOR CONNECTION";
    return node;
  }
  auto* node = make_statement<ExplainStatement>(context, StatementKind::explain);
  Grammar::ExplainableContext* explained = context->explained;
  if (context->into != nullptr) {
    only_mysql(static_cast<const SqlToken*>(context->into));
    unrouted_ = "EXPLAIN INTO";
  }
  if (context->schema != nullptr) {
    only_mysql(first_of(context->schema));
    unrouted_ = "EXPLAIN FOR SCHEMA";
  }
  int others = 0;
  for (const Grammar::ExplainOptionContext* option : context->options) {
    const bool analyze = first_of(option)->type == Kind::kw_analyze;
    if (analyze && option != context->options.front()) fail(first_of(option));
    if (analyze) only_mysql(first_of(option));
    if (!analyze && others++ > 0) fail(first_of(option));
    if (one_of(first_of(option)->type, Kind::kw_extended, Kind::kw_partitions)) {
      only_mariadb(first_of(option));
    }
  }
  if (!context->options.empty()) {
    node->options = range(first_of(context->options.front()), last_of(context->options.back()));
  }
  if (explained->query != nullptr) {
    auto* select = make_statement<SelectStatement>(explained, StatementKind::select);
    select->query = query(explained->query);
    node->statement = select;
  } else {
    node->statement =
        explained->insert != nullptr ? insert(explained->insert) : change(explained->change);
  }
  return node;
}

}  // namespace sluice::parser
