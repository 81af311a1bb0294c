// SPDX-License-Identifier: Apache-2.0
// Columns, keys and partitions of tables: what the grammar admits and the servers' do not. Nothing
// of it gets into the tree.
#include <algorithm>
#include <array>
#include <utility>

#include "parser/ast_builder.h"
#include "parser/kind_sets.h"
#include "parser/numeric_flags.h"
#include "parser/server_words.h"
#include "parser/string_body.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

// What a column or key of CREATE TABLE may say once, or not at all.
void AstBuilder::check_element(Grammar::TableElementContext* element) {
  const SqlToken* const last = last_of(element);
  if (element->column != nullptr) {
    check_definition(element->column);
  } else {
    // IF NOT EXISTS is for ALTER TABLE.
    bool conditional = false;
    for (const SqlToken* at = first_of(element); at < last; ++at) {
      if (at->type == Kind::kw_if) conditional = true;
      if (at->type != Kind::left_paren) continue;
      if (conditional) fail(at);
      break;
    }
    if (element->key == nullptr) only_mariadb(first_of(element));
    if (element->key != nullptr) check_key(element->key);
  }
  bool deletes = false;
  bool updates = false;
  for (const SqlToken* at = first_of(element); at < last; ++at) {
    if (at->type != Kind::on_reference) continue;
    bool& seen = (at + 1)->type == Kind::kw_delete ? deletes : updates;
    if (std::exchange(seen, true)) fail(at + 1);
  }
}

void AstBuilder::check_definition(Grammar::ColumnDefinitionContext* column) {
  check_column_name(column->column);
  check_column(column->type);
}

// Only MariaDB lets a table stand before the column.
void AstBuilder::check_column_name(Grammar::ColumnNameContext* name) {
  const SqlToken* first = first_of(name);
  if (first != last_of(name) && is_charset_introducer(text(first))) fail(first + 1);
  if (first != last_of(name)) only_mariadb(first);
  if (first->type == Kind::dot && last_of(name) - first > 1) fail(first + 2);
}

void AstBuilder::check_addition(Grammar::AdditionContext* addition) {
  if (addition->column != nullptr) {
    // ADD PERIOD begins the FOR of one to MariaDB.
    const SqlToken* name = first_of(addition->column);
    if (name == first_of(addition) && is_word(name, "PERIOD")) only_mysql(name + 1);
    // .. and ADD SYSTEM the VERSIONING.
    if (name == first_of(addition) && is_word(name, "SYSTEM")) fail(name + 1);
    check_definition(addition->column);
  }
  if (addition->column == nullptr && addition->key == nullptr && addition->elements.empty()) {
    only_mariadb(first_of(addition));  // a period, or versions
  }
  for (Grammar::TableElementContext* element : addition->elements) {
    if (element->column != nullptr) check_definition(element->column);
    if (element->key != nullptr) check_key(element->key);
  }
  if (addition->key != nullptr) check_key(addition->key);
}

void AstBuilder::check_type_name(const SqlToken* type) {
  // MariaDB has these in its Oracle mode; of other names only it knows what types they are.
  static constexpr std::array<std::string_view, 4> kOracle = {"CLOB", "NUMBER", "RAW", "VARCHAR2"};
  if (type->type != Kind::identifier) return;
  if (is_one_of(type, kOracle)) fail(type + 1);
  if (is_spatial_type(text(type))) return;
  if (is_word(type, "SQL_TSI_YEAR")) return;
  if (is_server_word(text(type), true)) fail(type + 1);
  only_mariadb(type);
}

namespace {

constexpr std::array<std::string_view, 5> kFixed = {"CHAR", "CHARACTER", "NCHAR", "ENUM", "SET"};
constexpr std::array<std::string_view, 15> kVariable = {
    "VARCHAR",   "VARCHARACTER", "TEXT",     "TINYTEXT",   "MEDIUMTEXT",
    "LONGTEXT",  "BLOB",         "TINYBLOB", "MEDIUMBLOB", "LONGBLOB",
    "VARBINARY", "JSON",         "NVARCHAR", "LONG",       "NATIONAL"};

}  // namespace

