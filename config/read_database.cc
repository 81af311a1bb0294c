// SPDX-License-Identifier: Apache-2.0
#include "config/read_database.h"

#include "config/key_tables.h"
#include "config/read_data_source.h"
#include "config/read_value.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

void read_name(const YamlNode& root, Database& database, Report& report) {
  const YamlNode* name = root.scalar("databaseName");
  if (!name || name->text.empty()) {
    report.error(root, "the file needs the key 'databaseName'");
    return;
  }
  database.name = name->text;
  for (const char* reserved : {"information_schema", "mysql", "performance_schema", "sys"}) {
    if (equal_ignoring_case(database.name, reserved)) {
      report.error(*name, "databaseName '" + database.name + "' is the name of a system schema");
    }
  }
}

void read_data_sources(const YamlNode& root, milliseconds connect_timeout,
                       DatabaseContext& context) {
  const YamlNode* sources = root.map("dataSources");
  if (!sources || sources->entries.empty()) {
    context.report.error(root, "database '" + context.database.name + "' has no dataSources");
    return;
  }
  for (const YamlEntry& entry : sources->entries) {
    if (!context.source_names.insert(entry.key->text).second) continue;  // a duplicate key
    context.database.data_sources.push_back(
        read_data_source(entry, connect_timeout, context.report));
  }
}

}  // namespace

std::string DatabaseContext::why_unknown(std::string_view name) const {
  if (const auto group = group_of.find(name); group != group_of.end()) {
    return " belongs to the group '" + group->second + "', which is to be named instead";
  }
  const std::vector<std::string_view> known(source_names.begin(), source_names.end());
  return " is not defined" + suggestion(name, known);
}

std::optional<Database> read_database(const YamlNode& root, milliseconds connect_timeout,
                                      Report& report) {
  check_keys(root, kDatabaseKeys, "", report);
  if (!root.find("databaseName") && !root.find("dataSources") && !root.find("rules")) {
    report.warning(root, "the file defines no database");
    return std::nullopt;
  }
  Database database;
  DatabaseContext context{database, report, {}, {}};
  read_name(root, database, report);
  read_data_sources(root, connect_timeout, context);
  if (const YamlNode* rules = root.find("rules")) read_rules(*rules, context);
  return database;
}

}  // namespace sluice::config
