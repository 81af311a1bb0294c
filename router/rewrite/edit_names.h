// SPDX-License-Identifier: Apache-2.0
// Edits that make a statement fit a shard while the answer keeps the names that one server gives.
#pragma once

#include "router/planning/bound.h"
#include "router/rewrite/splice.h"

namespace sluice::router {

// `t_order` -> `t_order_0 AS t_order`; database qualifiers go away, the connection has the right
// one.
void edit_table_names(const Bound& bound, Splicer& splicer);

// `shop.t_order.c` -> `t_order.c`, or `t_order_0.c` where the table takes no alias.
void edit_qualifiers(const Bound& bound, Splicer& splicer);

// LAST_INSERT_ID() and its like -> the gateway's value.
void edit_owned_values(const Bound& bound, Splicer& splicer);

// An expression of a select list that was edited gets its original text as alias. Pins the literals
// in it, since the alias is part of the plan. Must come after all other edits of select lists.
void keep_column_names(const Bound& bound, const SourceText& source, Splicer& splicer,
                       std::vector<PinnedLiteral>& pinned);

}  // namespace sluice::router