// Only what has no fixed length is.
bool AstBuilder::may_be_compressed(const SqlToken* type) const {
  const bool varying = is_one_of(type, kFixed) && is_word(type + 1, "VARYING");
  return varying || is_one_of(type, kVariable);
}

bool AstBuilder::is_text(const SqlToken* type) const {
  return is_one_of(type, kFixed) || is_one_of(type, kVariable);
}

void AstBuilder::check_column(Grammar::ColumnTypeContext* column) {
  check_type_name(first_of(column));
  const auto& flags = column->type->flags;
  const bool year = is_word(first_of(column), "SQL_TSI_YEAR");
  if (!flags.empty() && !year) fail(first_of(flags[0]));
  if (const SqlToken* flag = excessive_flag(first_of(column->type), last_of(column->type))) {
    only_mysql(flag);
  }
  bool generated = false;
  bool refers = false;
  bool compressed = false;
  bool checked = false;
  bool kept_value = false;    // VIRTUAL, STORED or PERSISTENT
  bool behind_value = false;  // directly behind AS (..)
  bool only_collated = true;  // nothing but a collation so far
  for (Grammar::ColumnAttributeContext* attribute : column->attributes) {
    const SqlToken* first = first_of(attribute);
    if (refers) fail(first);  // a reference comes last
    // To MariaDB a CHECK is the last of them, and has no name.
    const bool behind_check = checked && attribute->refers == nullptr;
    if (behind_check || first->type == Kind::kw_constraint) only_mysql(first);
    checked = checked || one_of(first->type, Kind::kw_constraint, Kind::kw_check);
    if (one_of(first->type, Kind::with_system, Kind::kw_without)) only_mariadb(first);
    if (first->type == Kind::kw_as || first->type == Kind::kw_generated) {
      if (std::exchange(generated, true) || !only_collated) fail(first);
      if (attribute->value == nullptr) only_mariadb(first);  // AS ROW START
    }
    if (first->type == Kind::kw_compressed) {
      if (!may_be_compressed(first_of(column)) || std::exchange(compressed, true)) fail(first);
      only_mariadb(first);
    }
    if (is_word(first, "COLLATE") && last_of(attribute)->type == Kind::kw_default) {
      if (!is_text(first_of(column))) fail(last_of(attribute));
      only_mariadb(last_of(attribute));
    }
    const bool stored = one_of(first->type, Kind::kw_virtual, Kind::kw_stored, Kind::kw_persistent);
    if (stored && (!behind_value || std::exchange(kept_value, true))) fail(first);
    behind_value = attribute->value != nullptr && first->type != Kind::kw_check;
    only_collated = only_collated && is_word(first, "COLLATE");
    if (first->type == Kind::kw_persistent) only_mariadb(first);
    const bool kept =
        one_of(first->type, Kind::kw_not, Kind::kw_null, Kind::kw_default, Kind::kw_auto_increment);
    if (generated && kept) only_mysql(first);
    if (generated && attribute->custom != nullptr) fail(first);
    refers = attribute->refers != nullptr;
    check_attribute(attribute);
  }
}

void AstBuilder::check_attribute(Grammar::ColumnAttributeContext* attribute) {
  static constexpr std::array<std::string_view, 2> kFormats = {"FIXED", "DYNAMIC"};
  static constexpr std::array<std::string_view, 2> kStorages = {"DISK", "MEMORY"};
  const SqlToken* first = first_of(attribute);
  if (attribute->initial != nullptr) check_default(attribute->initial);
  if (attribute->value != nullptr) expression(attribute->value);
  if (attribute->refers != nullptr) check_references(attribute->refers);
  if (attribute->now != nullptr) {
    const auto* now = static_cast<const SqlToken*>(attribute->now);
    if (!is_word(now, "NOW")) fail(now);
    if (last_of(attribute) == now) fail(now + 1);
  }
  if (attribute->kept != nullptr) {
    const SqlToken* kept = first_of(attribute->kept);
    only_mysql(first);
    const bool known =
        first->type == Kind::kw_storage ? is_one_of(kept, kStorages) : is_one_of(kept, kFormats);
    if (!known) fail(kept);
  }
  if (first->type == Kind::kw_srid) only_mysql(first + 1);
  if (attribute->custom != nullptr) check_custom_option(first, last_of(attribute));
  if (last_of(attribute)->type == Kind::kw_enforced) only_mysql(last_of(attribute));
}

