// SPDX-License-Identifier: Apache-2.0
// CREATE, ALTER, DROP and TRUNCATE of tables and indexes: the names in them. The rest is for the
// servers.
#include "parser/ast_builder.h"
#include "parser/function_rules.h"
#include "parser/kind_sets.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

// Functions known by the parenthesis that follows their name cannot be tables in its place.
void AstBuilder::check_created_name(const SqlToken* name) {
  const auto& source = out_.tokens.tokens;
  const bool opens =
      one_of((name + 1)->type, Kind::left_paren, Kind::query_paren, Kind::like_paren);
  if (!opens || (name - 1)->type == Kind::dot) return;
  const bool touches = source[name->index].end() == source[(name + 1)->index].offset;
  if (!touches && !out_.options.ignore_space) return;
  if (is_symbol(text(name))) fail(name);
}

// The tables that REFERENCES names between two tokens, both inclusive.
List<TableName> AstBuilder::references(const SqlToken* begin, const SqlToken* end) {
  std::vector<TableName> found;
  for (const SqlToken* at = begin; at < end; ++at) {
    if (at->type != Kind::kw_references) continue;
    const SqlToken* last = at + 1;
    while (last < end && ((last + 1)->type == Kind::dot || last->type == Kind::dot)) ++last;
    TableName name;
    name.table = identifier(last);
    if (last - at > 2) name.schema = identifier(at + 1);
    name.range = range(at + 1, last);
    found.push_back(name);
  }
  return out_.arena->copy(found);
}

const Statement* AstBuilder::create(Grammar::CreateStatementContext* context) {
  const bool replace = (first_of(context) + 1)->type == Kind::kw_or;
  Statement* node = context->table != nullptr ? create_table(context->table, replace)
                                              : create_index(context->index);
  if (replace) only_mariadb(first_of(context) + 1);
  node->range = range(context);
  return node;
}

Statement* AstBuilder::create_table(Grammar::CreateTableContext* context, bool replace) {
  auto* node = make_statement<CreateTableStatement>(context, StatementKind::create_table);
  node->temporary = first_of(context)->type == Kind::kw_temporary;
  node->or_replace = replace;
  if (first_of(context)->type == Kind::kw_external) only_mysql(first_of(context));
  node->if_not_exists = (first_of(context->table) - 1)->type == Kind::kw_exists;
  node->table = table_name(context->table);
  check_created_name(last_of(context->table));
  if (context->like != nullptr) {
    node->like = out_.arena->make<TableName>(table_name(context->like));
    return node;
  }
  for (Grammar::TableElementContext* element : context->elements) check_element(element);
  check_options(context->options);
  if (context->parts != nullptr) check_partitioning(context->parts);
  if (!context->options.empty()) {
    const SqlToken* behind = last_of(context->options.back()) + 1;
    if (behind->type == Kind::comma) fail(behind + 1);
  }
  node->references = references(first_of(context), last_of(context));
  if (context->query != nullptr) {
    node->query = query(context->query);
    if (!node->query->procedure.empty()) throw WrongToken{node->query->procedure.begin};
    if (!node->query->into.empty()) {
      const SqlToken* query = first_of(context->query);
      if (query->type == Kind::query_paren) fail(last_of(context->query));
      only_mysql(query);
    }
  }
  return node;
}

Statement* AstBuilder::create_index(Grammar::CreateIndexContext* context) {
  auto* node = make_statement<CreateIndexStatement>(context, StatementKind::create_index);
  if (context->type != nullptr) check_index_type(context->type->btree);
  check_key_parts(context->parts);
  check_wait(context->wait);
  check_index_options(context->options, (first_of(context->index) - 2)->type == Kind::kw_fulltext);
  node->index = identifier(context->index);
  node->table = table_name(context->table);
  check_created_name(last_of(context->table));
  check_conditions(first_of(context), first_of(context->table));
  return node;
}

// DROP SYSTEM begins DROP SYSTEM VERSIONING.
void AstBuilder::check_removal(Grammar::RemovalContext* removal) {
  const SqlToken* what = first_of(removal);
  if (what->type == Kind::kw_check) only_mysql(what);
  const bool versions = what->type == Kind::kw_system && removal->column == nullptr;
  if (what->type == Kind::kw_period || versions) only_mariadb(what);
  if (removal->column == nullptr) return;
  const SqlToken* first = first_of(removal->column);
  check_column_name(removal->column);
  if (first == first_of(removal) && is_word(first, "SYSTEM")) fail(first + 1);
}

