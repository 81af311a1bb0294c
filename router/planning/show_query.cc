// SPDX-License-Identifier: Apache-2.0
#include "router/planning/show_query.h"

#include "common/base/back_quoted.h"
#include "router/planning/show_columns.h"
#include "router/system_tables.h"

namespace sluice::router {
namespace {

// Safe under every sql_mode: no escape is needed in it.
std::string text_of(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += c;
    quoted += c;
  }
  return quoted + '\'';
}

std::string unquoted(std::string_view token) {
  if (token.size() < 2 || (token[0] != '`' && token[0] != '"')) return std::string(token);
  std::string name;
  for (std::size_t i = 1; i + 1 < token.size(); ++i) {
    name += token[i];
    if (token[i] == token[0]) ++i;  // doubled
  }
  return name;
}

class ShowQuery {
 public:
  explicit ShowQuery(const StatementContext& context) : context_(context) {}

  const std::string& about() const { return database_; }

  Result<std::string> run() {
    at_ = 1;
    (void)take("EXTENDED");
    const bool full = take("FULL");
    if (take("TABLES")) return tables(full);
    if (take("TABLE")) {
      skip();  // STATUS
      return of_database(ShowList::table_status, "TABLES", "TABLE_SCHEMA", "TABLE_NAME");
    }
    if (take("DATABASES") || take("SCHEMAS")) return databases();
    if (take("TRIGGERS")) {
      return of_database(ShowList::triggers, "TRIGGERS", "TRIGGER_SCHEMA", "EVENT_OBJECT_TABLE");
    }
    if (take("EVENTS"))
      return of_database(ShowList::events, "EVENTS", "EVENT_SCHEMA", "EVENT_NAME");
    if (is("PROCEDURE") || is("FUNCTION") || is("PACKAGE")) return routines();
    if (take("INDEX") || take("INDEXES") || take("KEYS")) return index();
    if (take("OPEN")) return open_tables();
    if (take("CREATE")) return create_database();
    return refuse("this SHOW statement", "sharded databases");
  }

 private:
  bool done() const { return at_ >= context_.source.whole().end; }
  std::string_view token() const {
    return done() ? std::string_view() : context_.source.token_text(at_);
  }
  bool is(std::string_view word) const { return to_upper(token()) == word; }
  void skip() { ++at_; }
  bool take(std::string_view word) {
    if (!is(word)) return false;
    skip();
    return true;
  }

  // [FROM|IN database], else the default one.
  Result<std::string> database() {
    std::string name(context_.session.database);
    if (take("FROM") || take("IN")) {
      name = unquoted(token());
      skip();
    }
    if (name.empty()) return make_error(ErrorId::no_database_selected);
    return checked(std::move(name));
  }

  Result<std::string> checked(std::string name) {
    if (is_information_schema(name)) return std::string("information_schema");
    if (context_.metadata->find(name) == nullptr) {
      return make_error(ErrorId::unknown_database, {name});
    }
    database_ = name;
    return name;
  }

  // `select` with LIKE as a condition on `name`, or around it what WHERE asks of its columns.
  std::string filtered(const std::string& select, std::string_view name, std::string_view order) {
    const std::string by = " ORDER BY " + std::string(order);
    if (take("LIKE")) {
      return select + " AND " + std::string(name) + " LIKE " + std::string(rest()) + by;
    }
    if (!take("WHERE")) return select + by;
    return "SELECT * FROM (" + select + ") AS shown WHERE " + std::string(rest()) + by;
  }
  std::string_view rest() const { return context_.source.text({at_, context_.source.whole().end}); }

  // A column's title says which pattern it was filtered by.
  std::string titled(std::string title) const {
    if (!is("LIKE")) return back_quoted(title);
    std::string pattern;
    (void)parser::decode_literal(context_.source.token_text(at_ + 1), context_.parsed.options,
                                 pattern);
    return back_quoted(title + " (" + pattern + ")");
  }

  std::string select(ShowList list, std::string_view table) const {
    const Metadata& servers = *context_.metadata;
    std::string sql;
    for (const ShowColumn& column : show_columns(list)) {
      if (!column.is_of(servers.server_version, servers.is_mariadb())) continue;
      sql += (sql.empty() ? "SELECT " : ", ") + std::string(column.value) + " AS " +
             back_quoted(column.title);
    }
    return sql + " FROM information_schema." + std::string(table);
  }

  Result<std::string> of_database(ShowList list, std::string_view table, std::string_view schema,
                                  std::string_view name) {
    const Result<std::string> database = this->database();
    if (!database) return database.error();
    return filtered(
        select(list, table) + " WHERE " + std::string(schema) + " = " + text_of(*database), name,
        "1");
  }

