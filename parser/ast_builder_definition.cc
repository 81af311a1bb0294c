// SPDX-License-Identifier: Apache-2.0
// CREATE, ALTER, DROP and TRUNCATE of tables and indexes: the names in them. The rest is for the
// servers.
#include <algorithm>
#include <array>

#include "parser/ascii.h"
#include "parser/ast_builder.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

namespace {

// Table options that need no `=` before their value; of other names only the server knows any.
bool is_known_option(std::string_view name) {
  static constexpr std::array<std::string_view, 23> kNames = {"ENGINE",
                                                              "AUTOEXTEND_SIZE",
                                                              "AVG_ROW_LENGTH",
                                                              "CHECKSUM",
                                                              "COMPRESSION",
                                                              "DELAY_KEY_WRITE",
                                                              "ENCRYPTION",
                                                              "INSERT_METHOD",
                                                              "MAX_ROWS",
                                                              "MIN_ROWS",
                                                              "NODEGROUP",
                                                              "PACK_KEYS",
                                                              "PAGE_CHECKSUM",
                                                              "PASSWORD",
                                                              "ROW_FORMAT",
                                                              "SECONDARY_ENGINE",
                                                              "SEQUENCE",
                                                              "STATS_AUTO_RECALC",
                                                              "STATS_PERSISTENT",
                                                              "STATS_SAMPLE_PAGES",
                                                              "TABLE_CHECKSUM",
                                                              "TRANSACTIONAL",
                                                              "TYPE"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [name](std::string_view known) { return equals_upper(name, known); });
}

}  // namespace

void AstBuilder::check_options(const std::vector<Grammar::TableOptionContext*>& options) {
  for (const Grammar::TableOptionContext* option : options) {
    const SqlToken* name = first_of(option);
    const SqlToken* next = name + 1;
    if (name->type != Kind::identifier || next->type == Kind::equal) continue;
    if (!is_known_option(text(name))) fail(next);
  }
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
  node->range = range(context);
  return node;
}

Statement* AstBuilder::create_table(Grammar::CreateTableContext* context, bool replace) {
  auto* node = make_statement<CreateTableStatement>(context, StatementKind::create_table);
  node->temporary = first_of(context)->type == Kind::kw_temporary;
  node->or_replace = replace;
  node->if_not_exists = (first_of(context->table) - 1)->type == Kind::kw_exists;
  node->table = table_name(context->table);
  if (context->like != nullptr) {
    node->like = out_.arena->make<TableName>(table_name(context->like));
    return node;
  }
  check_options(context->options);
  node->references = references(first_of(context), last_of(context));
  if (context->query != nullptr) node->query = query(context->query);
  return node;
}

Statement* AstBuilder::create_index(Grammar::CreateIndexContext* context) {
  auto* node = make_statement<CreateIndexStatement>(context, StatementKind::create_index);
  node->index = identifier(context->index);
  node->table = table_name(context->table);
  return node;
}

const Statement* AstBuilder::alter_table(Grammar::AlterTableContext* context) {
  auto* node = make_statement<AlterTableStatement>(context, StatementKind::alter_table);
  node->table = table_name(context->table);
  for (const Grammar::AlterationContext* alteration : context->alterations) {
    if (alteration->target != nullptr) node->renames = true;
    check_options(alteration->options);
  }
  node->moves_rows = context->work != nullptr && context->work->target != nullptr;
  node->references = references(first_of(context), last_of(context));
  return node;
}

const Statement* AstBuilder::drop(Grammar::DropStatementContext* context) {
  if (context->index != nullptr) {
    auto* node = make_statement<DropIndexStatement>(context, StatementKind::drop_index);
    node->index = identifier(first_of(context->index));
    node->table = table_name(context->table);
    return node;
  }
  auto* node = make_statement<DropTableStatement>(context, StatementKind::drop_table);
  node->temporary = (first_of(context) + 1)->type == Kind::kw_temporary;
  node->if_exists = (first_of(context->tables[0]) - 1)->type == Kind::kw_exists;
  node->tables = table_names(context->tables);
  return node;
}

const Statement* AstBuilder::truncate(Grammar::TruncateTableContext* context) {
  auto* node = make_statement<TruncateTableStatement>(context, StatementKind::truncate_table);
  node->table = table_name(context->table);
  return node;
}

}  // namespace sluice::parser
