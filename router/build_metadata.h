// SPDX-License-Identifier: Apache-2.0
// Configuration + loaded schemas -> Metadata: compiles strategies, algorithms and key generators,
// checks binding groups, finds single tables. Thread rule: pure; whoever reloads calls it and
// publishes the result.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/civil_time.h"
#include "router/metadata.h"

namespace sluice::router {

// What the schema loader found in the database of one data source.
struct LoadedSource {
  bool reachable = false;
  std::string error;                          // why not, without addresses
  std::map<std::string, TableSchema> tables;  // by actual name; views, too
};

struct LoadedSchema {
  // Logic database -> data source -> what is there. A source that is missing was not reached.
  std::map<std::string, std::map<std::string, LoadedSource>> databases;
  std::vector<Collation> collations;
  std::shared_ptr<const DatabaseMetadata> system;  // null: not loaded yet
  std::string server_version;
  std::uint32_t div_precision_increment = 4;
  // Set: the present, and nodes of time tables that are not due yet take no part (time_tables.h).
  std::optional<CivilMicros> due_at;
};

// information_schema as one server defines it, from its tables' columns.
std::shared_ptr<const DatabaseMetadata> make_system_metadata(
    const std::map<std::string, TableSchema>& tables);

// `previous` (may be null): key generators whose configuration did not change are kept, so that
// they never give a key twice. Errors: config_invalid, expression_invalid.
Result<MetadataSnapshot> build_metadata(config::ConfigSnapshot config, const LoadedSchema& loaded,
                                        const Metadata* previous, std::uint64_t version);

}  // namespace sluice::router
