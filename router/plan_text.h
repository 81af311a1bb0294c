// SPDX-License-Identifier: Apache-2.0
// A plan in words: for EXPLAIN ROUTE, `sluice explain` and the golden tests.
// Thread rule: pure.
#pragma once

#include <string>
#include <vector>

#include "router/resolve.h"

namespace sluice::router {

// What is done with the shards' rows, one step a line, in order; empty if several units are refused
// or give no rows. "merge sort by user_id", "group by column 1: column 2 = SUM", ...
std::vector<std::string> merge_steps(const RoutedPlan& plan);

// "route: sharded, t_order by user_id, order_id"; for a plan that runs nowhere, what it is.
std::string route_line(const Plan& plan);

struct UnitText {
  std::string data_source;
  std::string sql;
};

// The server of a data source that a unit runs on, and each unit's SQL. `resolution` is that of the
// plan and the values.
std::vector<UnitText> unit_texts(const Plan& plan, const Resolution& resolution,
                                 const StatementValues& values, const SessionValues& session);

// All of it as one text, lines closed by '\n':
//   route: sharded, t_order
//   ds_0: SELECT ...
//   ds_1: SELECT ...
//   merge: sort by 1
std::string plan_text(const Plan& plan, const Resolution& resolution, const StatementValues& values,
                      const SessionValues& session);

}  // namespace sluice::router
