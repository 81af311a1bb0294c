// SPDX-License-Identifier: Apache-2.0
// Tables that are sharded by time and whose nodes are made when their interval comes near
// (`sluice.create-due-tables`). Until then a node takes no part: it is neither read nor written,
// and CREATE TABLE does not make it. Due are the nodes up to the interval behind the present one.
//
// Pure; times are civil ones of UTC.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "common/base/civil_time.h"
#include "router/build_metadata.h"

namespace sluice::router {

// Some level chooses its target by the time in one column.
bool is_time_table(const TableRule& rule);

// `table` without the nodes that are not due at `now`. `rule`: compiled of all of its nodes.
config::ShardingTable with_due_nodes(const config::ShardingTable& table, const TableRule& rule,
                                     CivilMicros now);

// Whether the same nodes of time tables take part in both.
bool same_time_nodes(const Metadata& left, const Metadata& right);

// A node that is due and missing, beside one on the same data source that can be its model.
struct MissingNode {
  std::string logic_table;
  DataSourceIndex data_source;
  std::string table;
  std::string model;
};

// Of all time tables. Sources that could not be asked and those without a model are left out.
std::vector<MissingNode> missing_nodes(const DatabaseMetadata& database,
                                       const std::map<std::string, LoadedSource>& sources);

}  // namespace sluice::router
