// SPDX-License-Identifier: Apache-2.0
// Columns of derived tables (and of common tables that are used once), and which of them pass
// through: those of which each row of the derived table is computed from rows with its own value
// only. A condition on such a column is one on the table inside, and where it is a sharding column,
// no row of the derived table spans two nodes.
//
//   SELECT a, b FROM t              every column passes
//   SELECT DISTINCT a, b FROM t     every column passes
//   SELECT a, MAX(b) .. GROUP BY a  the columns that it groups by pass
//   ROW_NUMBER() OVER (PARTITION BY a)  the columns that every window partitions by pass
//   LIMIT, UNION, aggregates without GROUP BY, WITH ROLLUP  none
#pragma once

#include <vector>

#include "router/planning/bound.h"

namespace sluice::router {

enum class Has : std::uint8_t { no, maybe, yes };

// Of a block of SELECT whose names are all bound, but for a LIMIT around it.
RowsOf rows_of(const ast::SelectBody& select, const ast::QueryExpression* query);

// Whether rows that differ in `column` are in different groups of the block (or partitions of its
// windows), or are not put together at all.
bool keeps_apart(const Bound& bound, int block, const BoundColumn& column);
// The same of one of several columns that are equal.
bool keeps_apart(const Bound& bound, int block, const std::vector<BoundColumn>& columns);

// Looks for a column by its lower-case name. Precondition of yes: `found` is filled but for its
// block and name.
Has find_derived_column(const Bound& bound, const FromName& name, const std::string& column,
                        DerivedColumn& found);

// The block of a query that is a single SELECT; kNone if it is none.
int select_block(const Bound& bound, const ast::QueryExpression& query);

// Column `index` of a query used as a value: null unless it passes.
const BoundColumn* passing_item(const Bound& bound, const ast::QueryExpression& query,
                                std::size_t index);

// The window calls in the select list and ORDER BY of a block; what each of them partitions by.
std::vector<ast::List<const ast::Expr*>> partitions_of(const ast::SelectBody& select,
                                                       const ast::QueryExpression* query);

}  // namespace sluice::router
