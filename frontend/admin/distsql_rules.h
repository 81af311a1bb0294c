// SPDX-License-Identifier: Apache-2.0
// DistSQL's answers about one database, column by column as ShardingSphere 5.5 documents them.
// Pure.
#pragma once

#include <optional>
#include <string>

#include "config/config.h"
#include "frontend/result_set.h"
#include "router/metadata.h"

namespace sluice::frontend {

struct RuleQuery {
  const config::Database& database;
  const router::DatabaseMetadata& metadata;
  std::string name;                 // of one table or group; empty: all
  std::optional<std::string> like;  // of names
};

ResultSet storage_units(const RuleQuery& query);
ResultSet sharding_table_rules(const RuleQuery& query);
ResultSet sharding_algorithms(const RuleQuery& query);
ResultSet sharding_key_generators(const RuleQuery& query);
ResultSet sharding_table_nodes(const RuleQuery& query);
ResultSet single_tables(const RuleQuery& query);
ResultSet broadcast_table_rules(const RuleQuery& query);
ResultSet splitting_rules(const RuleQuery& query);
ResultSet count_sharding_rule(const RuleQuery& query);
ResultSet count_single_table(const RuleQuery& query);
ResultSet count_broadcast_rule(const RuleQuery& query);
ResultSet count_splitting_rule(const RuleQuery& query);

}  // namespace sluice::frontend
