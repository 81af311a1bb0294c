// SPDX-License-Identifier: Apache-2.0
// Single tables: those on one data source that no sharding or broadcast rule claims. Private to the
// router.
#pragma once

#include <set>

#include "router/build_metadata.h"

namespace sluice::router {

// The actual tables that other rules own, per data source.
using ClaimedTables = std::map<std::string, std::set<std::string>>;

// Adds the single tables of `database` to `out`: those that its rule names ("ds.table"), and those
// found on the sources that it lets in ("ds.*", "*.*", or no rule at all). A name found on several
// sources belongs to the first of them, unless the rule names another.
void add_single_tables(const config::Database& database,
                       const std::map<std::string, LoadedSource>& sources,
                       const ClaimedTables& claimed, DatabaseMetadata& out);

}  // namespace sluice::router
