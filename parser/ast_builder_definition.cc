// SPDX-License-Identifier: Apache-2.0
// CREATE, ALTER, DROP and TRUNCATE of tables and indexes: the names in them. The rest is for the
// servers.
#include <algorithm>
#include <array>
#include <utility>

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
    check_option_value(name, last_of(option));
    if (name->type != Kind::identifier || next->type == Kind::equal) continue;
    if (!is_known_option(text(name))) fail(next);
  }
}

void AstBuilder::check_option_value(const SqlToken* name, const SqlToken* value) {
  static constexpr std::array<std::string_view, 7> kRowFormats = {
      "DEFAULT", "FIXED", "DYNAMIC", "COMPRESSED", "REDUNDANT", "COMPACT", "PAGE"};
  if (name->type == Kind::kw_auto_increment) {
    const bool number = value->type == Kind::integer || value->type == Kind::hex ||
                        value->type == Kind::decimal || value->type == Kind::floating;
    if (!number) fail(value);
  }
  if (!is_word(name, "ROW_FORMAT")) return;
  const bool known = std::any_of(kRowFormats.begin(), kRowFormats.end(),
                                 [&](std::string_view format) { return is_word(value, format); });
  if (!known) fail(value);
}

// What a column or key of CREATE TABLE may say once, or not at all.
void AstBuilder::check_element(Grammar::TableElementContext* element) {
  const SqlToken* const last = last_of(element);
  if (element->column != nullptr) {
    check_column(element->column->type);
  } else {
    // IF NOT EXISTS is for ALTER TABLE.
    for (const SqlToken* at = first_of(element); at < last && at->type != Kind::left_paren; ++at) {
      if (at->type == Kind::kw_if) fail(at);
    }
  }
  bool deletes = false;
  bool updates = false;
  for (const SqlToken* at = first_of(element); at < last; ++at) {
    if (at->type != Kind::on_reference) continue;
    bool& seen = (at + 1)->type == Kind::kw_delete ? deletes : updates;
    if (std::exchange(seen, true)) fail(at);
  }
}

void AstBuilder::check_column(Grammar::ColumnTypeContext* column) {
  // MariaDB has these in its Oracle mode; of other names only the server knows what types they are.
  static constexpr std::array<std::string_view, 4> kOracle = {"CLOB", "NUMBER", "RAW", "VARCHAR2"};
  const SqlToken* type = first_of(column);
  for (const std::string_view name : kOracle) {
    if (type->type == Kind::identifier && is_word(type, name)) fail(type);
  }
  bool generated = false;
  for (const Grammar::ColumnAttributeContext* attribute : column->attributes) {
    const SqlToken* first = first_of(attribute);
    if (first->type != Kind::kw_as && first->type != Kind::kw_generated) continue;
    if (std::exchange(generated, true)) fail(first);
  }
}

// Functions known by the parenthesis that follows their name cannot be tables in its place.
void AstBuilder::check_created_name(const SqlToken* name) {
  static constexpr std::array<std::string_view, 31> kSymbols = {
      "ADDDATE",   "BIT_AND", "BIT_OR",     "BIT_XOR",     "CAST",     "COUNT",
      "CURDATE",   "CURTIME", "DATE_ADD",   "DATE_SUB",    "EXTRACT",  "GROUP_CONCAT",
      "MAX",       "MID",     "MIN",        "NOW",         "POSITION", "SESSION_USER",
      "STD",       "STDDEV",  "STDDEV_POP", "STDDEV_SAMP", "SUBDATE",  "SUBSTR",
      "SUBSTRING", "SUM",     "SYSDATE",    "SYSTEM_USER", "TRIM",     "VARIANCE",
      "VAR_POP"};
  const auto& source = out_.tokens.tokens;
  if ((name + 1)->type != Kind::left_paren || (name - 1)->type == Kind::dot) return;
  const bool touches = source[name->index].end() == source[(name + 1)->index].offset;
  if (!touches && !out_.options.ignore_space) return;
  for (const std::string_view symbol : kSymbols) {
    if (is_word(name, symbol)) fail(name);
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
  check_created_name(last_of(context->table));
  for (Grammar::TableElementContext* element : context->elements) check_element(element);
  check_options(context->options);
  if (!context->options.empty()) {
    const SqlToken* behind = last_of(context->options.back()) + 1;
    if (behind->type == Kind::comma) fail(behind + 1);
  }
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
