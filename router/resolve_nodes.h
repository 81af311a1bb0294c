// SPDX-License-Identifier: Apache-2.0
// The parts of resolve(): which nodes a table's route program selects, and which unit takes each
// row of an INSERT. Private to the router.
#pragma once

#include "common/base/result.h"
#include "router/operand_value.h"

namespace sluice::router {

// The nodes that a hint's values mean for a strategy by hint. Errors: no_matching_node,
// expression_invalid.
Result<NodeSet> hinted_nodes(const Strategy& strategy, std::string_view text, std::size_t nodes);

// Fills scratch.sets[0] with the nodes of `route`. Errors: no_matching_node.
Result<void> select_nodes(const TableRoute& route, const StatementValues& values,
                          ResolveScratch& scratch);

// One unit per node that gets rows, and generated keys. Errors: sharding_key_null,
// sharding_key_expression, auto_increment_sharded, those of algorithms and generators.
Result<void> resolve_rows(const InsertPlan& plan, const StatementValues& values,
                          std::chrono::system_clock::time_point now, Resolution& out);

// INSERT into a broadcast table: that each row gives its AUTO_INCREMENT column a value. Errors:
// auto_increment_broadcast.
Result<void> check_counters(const InsertPlan& plan, const StatementValues& values, Resolution& out);

std::size_t row_count(const InsertPlan& plan, const StatementValues& values);

}  // namespace sluice::router
