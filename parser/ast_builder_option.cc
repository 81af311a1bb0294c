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
  size,  // 4M
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
    {"AUTOEXTEND_SIZE", OptionValue::size},
    {"AUTO_INCREMENT", OptionValue::big_number},
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
    {"PAGE_CHECKSUM", OptionValue::number},
    {"PASSWORD", OptionValue::text},
    {"ROW_FORMAT", OptionValue::row_format},
    {"SECONDARY_ENGINE", OptionValue::text_or_null},
    {"SECONDARY_ENGINE_ATTRIBUTE", OptionValue::text},
    {"SEQUENCE", OptionValue::number},
    {"STATS_AUTO_RECALC", OptionValue::number_or_default},
    {"STATS_PERSISTENT", OptionValue::number_or_default},
    {"STATS_SAMPLE_PAGES", OptionValue::number_or_default},
    {"STORAGE", OptionValue::storage},
    {"TABLESPACE", OptionValue::name},
    {"TABLE_CHECKSUM", OptionValue::number},
    {"TRANSACTIONAL", OptionValue::number_or_default},
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
      return is_number(kind) || is_name(kind);
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
  if (one_of(value->type, Kind::kw_on, Kind::kw_null, Kind::decimal, Kind::floating)) fail(value);
  only_mariadb(name);
}

void AstBuilder::check_option(const SqlToken* name, const SqlToken* value) {
  const OptionRule* rule = rule_of(text(name));
  if (rule == nullptr) return check_custom_option(name, value);
  if (!fits(rule->value, value->type, text(value))) {
    // An option that only MySQL knows is one of an engine to MariaDB.
    if (is_server_word(text(name), true)) fail(value);
    return check_custom_option(name, value);
  }
  if (value == name + 1 && !is_server_word(text(name), true)) only_mysql(name);
  if (rule->value == OptionValue::storage && value != name + 1) fail(name + 1);
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
    if (is_word(name, "NODEGROUP")) {
      if (!is_number(last_of(option)->type)) fail(last_of(option));
      continue;
    }
    if (name->type == Kind::data_files || name->type == Kind::kw_index) continue;
    if (below && rule_of(text(name)) == nullptr) fail(name);
    check_option(name, last_of(option));
  }
}

}  // namespace sluice::parser