  Result<std::string> tables(bool full) {
    const Result<std::string> database = this->database();
    if (!database) return database.error();
    const std::string title = titled("Tables_in_" + *database);
    std::string sql = "SELECT TABLE_NAME AS " + title;
    if (full) sql += ", TABLE_TYPE AS Table_type";
    sql +=
        " FROM information_schema.TABLES AS TABLE_NAMES WHERE TABLE_SCHEMA = " + text_of(*database);
    return filtered(sql, "TABLE_NAME", "1");
  }

  // Of all databases, unless one is named.
  Result<std::string> open_tables() {
    skip();  // TABLES
    std::string where = " WHERE TRUE";
    if (take("FROM") || take("IN")) {
      where = " WHERE `Database` = " + text_of(unquoted(token()));  // which there need not be
      skip();
    }
    const std::string table = back_quoted(kOpenTables) + " AS OPEN_TABLES";
    return filtered(select(ShowList::open_tables, table) + where, "`Table`", "1, 2");
  }

  Result<std::string> databases() {
    const std::string sql = "SELECT SCHEMA_NAME AS " + titled("Database") +
                            " FROM information_schema.SCHEMATA WHERE TRUE";
    return filtered(sql, "SCHEMA_NAME", "1");
  }

  Result<std::string> routines() {
    std::string type = to_upper(token());
    skip();
    if (take("BODY")) type += " BODY";
    if (!take("STATUS")) return refuse("SHOW " + type + " CODE", "sharded databases");
    return filtered(
        select(ShowList::routines, "ROUTINES") + " WHERE ROUTINE_TYPE = " + text_of(type),
        "ROUTINE_NAME", "1, 2");
  }

  Result<std::string> index() {
    skip();  // FROM
    std::string table = unquoted(token());
    std::string schema(context_.session.database);
    skip();
    if (token() == ".") {
      skip();
      schema = std::move(table);
      table = unquoted(token());
      skip();
    }
    if (is("FROM") || is("IN")) {
      skip();
      schema = unquoted(token());
      skip();
    }
    const std::string where =
        " WHERE TABLE_SCHEMA = " + text_of(schema) + " AND TABLE_NAME = " + text_of(table);
    return filtered(select(ShowList::index, "STATISTICS") + where, "INDEX_NAME",
                    "Non_unique, Key_name <> 'PRIMARY', Key_name, Seq_in_index");
  }

  Result<std::string> create_database() {
    skip();  // DATABASE
    const bool unless_exists = take("IF");
    if (unless_exists) at_ += 2;
    const Result<std::string> name = checked(unquoted(token()));
    if (!name) return name.error();
    std::string before = "CREATE DATABASE ";
    if (unless_exists) before += "/*!32312 IF NOT EXISTS*/ ";
    before += back_quoted(*name) + " /*!40100 DEFAULT CHARACTER SET ";
    const std::string behind =
        context_.metadata->is_mariadb() ? " */" : " */ /*!80016 DEFAULT ENCRYPTION='N' */";
    return "SELECT SCHEMA_NAME AS `Database`, CONCAT(" + text_of(before) +
           ", DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', DEFAULT_COLLATION_NAME, " + text_of(behind) +
           ") AS `Create Database` FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = " +
           text_of(*name);
  }

  const StatementContext& context_;
  std::uint32_t at_ = 0;
  std::string database_;  // that the statement is about
};

}  // namespace

Result<RewrittenPlan> show_query(const StatementContext& context) {
  ShowQuery query(context);
  Result<std::string> sql = query.run();
  if (!sql) return sql.error();
  return RewrittenPlan{std::move(*sql), query.about()};
}

RewrittenPlan show_view_query(std::string_view database, std::string_view view) {
  std::string sql =
      "SELECT TABLE_NAME AS `View`, CONCAT('CREATE ALGORITHM=UNDEFINED DEFINER=`', "
      "REPLACE(DEFINER, '@', '`@`'), '` SQL SECURITY ', SECURITY_TYPE, ' VIEW `', "
      "REPLACE(TABLE_NAME, '`', '``'), '` AS ', VIEW_DEFINITION, IF(CHECK_OPTION = 'NONE', '', "
      "CONCAT(' WITH ', CHECK_OPTION, ' CHECK OPTION'))) AS `Create View`, CHARACTER_SET_CLIENT AS "
      "character_set_client, COLLATION_CONNECTION AS collation_connection FROM "
      "information_schema.VIEWS WHERE TABLE_SCHEMA = ";
  sql += text_of(database) + " AND TABLE_NAME = " + text_of(view);
  return RewrittenPlan{std::move(sql), std::string(database)};
}

}  // namespace sluice::router
