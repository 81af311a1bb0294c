// SPDX-License-Identifier: Apache-2.0
// Nodes of one logical table are meant to be defined alike; a statement that failed half-way, or a
// hand on one server, may have made them differ. Compares what the schema loader found: which nodes
// have the table, and columns by name, order, type, collation, NULL, key and defaults that matter.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "router/build_metadata.h"

namespace sluice::router {

struct Drift {
  std::string table;       // logical name
  std::string node;        // "ds_1.t_order_3": differs from `model`
  std::string model;       // the first node that has the table
  std::string difference;  // "column status has another length"

  bool operator==(const Drift&) const = default;
};

// The first difference of each node of each sharded and broadcast table of the database. Data
// sources that were not reached are left out, as are tables that no node has.
std::vector<Drift> find_drift(const config::Database& database,
                              const std::map<std::string, LoadedSource>& sources);

}  // namespace sluice::router
