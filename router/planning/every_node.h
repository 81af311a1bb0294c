// SPDX-License-Identifier: Apache-2.0
// The route of what is done to a table as a whole: on each of its nodes. Pure.
#pragma once

#include "router/metadata.h"
#include "router/plan.h"

namespace sluice::router {

// `table` is null if it is not known: the default data source may have it.
void route_to_every_node(const DatabaseMetadata& database, const Table* table,
                         StatementRoute& route);

// The group of a sharded table in such a statement; of another one none.
inline int group_of(const Table* table) {
  return table != nullptr && table->rule->kind == TableKind::sharded ? 0 : -1;
}

}  // namespace sluice::router
