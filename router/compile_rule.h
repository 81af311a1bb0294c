// SPDX-License-Identifier: Apache-2.0
// One sharded table of the configuration -> its TableRule. Private to the router.
#pragma once

#include "router/build_metadata.h"

namespace sluice::router {

struct RuleContext {
  const config::Config& config;
  const config::Database& database;
  const Metadata* previous;
  const std::vector<Collation>& collations;
  // Generators made for this database so far, by name; shared by the tables that name them.
  std::map<std::string, std::shared_ptr<KeyGenerator>>& generators;
};

// `schema` may be null: not loaded, or not created yet.
Result<std::shared_ptr<TableRule>> compile_rule(const config::ShardingTable& table,
                                                const TableSchema* schema,
                                                const RuleContext& context);

// Index of a data source by name. Precondition: the configuration was validated, it exists.
DataSourceIndex source_index(const config::Database& database, std::string_view name);

// Numbers the binding groups: tables whose nodes correspond one to one and whose strategies
// provably send equal values to corresponding nodes. A group that does not prove to be one is
// split.
void bind_tables(const config::ShardingRule& sharding,
                 std::map<std::string, std::shared_ptr<TableRule>>& rules);

}  // namespace sluice::router