// MySQL takes a literal, the time, or an expression in parentheses.
void AstBuilder::check_default(Grammar::DefaultValueContext* value) {
  const SqlToken* first = first_of(value->value);
  if (first != first_of(value)) {
    const bool number = one_of(first->type, Kind::integer, Kind::decimal, Kind::floating);
    if (!number || last_of(value->value) != first) fail(first);
    return;
  }
  const Expr* expr = operand(value->value);
  if (first->type == Kind::kw_default) fail(first + 1);
  if (expr->kind == ExprKind::interval) fail(first + 1);
  if (first->type == Kind::kw_ignore) fail(first);
  if (expr->kind == ExprKind::star) fail(last_of(value));
  const bool both = expr->kind == ExprKind::literal || first->type == Kind::left_paren ||
                    first->type == Kind::query_paren ||
                    one_of(first->type, Kind::kw_current_timestamp, Kind::kw_localtime,
                           Kind::kw_localtimestamp) ||
                    is_word(first, "NOW");
  if (!both) only_mariadb(first);
}

void AstBuilder::check_references(Grammar::ReferencesContext* references) {
  refuse_key_values(references->parts);
  const SqlToken* table = first_of(references->table);
  if (table->type == Kind::dot) only_mariadb(table);
  check_created_name(last_of(references->table));
  static constexpr std::array<std::string_view, 3> kMatches = {"FULL", "PARTIAL", "SIMPLE"};
  if (references->matched != nullptr && !is_one_of(first_of(references->matched), kMatches)) {
    fail(first_of(references->matched));
  }
}

// ------------------------------------------------------------------------------------------- keys

void AstBuilder::check_key(Grammar::KeyDefinitionContext* key) {
  if (key->value != nullptr) expression(key->value);
  if (last_of(key)->type == Kind::kw_enforced) only_mysql(last_of(key));
  refuse_key_values(key->parts);
  if (key->refers != nullptr) check_references(key->refers);
  if (key->index != nullptr) check_created_name(first_of(key->index));
  if (key->body == nullptr) return;
  if (key->body->index != nullptr) check_created_name(first_of(key->body->index));
  if (key->body->btree != nullptr) check_index_type(key->body->btree);
  if (key->body->type != nullptr) check_index_type(key->body->type->btree);
  check_key_parts(key->body->parts);
  bool fulltext = false;
  for (const SqlToken* at = first_of(key); at != first_of(key->body); ++at) {
    if (at->type == Kind::kw_fulltext) fulltext = true;
  }
  check_index_options(key->body->options, fulltext);
}

void AstBuilder::check_key_parts(const std::vector<Grammar::KeyPartContext*>& parts) {
  for (Grammar::KeyPartContext* part : parts) {
    if (part->value == nullptr) check_created_name(first_of(part));
    if (part->value == nullptr) continue;
    only_mysql(first_of(part));
    expression(part->value);
  }
}

// A foreign key is about columns.
void AstBuilder::refuse_key_values(const std::vector<Grammar::KeyPartContext*>& parts) {
  for (Grammar::KeyPartContext* part : parts) {
    if (part->value != nullptr) fail(first_of(part));
  }
}

void AstBuilder::check_index_type(Grammar::NameContext* name) {
  static constexpr std::array<std::string_view, 3> kTypes = {"BTREE", "HASH", "RTREE"};
  if (!is_one_of(first_of(name), kTypes)) fail(first_of(name));
}

