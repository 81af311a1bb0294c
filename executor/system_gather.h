// SPDX-License-Identifier: Apache-2.0
// The rows of an information_schema table as one server with the logical tables would have them:
// which servers to ask for which objects, and actual names in their rows turned into logical ones.
// Pure. Ownership: refers to metadata and configuration, which outlive it.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "backend/cluster.h"
#include "common/wire/row.h"
#include "router/plan.h"

namespace sluice::executor {

// A database that the session may see.
struct VisibleDatabase {
  const router::DatabaseMetadata* metadata = nullptr;
  backend::DatabasePools* pools = nullptr;
};

// One question to one server.
struct SystemQuery {
  backend::DatabasePools* pools = nullptr;
  std::size_t source = 0;
  std::string sql;
  // What the rows are about: the server's own tables (nothing is mapped), else these.
  std::string actual_database;
  std::string logic_database;
  struct Named {
    std::string_view logic;
    bool wanted = false;                      // its rows are taken
    const router::ViewQuery* view = nullptr;  // of a view over shards
  };
  std::unordered_map<std::string_view, Named> tables;  // by actual name
  bool merges = false;                                 // rows of several nodes stand for one table
};

// `scratch`: the pools that tell what all servers tell alike, from data source `source`.
std::vector<SystemQuery> system_queries(const router::SystemGather& gather,
                                        std::span<const VisibleDatabase> databases,
                                        std::string_view session_database,
                                        backend::DatabasePools& scratch, std::size_t source);

// Renames in one row's cells; texts that had to be made live in `texts`. False: the row is of an
// object that the logical database does not have.
bool rename_system_row(const router::SystemGather& gather, const SystemQuery& query,
                       std::span<wire::Cell> cells, std::deque<std::string>& texts);

}  // namespace sluice::executor
