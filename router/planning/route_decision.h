// SPDX-License-Identifier: Apache-2.0
// Where a statement runs: proves which tables lie together and whether the rows of several nodes
// may simply be put together.
#pragma once

#include "router/planning/route_builder.h"

namespace sluice::router {

struct RouteDecision {
  StatementRoute route;
  std::vector<std::int16_t> group_of;  // by index of the BoundTable; -1: not sharded
  std::optional<Error> scatter_error;  // why several units would not add up
  // Several units: the sharded table of the main block that every row of the result stems from.
  int anchor = kNone;
};

// `main_block`: the block whose rows are the statement's; kNone if no single block is. Errors:
// not_colocated, for what no execution could do.
Result<RouteDecision> decide_route(const Bound& bound, const RouteBuilder& builder, int main_block);

}  // namespace sluice::router
