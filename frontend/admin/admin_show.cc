// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/admin_show.h"

#include <algorithm>
#include <array>

#include "frontend/admin/admin_tables.h"

namespace sluice::frontend {
namespace {

struct Variable {
  const char* name;
  const char* value;  // as an SQL literal
};

// Those that drivers ask for when they connect.
constexpr std::array<Variable, 18> kVariables{{
    {"autocommit", "1"},
    {"auto_increment_increment", "1"},
    {"character_set_client", "'utf8mb4'"},
    {"character_set_connection", "'utf8mb4'"},
    {"character_set_results", "'utf8mb4'"},
    {"character_set_server", "'utf8mb4'"},
    {"collation_connection", "'utf8mb4_general_ci'"},
    {"collation_server", "'utf8mb4_general_ci'"},
    {"init_connect", "''"},
    {"interactive_timeout", "28800"},
    {"lower_case_table_names", "0"},
    {"max_allowed_packet", "67108864"},
    {"sql_mode", "''"},
    {"system_time_zone", "'UTC'"},
    {"time_zone", "'SYSTEM'"},
    {"transaction_isolation", "'READ-ONLY'"},
    {"version_comment", "'Sluice, admin tables'"},
    {"wait_timeout", "28800"},
}};

const AdminTable* find_table(std::string_view name) {
  for (const AdminTable& table : admin_tables()) {
    if (name == table.name) return &table;
  }
  return nullptr;
}

std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

// [FROM|IN name] [LIKE 'pattern']; nothing: something else follows.
std::optional<std::string> filter(WordReader& words, const char* column) {
  if (words.accept("FROM") || words.accept("IN")) {
    if (!words.name()) return std::nullopt;
  }
  std::string condition;
  if (words.accept("LIKE")) {
    const std::optional<std::string> pattern = words.text();
    if (!pattern) return std::nullopt;
    condition = std::string(" WHERE ") + column + " LIKE " + literal(*pattern) + " ESCAPE '\\'";
  }
  if (!words.at_end()) return std::nullopt;
  return condition;
}

Shown query(const std::optional<std::string>& condition, const std::string& select,
            const std::string& order) {
  if (!condition) return {};
  return select + *condition + order;
}

std::string variables_query() {
  std::string sql;
  for (const Variable& variable : kVariables) {
    sql.append(sql.empty() ? "SELECT '" : " UNION ALL SELECT '").append(variable.name);
    sql.append("' AS Variable_name, ").append(variable.value).append(" AS Value");
  }
  return "SELECT * FROM (" + sql + ")";
}

Result<Shown> describe(WordReader& words) {
  const std::optional<std::string> name = words.name();
  if (!name || !words.at_end()) return Shown();
  const AdminTable* const table = find_table(*name);
  if (table == nullptr) return make_error(ErrorId::unknown_table, {"sluice", *name});
  ResultSet rows({{"Field"}, {"Type"}, {"Null"}, {"Key"}, {"Default"}, {"Extra"}});
  for (const AdminColumn& column : table->columns) {
    rows.add({column.name, column.number ? "bigint" : "text", "YES", "", std::nullopt, ""});
  }
  return Shown(std::move(rows));
}

Result<Shown> show_create(WordReader& words) {
  const std::optional<std::string> name = words.name();
  if (!name || !words.at_end()) return Shown();
  const AdminTable* const table = find_table(*name);
  if (table == nullptr) return make_error(ErrorId::unknown_table, {"sluice", *name});
  std::string text = "CREATE TABLE `" + *name + "` (";
  for (const AdminColumn& column : table->columns) {
    text.append(&column == table->columns.data() ? "\n  `" : ",\n  `").append(column.name);
    text.append(column.number ? "` bigint" : "` text");
  }
  ResultSet rows({{"Table"}, {"Create Table", ResultSet::Type::long_text}});
  rows.add({*name, text + "\n) COMMENT=" + literal(table->help)});
  return Shown(std::move(rows));
}

Result<Shown> show_rest(WordReader& words) {
  (void)words.accept("FULL");
  if (words.accept("TABLES")) {
    return query(filter(words, "name"), "SELECT name AS Tables_in_sluice FROM help",
                 " ORDER BY name");
  }
  if (words.accept("COLUMNS FROM") || words.accept("FIELDS FROM") || words.accept("COLUMNS IN")) {
    return describe(words);
  }
  if (words.accept("CREATE TABLE")) return show_create(words);
  if (words.accept("PROCESSLIST")) {
    return query(filter(words, "id"),
                 "SELECT id AS Id, user AS User, host AS Host, database AS db, command AS Command, "
                 "seconds AS Time, state AS State, statement AS Info FROM sessions",
                 " ORDER BY id");
  }
  if (words.accept("DATABASES") || words.accept("SCHEMAS")) {
    return query(filter(words, "name"), "SELECT name AS Database FROM databases", " ORDER BY name");
  }
  if (words.accept("WARNINGS") || words.accept("ERRORS")) {
    if (!words.at_end()) return Shown();
    return Shown(ResultSet({{"Level"}, {"Code", ResultSet::Type::number}, {"Message"}}));
  }
  if (!words.accept("GLOBAL")) (void)words.accept("SESSION");
  if (words.accept("STATUS")) {
    return query(filter(words, "name"), "SELECT name AS Variable_name, value AS Value FROM status",
                 " ORDER BY name");
  }
  if (words.accept("VARIABLES")) {
    return query(filter(words, "Variable_name"), variables_query(), " ORDER BY Variable_name");
  }
  return Shown();
}

}  // namespace

Result<Shown> show(const std::vector<Word>& all) {
  WordReader words(all);
  if (words.accept("DESCRIBE") || words.accept("DESC")) return describe(words);
  if (words.accept("SHOW")) return show_rest(words);
  return Shown();
}

Result<std::string> with_variables(std::string_view sql, const std::vector<Word>& words) {
  std::string out;
  std::size_t copied = 0;
  for (const Word& word : words) {
    if (word.kind != Word::Kind::variable) continue;
    out.append(sql.substr(copied, word.begin - copied));
    copied = word.end;
    if (word.value == "version") {
      out += "version()";
      continue;
    }
    const auto found = std::find_if(kVariables.begin(), kVariables.end(),
                                    [&](const Variable& each) { return each.name == word.value; });
    if (found == kVariables.end()) return make_error(ErrorId::unknown_variable, {word.value});
    out += found->value;
  }
  return out.append(sql.substr(copied));
}

}  // namespace sluice::frontend
