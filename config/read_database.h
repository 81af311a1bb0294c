// SPDX-License-Identifier: Apache-2.0
// database-*.yaml (or config-*.yaml) to Database.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "config/config.h"
#include "config/report.h"
#include "config/yaml_node.h"

namespace sluice::config {

// What the readers of rules know and fill in.
struct DatabaseContext {
  Database& database;
  Report& report;
  // Names that a rule may use for a data source: those of dataSources, with groups in place of
  // their members, and what rules that are not supported yet would define (they are reported once,
  // not at each use).
  std::set<std::string, std::less<>> source_names;
  std::map<std::string, std::string, std::less<>> group_of;  // members of groups

  // " is not defined, did you mean ..?" for a name that is not in source_names.
  std::string why_unknown(std::string_view name) const;
};

// Nothing if the file defines no database, as ShardingSphere's commented-out examples do.
std::optional<Database> read_database(const YamlNode& root, milliseconds connect_timeout,
                                      Report& report);

// `rules`: a list of maps that tags tell apart.
void read_rules(const YamlNode& rules, DatabaseContext& context);

// !READWRITE_SPLITTING: puts groups in the place of their members. Before all other rules.
void read_splitting(const YamlNode& rule, DatabaseContext& context);

}  // namespace sluice::config
