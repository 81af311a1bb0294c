// SPDX-License-Identifier: Apache-2.0
#include "router/planning/every_node.h"

namespace sluice::router {

void route_to_every_node(const DatabaseMetadata& database, const Table* table,
                         StatementRoute& route) {
  if (table == nullptr || table->rule->kind == TableKind::single) {
    route.kind = RouteKind::fixed;
    route.data_source =
        table == nullptr ? database.default_data_source : table->rule->nodes[0].data_source;
    return;
  }
  const bool sharded = table->rule->kind == TableKind::sharded;
  route.kind = sharded ? RouteKind::every_node : RouteKind::every_source;
  route.tables.emplace_back().rule = table->rule;
}

}  // namespace sluice::router