void AstBuilder::check_altered(Grammar::AlterColumnContext* altered) {
  if (altered->initial != nullptr) {
    check_default(altered->initial);
    const SqlToken* value = first_of(altered->initial);
    const bool time = one_of(value->type, Kind::kw_current_timestamp, Kind::kw_localtime,
                             Kind::kw_localtimestamp) ||
                      is_word(value, "NOW");
    if (time) only_mariadb(value);
  }
  if (first_of(altered)->type == Kind::kw_key) only_mariadb(first_of(altered));
  const SqlToken* last = last_of(altered);
  if (last->type == Kind::kw_ignored) only_mariadb(last);
  const bool flag = one_of(last->type, Kind::kw_visible, Kind::kw_invisible, Kind::kw_enforced);
  if (flag && altered->initial == nullptr) only_mysql(last);
}

// MariaDB asks about existence where MySQL does not.
void AstBuilder::check_conditions(const SqlToken* first, const SqlToken* last) {
  for (const SqlToken* at = first; at < last; ++at) {
    const Kind next = (at + 1)->type;
    if (at->type == Kind::kw_if && (next == Kind::kw_not || next == Kind::kw_exists)) {
      only_mariadb(at);
    }
  }
}

const Statement* AstBuilder::alter_table(Grammar::AlterTableContext* context) {
  auto* node = make_statement<AlterTableStatement>(context, StatementKind::alter_table);
  node->table = table_name(context->table);
  for (Grammar::AlterationContext* alteration : context->alterations) {
    if (alteration->target != nullptr) {
      node->renames = true;
      table_name(alteration->target);
    }
    check_options(alteration->options);
    for (Grammar::AlterOrderContext* item : alteration->order) {
      const SqlToken* first = first_of(item->column);
      if (first->type == Kind::dot && last_of(item->column) == first + 1) fail(first + 2);
      if (first->type == Kind::dot) only_mariadb(first);
    }
    if (alteration->changed != nullptr) check_definition(alteration->changed);
    if (alteration->renamed != nullptr) {
      check_column_name(alteration->old);
      if ((first_of(alteration->renamed) + 1)->type == Kind::dot) {
        only_mariadb(first_of(alteration->renamed));
      }
      check_column(alteration->renamed->type);
    }
    if (alteration->removed != nullptr) check_removal(alteration->removed);
    const SqlToken* last = last_of(alteration);
    if (last->type == Kind::kw_validation || last->type == Kind::kw_secondary_load ||
        last->type == Kind::kw_secondary_unload) {
      only_mysql(first_of(alteration));
    }
    if (alteration->added != nullptr) check_addition(alteration->added);
    if (alteration->altered != nullptr) check_altered(alteration->altered);
  }
  if (context->parts != nullptr) check_partitioning(context->parts);
  if (context->work != nullptr) {
    check_partition_flags(context->work);
    const SqlToken* verb = first_of(context->work);
    if (verb->type == Kind::move_partition) only_mysql(verb);
    if (verb->type == Kind::convert_partition) only_mariadb(verb);
    const SqlToken* last = last_of(context->work);
    if (last->type == Kind::kw_validation && verb->type != Kind::convert_partition)
      only_mysql(last);
    check_partitions(context->work->items);
  }
  for (const SqlToken* at = first_of(context); at != first_of(context->table); ++at) {
    if (one_of(at->type, Kind::kw_ignore, Kind::kw_online)) only_mariadb(at);
  }
  check_conditions(first_of(context), last_of(context));
  check_wait(context->wait);
  node->moves_rows = context->work != nullptr && context->work->target != nullptr;
  node->references = references(first_of(context), last_of(context));
  return node;
}

// WAIT 5 or NOWAIT.
void AstBuilder::check_wait(Grammar::LockWaitContext* wait) {
  if (wait == nullptr) return;
  if (first_of(wait)->type == Kind::skip_locked) fail(first_of(wait));
  only_mariadb(first_of(wait));
  if (wait->seconds != nullptr) check_number(first_of(wait->seconds));
}

const Statement* AstBuilder::drop(Grammar::DropStatementContext* context) {
  if (context->index != nullptr) {
    auto* node = make_statement<DropIndexStatement>(context, StatementKind::drop_index);
    if (first_of(context->index)->type == Kind::kw_primary) fail(first_of(context->index));
    node->index = identifier(first_of(context->index));
    check_conditions(first_of(context), first_of(context->index));
    for (const auto* algorithm : context->algorithms) only_mysql(first_of(algorithm));
    check_wait(context->wait);
    node->table = table_name(context->table);
    return node;
  }
  auto* node = make_statement<DropTableStatement>(context, StatementKind::drop_table);
  node->temporary = (first_of(context) + 1)->type == Kind::kw_temporary;
  node->if_exists = (first_of(context->tables[0]) - 1)->type == Kind::kw_exists;
  node->tables = table_names(context->tables);
  check_wait(context->wait);
  return node;
}

const Statement* AstBuilder::truncate(Grammar::TruncateTableContext* context) {
  auto* node = make_statement<TruncateTableStatement>(context, StatementKind::truncate_table);
  node->table = table_name(context->table);
  check_wait(context->wait);
  return node;
}

}  // namespace sluice::parser
