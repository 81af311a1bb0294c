// SPDX-License-Identifier: Apache-2.0
#include "router/system_tables.h"

#include <algorithm>
#include <array>
#include <map>

namespace sluice::router {
namespace {

using Source = SystemSource;

constexpr std::array kTables{
    SystemTable{"TABLES", Source::sums, "TABLE_SCHEMA", "TABLE_NAME"},
    SystemTable{"PARTITIONS", Source::sums, "TABLE_SCHEMA", "TABLE_NAME",
                "PARTITION_NAME SUBPARTITION_NAME"},
    SystemTable{"STATISTICS", Source::sums, "TABLE_SCHEMA INDEX_SCHEMA", "TABLE_NAME",
                "INDEX_NAME SEQ_IN_INDEX"},
    SystemTable{"TABLES_EXTENSIONS", Source::tables, "TABLE_SCHEMA", "TABLE_NAME"},
    SystemTable{"COLUMNS", Source::tables, "TABLE_SCHEMA", "TABLE_NAME"},
    SystemTable{"COLUMNS_EXTENSIONS", Source::tables, "TABLE_SCHEMA", "TABLE_NAME"},
    SystemTable{"COLUMN_STATISTICS", Source::tables, "SCHEMA_NAME", "TABLE_NAME"},
    SystemTable{"KEY_COLUMN_USAGE", Source::tables,
                "TABLE_SCHEMA CONSTRAINT_SCHEMA REFERENCED_TABLE_SCHEMA",
                "TABLE_NAME REFERENCED_TABLE_NAME"},
    SystemTable{"TABLE_CONSTRAINTS", Source::tables, "TABLE_SCHEMA CONSTRAINT_SCHEMA",
                "TABLE_NAME"},
    SystemTable{"TABLE_CONSTRAINTS_EXTENSIONS", Source::tables, "CONSTRAINT_SCHEMA", "TABLE_NAME"},
    SystemTable{"REFERENTIAL_CONSTRAINTS", Source::tables,
                "CONSTRAINT_SCHEMA UNIQUE_CONSTRAINT_SCHEMA", "TABLE_NAME REFERENCED_TABLE_NAME"},
    SystemTable{"CHECK_CONSTRAINTS", Source::tables, "CONSTRAINT_SCHEMA", "TABLE_NAME"},
    SystemTable{"VIEWS", Source::tables, "TABLE_SCHEMA", "TABLE_NAME"},
    SystemTable{"VIEW_TABLE_USAGE", Source::tables, "VIEW_SCHEMA TABLE_SCHEMA",
                "VIEW_NAME TABLE_NAME"},
    SystemTable{"VIEW_ROUTINE_USAGE", Source::tables, "TABLE_SCHEMA SPECIFIC_SCHEMA", "TABLE_NAME"},
    SystemTable{"TRIGGERS", Source::tables, "EVENT_OBJECT_SCHEMA TRIGGER_SCHEMA",
                "EVENT_OBJECT_TABLE"},
    SystemTable{"GEOMETRY_COLUMNS", Source::tables, "F_TABLE_SCHEMA G_TABLE_SCHEMA",
                "F_TABLE_NAME G_TABLE_NAME"},
    SystemTable{"ST_GEOMETRY_COLUMNS", Source::tables, "TABLE_SCHEMA", "TABLE_NAME"},
    SystemTable{"SCHEMATA", Source::databases, "SCHEMA_NAME"},
    SystemTable{"SCHEMATA_EXTENSIONS", Source::databases, "SCHEMA_NAME"},
    SystemTable{"ROUTINES", Source::databases, "ROUTINE_SCHEMA"},
    SystemTable{"PARAMETERS", Source::databases, "SPECIFIC_SCHEMA"},
    SystemTable{"EVENTS", Source::databases, "EVENT_SCHEMA"},
    SystemTable{"ALL_PLUGINS", Source::instance},
    SystemTable{"CHARACTER_SETS", Source::instance},
    SystemTable{"COLLATIONS", Source::instance},
    SystemTable{"COLLATION_CHARACTER_SET_APPLICABILITY", Source::instance},
    SystemTable{"ENGINES", Source::instance},
    SystemTable{"GLOBAL_VARIABLES", Source::instance},
    SystemTable{"KEYWORDS", Source::instance},
    SystemTable{"PLUGINS", Source::instance},
    SystemTable{"RESOURCE_GROUPS", Source::instance},
    SystemTable{"SESSION_VARIABLES", Source::instance},
    SystemTable{"SPATIAL_REF_SYS", Source::instance},
    SystemTable{"SQL_FUNCTIONS", Source::instance},
    SystemTable{"ST_SPATIAL_REFERENCE_SYSTEMS", Source::instance},
    SystemTable{"ST_UNITS_OF_MEASURE", Source::instance},
    SystemTable{"SYSTEM_VARIABLES", Source::instance},
    SystemTable{"PROCESSLIST", Source::gateway},
    SystemTable{"SCHEMA_PRIVILEGES", Source::gateway},
    SystemTable{"USER_PRIVILEGES", Source::gateway},
    SystemTable{kOpenTables, Source::gateway, "DATABASE"},
    // Of performance_schema.
    SystemTable{"SESSION_CONNECT_ATTRS", Source::gateway},
    SystemTable{"SESSION_ACCOUNT_CONNECT_ATTRS", Source::gateway},
    // Accounts of the gateway have no roles and no grants on single objects, and it has no files.
    SystemTable{"ADMINISTRABLE_ROLE_AUTHORIZATIONS", Source::nothing},
    SystemTable{"APPLICABLE_ROLES", Source::nothing},
    SystemTable{"ROLE_COLUMN_GRANTS", Source::nothing},
    SystemTable{"ROLE_ROUTINE_GRANTS", Source::nothing},
    SystemTable{"ROLE_TABLE_GRANTS", Source::nothing},
    SystemTable{"TABLE_PRIVILEGES", Source::nothing},
    SystemTable{"COLUMN_PRIVILEGES", Source::nothing},
    SystemTable{"TABLES_PRIV", Source::nothing},
    SystemTable{"COLUMNS_PRIV", Source::nothing},
    SystemTable{"FILES", Source::nothing},
    SystemTable{"TABLESPACES", Source::nothing},
    SystemTable{"TABLESPACES_EXTENSIONS", Source::nothing},
};

struct Merge {
  std::string_view column;
  std::string_view function;
};

constexpr std::array kMerges{
    Merge{"TABLE_ROWS", "SUM"},       Merge{"DATA_LENGTH", "SUM"}, Merge{"INDEX_LENGTH", "SUM"},
    Merge{"DATA_FREE", "SUM"},        Merge{"CARDINALITY", "SUM"}, Merge{"AUTO_INCREMENT", "MAX"},
    Merge{"MAX_INDEX_LENGTH", "MAX"}, Merge{"UPDATE_TIME", "MAX"}, Merge{"CHECK_TIME", "MAX"},
    Merge{"CREATE_TIME", "MIN"},
};

// Tables of other schemas.
struct ForeignTable {
  std::string_view schema;
  std::string_view name;
  std::string_view columns{};  // of those whose rows are the gateway's; numbers have a # in front
};

constexpr ForeignTable kForeignTables[] = {
    {"mysql", "time_zone"},
    {"mysql", "time_zone_name"},
    {"mysql", "help_topic"},
    {"performance_schema", "global_variables"},
    {"performance_schema", "session_variables"},
    {"performance_schema", "variables_info"},
    {"performance_schema", "session_connect_attrs",
     "#PROCESSLIST_ID ATTR_NAME ATTR_VALUE #ORDINAL_POSITION"},
    {"performance_schema", "session_account_connect_attrs",
     "#PROCESSLIST_ID ATTR_NAME ATTR_VALUE #ORDINAL_POSITION"},
    {"mysql", "tables_priv", "Host Db User Table_name Grantor Timestamp Table_priv Column_priv"},
    {"mysql", "columns_priv", "Host Db User Table_name Column_name Timestamp Column_priv"},
    {"information_schema", kOpenTables, "Database Table #In_use #Name_locked"},
};

// Texts and numbers are all that the gateway has to tell.
std::shared_ptr<const TableSchema> schema_of(const ForeignTable& table) {
  if (table.columns.empty()) return nullptr;
  auto schema = std::make_shared<TableSchema>();
  for (std::string_view name : split_words(table.columns)) {
    ColumnSchema& column = schema->columns.emplace_back();
    column.column_class = ColumnClass::text;
    if (name.front() == '#') {
      column.column_class = ColumnClass::integer;
      name.remove_prefix(1);
    }
    column.name = name;
    column.lower_name = to_lower(name);
  }
  return schema;
}

}  // namespace

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

const SystemTable& system_table(std::string_view name) {
  static constexpr SystemTable kRefused{};
  const std::string upper = to_upper(name);
  for (const SystemTable& table : kTables) {
    if (table.name == upper) return table;
  }
  return kRefused;
}

std::string merged_column(std::string_view column) {
  const std::string name = to_upper(column);
  if (name == "AVG_ROW_LENGTH") {
    return "IF(SUM(TABLE_ROWS) > 0, SUM(DATA_LENGTH) DIV SUM(TABLE_ROWS), MAX(AVG_ROW_LENGTH))";
  }
  for (const Merge& merge : kMerges) {
    if (merge.column == name) return std::string(merge.function) + "(" + name + ")";
  }
  return quote_name(column);
}

std::vector<std::string_view> merged_with(std::string_view column) {
  if (to_upper(column) != "AVG_ROW_LENGTH") return {};
  return {"TABLE_ROWS", "DATA_LENGTH"};
}

const Table* foreign_table(std::string_view database, std::string_view table) {
  static const std::map<std::string, Table> kKnown = [] {
    std::map<std::string, Table> known;
    for (const ForeignTable& each : kForeignTables) {
      auto rule = std::make_shared<TableRule>();
      rule->name = each.name;
      rule->kind = TableKind::system;
      const std::string sql = std::string(each.schema) + "." + std::string(each.name);
      rule->nodes.push_back({0, std::string(each.name), sql});
      known.emplace(to_lower(sql), Table{std::move(rule), schema_of(each)});
    }
    return known;
  }();
  const auto at = kKnown.find(to_lower(database) + "." + to_lower(table));
  return at == kKnown.end() ? nullptr : &at->second;
}

}  // namespace sluice::router
