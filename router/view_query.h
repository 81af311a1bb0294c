// SPDX-License-Identifier: Apache-2.0
// Views over sharded and broadcast tables. Such a view is a server's own, made on one data source
// over the nodes that the tables have there; what it means to clients is its definition with the
// logical names of these nodes, which stands in for it where a statement reads it (ADR 0019).
//
// Pure. Thread rule: immutable.
#pragma once

#include <memory>
#include <string_view>

#include "parser/scan.h"
#include "router/metadata.h"

namespace sluice::router {

// Where a view lies.
struct ViewPlace {
  const DatabaseMetadata& database;  // with all its tables
  DataSourceIndex source;
  std::string_view actual_database;  // of the data source
};

// What reading the view `name` is on the data source that has it; null if its tables are all
// single ones or a server's own, so that it is answered there. `schema` is the view's own.
std::shared_ptr<const ViewQuery> view_query(std::string_view name, const TableSchema& schema,
                                            const ViewPlace& place, const parser::LexOptions& lex);

}  // namespace sluice::router
