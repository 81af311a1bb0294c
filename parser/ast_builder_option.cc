// SPDX-License-Identifier: Apache-2.0
// Options of tables and partitions: their names and what may stand behind them.
#include <algorithm>
#include <array>

#include "parser/ascii.h"
#include "parser/ast_builder.h"
#include "parser/kind_sets.h"
#include "parser/server_words.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

namespace {

enum class OptionValue {
  name,  // no text
  name_or_text,
  text,
  text_or_null,
  number,
  big_number,  // no hex
  number_or_default,
  size,  // a number, or a name like 4M
  storage,
  insert_method,
  row_format,
};

struct OptionRule {
  std::string_view name;
  OptionValue value;
};

// Those that need no `=` before their value.
constexpr OptionRule kRules[] = {
    {"ALLOW_MISSING_FILES", OptionValue::number_or_default},
    {"AUTOEXTEND_SIZE", OptionValue::size},
    {"AUTO_INCREMENT", OptionValue::big_number},
    {"AUTO_REFRESH", OptionValue::number_or_default},
    {"AUTO_REFRESH_SOURCE", OptionValue::text},
    {"AVG_ROW_LENGTH", OptionValue::number},
    {"CHECKSUM", OptionValue::number},
    {"COMMENT", OptionValue::text},
    {"COMPRESSION", OptionValue::text},
    {"CONNECTION", OptionValue::text},
    {"DELAY_KEY_WRITE", OptionValue::number},
    {"ENCRYPTION", OptionValue::text},
    {"ENGINE", OptionValue::name_or_text},
    {"ENGINE_ATTRIBUTE", OptionValue::text},
    {"INSERT_METHOD", OptionValue::insert_method},
    {"KEY_BLOCK_SIZE", OptionValue::number},
    {"MAX_ROWS", OptionValue::big_number},
    {"MIN_ROWS", OptionValue::big_number},
    {"PACK_KEYS", OptionValue::number_or_default},
    {"PAGE_CHECKSUM", OptionValue::number_or_default},
    {"PASSWORD", OptionValue::text},
    {"ROW_FORMAT", OptionValue::row_format},
    {"SECONDARY_ENGINE", OptionValue::text_or_null},
    {"SECONDARY_ENGINE_ATTRIBUTE", OptionValue::text},
    {"SEQUENCE", OptionValue::number_or_default},
    {"STATS_AUTO_RECALC", OptionValue::number_or_default},
    {"STATS_PERSISTENT", OptionValue::number_or_default},
    {"STATS_SAMPLE_PAGES", OptionValue::number_or_default},
    {"STORAGE", OptionValue::storage},
    {"STRICT_LOAD", OptionValue::number_or_default},
    {"TABLESPACE", OptionValue::name},
    {"TABLE_CHECKSUM", OptionValue::number},
    {"TRANSACTIONAL", OptionValue::number_or_default},
    {"VERIFY_KEY_CONSTRAINTS", OptionValue::number_or_default},
};

const OptionRule* rule_of(std::string_view name) {
  for (const OptionRule& rule : kRules) {
    if (equals_upper(name, rule.name)) return &rule;
  }
  return nullptr;
}

bool is_number(Kind kind) {
  return one_of(kind, Kind::integer, Kind::hex, Kind::decimal, Kind::floating);
}

// Words and quoted names; what is no literal and no DEFAULT, ON or NULL.
bool is_name(Kind kind) {
  return !is_number(kind) &&
         !one_of(kind, Kind::string, Kind::bit, Kind::kw_default, Kind::kw_on, Kind::kw_null);
}

bool is_word_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [word](std::string_view one) { return equals_upper(word, one); });
}

bool fits(OptionValue value, Kind kind, std::string_view text) {
  switch (value) {
    case OptionValue::name:
      return is_name(kind);
    case OptionValue::name_or_text:
      return is_name(kind) || kind == Kind::string;
    case OptionValue::text:
      return kind == Kind::string;
    case OptionValue::text_or_null:
      return is_name(kind) || kind == Kind::string || kind == Kind::kw_null;
    case OptionValue::number:
      return is_number(kind);
    case OptionValue::big_number:
      return is_number(kind) && kind != Kind::hex;
    case OptionValue::number_or_default:
      return is_number(kind) || kind == Kind::kw_default;
    case OptionValue::size:
      return one_of(kind, Kind::integer, Kind::hex) ||
             (kind == Kind::identifier && !is_server_word(text, false));
    case OptionValue::storage:
      return is_word_of(text, {"DISK", "MEMORY"});
    case OptionValue::insert_method:
      return is_word_of(text, {"NO", "FIRST", "LAST"});
    case OptionValue::row_format:
      return is_word_of(
          text, {"DEFAULT", "FIXED", "DYNAMIC", "COMPRESSED", "REDUNDANT", "COMPACT", "PAGE"});
  }
  return false;
}

}  // namespace