void AstBuilder::check_index_options(const std::vector<Grammar::IndexOptionContext*>& options,
                                     bool fulltext) {
  for (Grammar::IndexOptionContext* option : options) {
    if (first_of(option)->type == Kind::kw_with) {
      if (!fulltext) fail(first_of(option));
      // The parser's name is no keyword.
      const SqlToken* name = last_of(option);
      if (is_server_word(text(name), true)) only_mysql(name);
      if (is_server_word(text(name), false)) only_mariadb(name);
    }
    if (option->type != nullptr) check_index_type(option->type->btree);
    if (option->custom != nullptr) check_index_attribute(first_of(option), last_of(option));
    if (option->size != nullptr) check_number(first_of(option->size));
  }
}

// ------------------------------------------------------------------------------------- partitions

void AstBuilder::check_partitioning(Grammar::PartitioningContext* partitioning) {
  if (partitioning->method->value != nullptr) {
    check_bit_expression(partitioning->method->value);
    expression(partitioning->method->value);
  }
  if (first_of(partitioning->method)->type == Kind::kw_system_time) {
    only_mariadb(first_of(partitioning->method));
  }
  if (partitioning->method->unit != nullptr) check_unit(first_of(partitioning->method->unit));
  if (Grammar::PartitionMethodContext* below = partitioning->below; below != nullptr) {
    const SqlToken* first = first_of(below);
    if (!one_of(first->type, Kind::kw_linear, Kind::kw_hash, Kind::kw_key)) fail(first);
    if (below->value != nullptr) {
      check_bit_expression(below->value);
      expression(below->value);
    }
    if (last_of(below)->type == Kind::right_paren &&
        (last_of(below) - 1)->type == Kind::left_paren) {
      fail(last_of(below));
    }
  }
  check_partitions(partitioning->items);
}

void AstBuilder::check_partitions(const std::vector<Grammar::PartitionDefinitionContext*>& items) {
  std::size_t parts = 0;
  for (Grammar::PartitionDefinitionContext* item : items) {
    check_partition(item);
    check_partition_options(item->options, false);
    for (Grammar::SubpartitionContext* sub : item->subs)
      check_partition_options(sub->options, true);
    if (item->subs.empty()) continue;
    if (parts > 0 && item->subs.size() != parts) fail(last_of(item));
    parts = item->subs.size();
  }
}

void AstBuilder::check_partition(Grammar::PartitionDefinitionContext* item) {
  // MariaDB does without the word; CONVERT TABLE has it in front.
  if (first_of(item)->type != Kind::kw_partition &&
      (first_of(item) - 1)->type != Kind::kw_partition)
    only_mariadb(first_of(item));
  if (item->system != nullptr) only_mariadb(static_cast<const SqlToken*>(item->system));
  for (Grammar::PartitionValueContext* value : item->values) {
    if (value->value == nullptr) continue;
    check_bit_expression(value->value);
    expression(value->value);
    // A row of one value is none.
    const SqlToken* first = first_of(value);
    const bool row = first->type == Kind::left_paren && value->value->operands.size() == 1 &&
                     value->value->operands[0]->list != nullptr;
    if (row && value->value->operands[0]->list->items.size() == 1 && is_list_item(item)) {
      fail(last_of(value));
    }
  }
}

// VALUES IN, not VALUES LESS THAN.
bool AstBuilder::is_list_item(Grammar::PartitionDefinitionContext* item) {
  return (first_of(item->values[0]) - 2)->type == Kind::kw_in ||
         (first_of(item->values[0]) - 2)->type == Kind::in_word;
}

// What may follow the partitions that a verb is about.
void AstBuilder::check_partition_flags(Grammar::PartitionWorkContext* work) {
  static constexpr std::array<std::string_view, 5> kCheck = {"QUICK", "FAST", "MEDIUM", "EXTENDED",
                                                             "CHANGED"};
  static constexpr std::array<std::string_view, 3> kRepair = {"QUICK", "EXTENDED", "USE_FRM"};
  const Kind verb = first_of(work)->type;
  for (Grammar::NameContext* flag : work->flags) {
    const SqlToken* word = first_of(flag);
    const bool known = verb == Kind::kw_check    ? is_one_of(word, kCheck)
                       : verb == Kind::kw_repair ? is_one_of(word, kRepair)
                                                 : false;
    if (!known) fail(word);
  }
}

}  // namespace sluice::parser
