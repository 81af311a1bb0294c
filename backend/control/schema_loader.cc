// SPDX-License-Identifier: Apache-2.0
#include "backend/control/schema_loader.h"

#include <algorithm>
#include <map>
#include <memory>

#include <mysql_connection.h>

#include "backend/control/control_connection.h"

namespace sluice::backend {
namespace {

std::string text(sql::ResultSet& rows, std::uint32_t column) {
  return rows.isNull(column) ? std::string() : rows.getString(column).asStdString();
}

void load_settings(sql::Connection& connection, LoadedSource& out) {
  const auto rows = query(connection,
                          "SELECT VERSION(), @@GLOBAL.character_set_client, "
                          "@@GLOBAL.div_precision_increment, @@GLOBAL.max_allowed_packet");
  if (!rows->next()) return;
  out.version = text(*rows, 1);
  out.default_charset = text(*rows, 2);
  out.div_precision_increment = rows->getUInt(3);
  out.max_allowed_packet = rows->getUInt64(4);
}

std::string in_list(sql::Connection& connection, const std::set<std::string>& names) {
  auto* const mysql = static_cast<sql::mysql::MySQL_Connection*>(&connection);
  std::string list;
  for (const std::string& name : names) {
    list += list.empty() ? "('" : ", '";
    list += mysql->escapeString(name).asStdString();
    list += '\'';
  }
  return list + ")";
}

// Which tables: of one schema, an SQL expression; `only` as in LoadScope.
std::string table_condition(sql::Connection& connection, const std::string& schema,
                            const std::set<std::string>& only) {
  std::string sql = "TABLE_SCHEMA = " + schema;
  if (!only.empty()) sql += " AND TABLE_NAME IN " + in_list(connection, only);
  return sql;
}

// Those of the tables that are views, with their definitions. Joining TABLES with COLUMNS would
// take a server minutes for thousands of tables: it has no index over either.
std::map<std::string, std::string> load_views(sql::Connection& connection,
                                              const std::string& condition) {
  const auto names = query(connection,
                           "SELECT TABLE_NAME FROM information_schema.TABLES "
                           "WHERE TABLE_TYPE = 'VIEW' AND " +
                               condition);
  std::map<std::string, std::string> views;
  while (names->next()) views.emplace(text(*names, 1), "");
  if (views.empty()) return views;
  const auto rows = query(connection,
                          "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS "
                          "WHERE " +
                              condition);
  while (rows->next()) views[text(*rows, 1)] = text(*rows, 2);
  return views;
}

// As table_condition() has them.
void load_columns(sql::Connection& connection, const std::string& schema,
                  const std::set<std::string>& only, std::vector<LoadedTable>& tables) {
  const std::string condition = table_condition(connection, schema, only);
  const std::map<std::string, std::string> views = load_views(connection, condition);
  const std::string sql =
      "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, COLLATION_NAME, "
      "CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE, EXTRA, DATETIME_PRECISION, COLUMN_KEY "
      "FROM information_schema.COLUMNS WHERE " +
      condition + " ORDER BY TABLE_NAME, ORDINAL_POSITION";
  const auto rows = query(connection, sql);
  while (rows->next()) {
    const std::string table = text(*rows, 1);
    if (tables.empty() || tables.back().name != table) {
      const auto view = views.find(table);
      const bool is_view = view != views.end();
      tables.push_back({.name = table,
                        .is_view = is_view,
                        .view_definition = is_view ? view->second : std::string(),
                        .columns = {}});
    }
    LoadedColumn column;
    column.name = text(*rows, 2);
    column.data_type = text(*rows, 3);
    column.column_type = text(*rows, 4);
    column.collation = text(*rows, 5);
    column.max_length = rows->isNull(6) ? 0 : rows->getUInt64(6);
    column.nullable = text(*rows, 7) == "YES";
    const std::string extra = text(*rows, 8);
    column.fraction = rows->isNull(9) ? 0 : static_cast<std::uint8_t>(rows->getUInt(9));
    column.auto_increment = extra.find("auto_increment") != std::string::npos;
    column.invisible = extra.find("INVISIBLE") != std::string::npos;
    // MySQL says DEFAULT_GENERATED of expression defaults, which are ordinary columns.
    column.generated = extra.find("VIRTUAL GENERATED") != std::string::npos ||
                       extra.find("STORED GENERATED") != std::string::npos;
    column.in_key = text(*rows, 10) == "PRI";
    column.on_update = extra.find("on update") != std::string::npos;
    tables.back().columns.push_back(std::move(column));
  }
}

// MariaDB lists uca1400 collations once for all character sets; their full names and ids are in
// COLLATION_CHARACTER_SET_APPLICABILITY.
std::unique_ptr<sql::ResultSet> query_collations(sql::Connection& connection, bool mariadb) {
  if (mariadb) {
    return query(connection,
                 "SELECT ID, FULL_COLLATION_NAME, CHARACTER_SET_NAME, IS_DEFAULT FROM "
                 "information_schema.COLLATION_CHARACTER_SET_APPLICABILITY ORDER BY ID");
  }
  return query(connection,
               "SELECT ID, COLLATION_NAME, CHARACTER_SET_NAME, IS_DEFAULT "
               "FROM information_schema.COLLATIONS ORDER BY ID");
}

// One statement for many collations; those of a character set that cannot be converted from ours
// give an error, so each set is asked on its own.
void load_space_weights(sql::Connection& connection, std::vector<LoadedCollation>& collations) {
  for (std::size_t from = 0; from < collations.size();) {
    std::size_t to = from;
    std::string sql = "SELECT ";
    for (; to < collations.size() && collations[to].charset == collations[from].charset; ++to) {
      if (to > from) sql += ", ";
      sql += "HEX(WEIGHT_STRING(CONVERT(' ' USING " + collations[to].charset + ") COLLATE " +
             collations[to].name + "))";
    }
    try {
      const auto row = query(connection, sql);
      if (row->next()) {
        for (std::size_t i = from; i < to; ++i) {
          const std::string hex = text(*row, static_cast<std::uint32_t>(i - from + 1));
          for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
            collations[i].space_weight +=
                static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
          }
        }
      }
    } catch (const sql::SQLException&) {
      // Without a space weight the merge refuses to order by these collations, by name.
    }
    from = to;
  }
}

void load_collations(sql::Connection& connection, LoadedSource& out) {
  const bool mariadb = out.version.find("MariaDB") != std::string::npos;
  const auto rows = query_collations(connection, mariadb);
  while (rows->next()) {
    LoadedCollation collation;
    collation.id = static_cast<std::uint16_t>(rows->getUInt(1));
    collation.name = text(*rows, 2);
    collation.charset = text(*rows, 3);
    collation.is_default = text(*rows, 4) == "Yes";
    if (!collation.charset.empty()) out.collations.push_back(std::move(collation));
  }
  std::stable_sort(out.collations.begin(), out.collations.end(),
                   [](const auto& a, const auto& b) { return a.charset < b.charset; });
  load_space_weights(connection, out.collations);
}

}  // namespace

Result<LoadedSource> load_schema(const config::DataSource& source, const LoadScope& scope) {
  try {
    const std::unique_ptr<sql::Connection> connection = connect(source);
    LoadedSource loaded;
    load_settings(*connection, loaded);
    load_columns(*connection, "DATABASE()", scope.tables, loaded.tables);
    if (scope.system_tables) {
      load_columns(*connection, "'information_schema'", {}, loaded.system_tables);
    }
    if (scope.collations) load_collations(*connection, loaded);
    return loaded;
  } catch (const std::exception& failed) {
    return control_error(source, failed);
  }
}

}  // namespace sluice::backend