// NAME = value of an engine: MariaDB's, and no keyword.
void AstBuilder::check_custom_option(const SqlToken* name, const SqlToken* value) {
  if (!one_of((name + 1)->type, Kind::equal, Kind::assign)) fail(name + 1);
  if (is_server_word(text(name), true)) fail(name);
  if ((value - 1)->type == Kind::plus) fail(value - 1);
  if (is_hex_text(value)) fail(value);
  if (one_of(value->type, Kind::kw_on, Kind::kw_null, Kind::decimal, Kind::floating)) fail(value);
  only_mariadb(name);
}

void AstBuilder::check_option(const SqlToken* name, const SqlToken* value) {
  const OptionRule* rule = rule_of(text(name));
  if (rule == nullptr) return check_custom_option(name, value);
  if (rule->value == OptionValue::size) only_mysql(name);
  if (!is_server_word(text(name), false)) only_mariadb(name);
  if (!fits(rule->value, value->type, text(value))) {
    // An option that only MySQL knows is one of an engine to MariaDB.
    if (is_server_word(text(name), true)) fail(value);
    return check_custom_option(name, value);
  }
  const bool bare = value == name + 1 || (value == name + 2 && (name + 1)->type == Kind::plus);
  if ((value - 1)->type == Kind::plus) {
    if (rule->value == OptionValue::size) fail(value - 1);
    check_number(value - 1);
  }
  if (bare && !is_server_word(text(name), true)) only_mysql(name);
  const bool flag = is_word_of(text(name), {"CHECKSUM", "DELAY_KEY_WRITE", "TABLE_CHECKSUM"});
  if (rule->value == OptionValue::number && value->type == Kind::hex && !flag) only_mariadb(value);
  if (rule->value == OptionValue::name && value != name + 1) only_mysql(name + 1);
  if (rule->value == OptionValue::storage && value != name + 1) fail(name + 1);
}

// ENGINE_ATTRIBUTE, or an option of MariaDB's engines.
void AstBuilder::check_index_attribute(const SqlToken* name, const SqlToken* value) {
  const bool attribute =
      is_word(name, "ENGINE_ATTRIBUTE") || is_word(name, "SECONDARY_ENGINE_ATTRIBUTE");
  if (!attribute || value->type != Kind::string) return check_custom_option(name, value);
  if (value == name + 1) only_mysql(name);
}

// +1 is a number to MariaDB, x'41' to MySQL.
void AstBuilder::check_number(const SqlToken* first) {
  if (first->type == Kind::plus) only_mariadb(first++);
  if (is_hex_text(first)) only_mysql(first);
}

void AstBuilder::check_options(const std::vector<Grammar::TableOptionContext*>& options) {
  for (const Grammar::TableOptionContext* option : options) {
    const SqlToken* name = first_of(option);
    const bool named = !one_of(name->type, Kind::kw_default, Kind::kw_charset, Kind::character_set,
                               Kind::kw_collate, Kind::kw_union, Kind::data_files, Kind::kw_index,
                               Kind::with_system, Kind::kw_start);
    if (name->type == Kind::with_system) only_mariadb(name);
    if (named) check_option(name, last_of(option));
  }
}

void AstBuilder::check_partition_options(
    const std::vector<Grammar::PartitionOptionContext*>& options, bool below) {
  for (const Grammar::PartitionOptionContext* option : options) {
    const SqlToken* name = first_of(option);
    if (name->type == Kind::kw_storage) ++name;
    const SqlToken* value = last_of(option);
    if (is_word_of(text(name), {"NODEGROUP", "MAX_ROWS", "MIN_ROWS"})) {
      if (!one_of(value->type, Kind::integer, Kind::hex)) fail(value);
      if ((value - 1)->type == Kind::plus) fail(value - 1);
      check_number(value);
      continue;
    }
    if (name->type == Kind::data_files || name->type == Kind::kw_index) continue;
    if (below && rule_of(text(name)) == nullptr) fail(name);
    if (is_word_of(text(name), {"CONNECTION", "TABLESPACE"}) && value->type == Kind::string) {
      only_mariadb(name);
      continue;
    }
    if (is_word(name, "TABLESPACE") && is_name(value->type)) continue;
    const bool known = is_word_of(text(name), {"ENGINE", "COMMENT"});
    known ? check_option(name, value) : check_custom_option(name, value);
  }
}

}  // namespace sluice::parser
