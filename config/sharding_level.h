// SPDX-License-Identifier: Apache-2.0
// The two levels on which a table is sharded: which names there are on each, and whether the
// strategies choose one node.
#pragma once

#include <set>
#include <string>

#include "config/config.h"

namespace sluice::config {

std::set<std::string> data_source_names(const ShardingTable& table);
std::set<std::string> actual_table_names(const ShardingTable& table);

// The first node that the strategies do not tell from an earlier one, or null.
const DataNode* undecided_node(const ShardingTable& table);

}  // namespace sluice::config
