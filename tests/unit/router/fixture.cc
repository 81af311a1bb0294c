// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include <sstream>

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "config/load.h"

namespace sluice::router {
namespace {

ColumnClass class_of(const std::string& type) {
  if (type == "tinyint" || type == "int" || type == "bigint") return ColumnClass::integer;
  if (type == "decimal") return ColumnClass::decimal;
  if (type == "float") return ColumnClass::floating;
  if (type == "double") return ColumnClass::double_precision;
  if (type == "datetime") return ColumnClass::temporal;
  if (type == "enum") return ColumnClass::enumeration;
  if (type == "bit") return ColumnClass::bit;
  if (type == "json") return ColumnClass::json;
  if (type == "varbinary") return ColumnClass::binary;
  return ColumnClass::text;
}

ColumnSchema read_column(const std::string& name, const std::string& text) {
  ColumnSchema column;
  column.name = name;
  column.lower_name = to_lower(name);
  std::istringstream words(text);
  std::string word;
  words >> word;
  const std::string type = word.substr(0, word.find('('));
  column.column_class = class_of(type);
  column.integer_bytes = type == "tinyint" ? 1 : type == "int" ? 4 : type == "bigint" ? 8 : 0;
  if (word.size() > type.size() && type != "decimal") {
    column.max_length = static_cast<std::uint32_t>(std::stoul(word.substr(type.size() + 1)));
  }
  if (type == "text") column.max_length = 65535;
  if (type == "enum") column.collation = "utf8mb4_general_ci";
  while (words >> word) {
    if (word == "unsigned") column.is_unsigned = true;
    if (word == "auto_increment") column.auto_increment = true;
    if (word == "not") column.nullable = false;
    if (word == "key") column.in_key = true;
    if (word == "on_update") column.on_update = true;
    if (word.starts_with("utf8mb4")) column.collation = word;
  }
  return column;
}

TableSchema read_table(const YAML::Node& node) {
  TableSchema schema;
  for (const auto& column : node) {
    schema.columns.push_back(
        read_column(column.first.as<std::string>(), column.second.as<std::string>()));
  }
  return schema;
}

// Puts a table on every node that the configuration gives it.
void place(const config::Database& database, const std::string& name, const TableSchema& schema,
           std::map<std::string, LoadedSource>& sources) {
  if (const std::size_t dot = name.find('.'); dot != std::string::npos) {
    sources[name.substr(0, dot)].tables[name.substr(dot + 1)] = schema;
    return;
  }
  for (const config::ShardingTable& table : database.sharding.tables) {
    if (table.logic_name != name) continue;
    for (const config::DataNode& node : table.nodes) {
      sources[node.data_source].tables[node.table] = schema;
    }
    return;
  }
  for (const config::DataSource& source : database.data_sources) {
    sources[source.name].tables[name] = schema;
  }
}

config::ConfigSnapshot load_config() {
  config::LoadResult loaded = config::load(std::string(kTestFolder) + "config");
  for (const config::Problem& problem : loaded.problems) MESSAGE(problem.to_string());
  REQUIRE(loaded.config);
  return loaded.config;
}

LoadedSchema read_schema(const config::Config& config) {
  LoadedSchema schema;
  schema.collations = {
      {45, "utf8mb4_general_ci", "utf8mb4", true, true, std::string("\0 ", 2), false},
      {46, "utf8mb4_bin", "utf8mb4", false, true, std::string("\0\0 ", 3), true},
      {224, "utf8mb4_unicode_ci", "utf8mb4", false, true, std::string("\2\11", 2), false},
      {63, "binary", "binary", true, false, "", true}};
  schema.server_version = "10.11.6-MariaDB";
  const YAML::Node file = YAML::LoadFile(std::string(kTestFolder) + "schema.yaml");
  for (const config::Database& database : config.databases) {
    auto& sources = schema.databases[database.name];
    for (const config::DataSource& source : database.data_sources) {
      sources[source.name].reachable = true;
    }
    for (const auto& table : file[database.name]) {
      place(database, table.first.as<std::string>(), read_table(table.second), sources);
    }
  }
  return schema;
}

}  // namespace

LoadedSchema load_test_schema() {
  return read_schema(*load_config());
}

MetadataSnapshot make_test_metadata() {
  const config::ConfigSnapshot config = load_config();
  Result<MetadataSnapshot> metadata = build_metadata(config, read_schema(*config), nullptr, 1);
  REQUIRE_MESSAGE(metadata.ok(), (metadata.ok() ? "" : metadata.error().message()));
  return *metadata;
}

const MetadataSnapshot& test_metadata() {
  static const MetadataSnapshot kMetadata = make_test_metadata();
  return kMetadata;
}

TestStatement::TestStatement(std::string text, std::string default_database)
    : sql(std::move(text)), database(std::move(default_database)) {
  REQUIRE(parser::normalize(sql, lex, normalized_).ok());
}

Result<PlanPtr> TestStatement::plan(const MetadataSnapshot& metadata) {
  Result<parser::ParsedStatement> parsed = parser::parse(sql, lex);
  if (!parsed) return parsed.error();
  const Result<std::optional<Hints>> hints = read_hints(sql);
  const bool shape = hints && *hints && (*hints)->shape_plans();
  return plan_statement(*parsed, {database, lex, nullptr, nullptr, shape ? &**hints : nullptr},
                        metadata);
}

StatementValues TestStatement::values(std::span<const ParameterValue> parameters) const {
  StatementValues values;
  values.sql = sql;
  values.normalized = &normalized_;
  values.lex = &lex;
  values.parameters = parameters;
  return values;
}

ParameterValue integer_parameter(std::int64_t value) {
  ParameterValue parameter;
  parameter.kind = ParameterValue::Kind::signed_integer;
  parameter.integer = value;
  return parameter;
}

ParameterValue text_parameter(std::string_view value) {
  ParameterValue parameter;
  parameter.kind = ParameterValue::Kind::text;
  parameter.text = value;
  return parameter;
}

SessionValues test_session_values() {
  SessionValues session;
  session.last_insert_id = 42;
  session.row_count = 3;
  session.found_rows = 7;
  session.connection_id = 11;
  session.max_allowed_packet = 67108864;
  session.warning_count = 2;
  session.error_count = 1;
  session.database = "shop";
  session.user = "o'neil@localhost";
  session.current_user = "root@%";
  return session;
}

}  // namespace sluice::router
