// SPDX-License-Identifier: Apache-2.0
// One statement on its way through the executor: the plan, this execution's values, and the session
// it runs for. Made by the session for each statement, passed by reference to every step.
//
// Ownership: refers to everything; lives in the session's coroutine frame. Thread rule: one worker.
#pragma once

#include <span>

#include "backend/cluster.h"
#include "common/wire/commands.h"
#include "common/wire/row.h"
#include "executor/client_file.h"
#include "executor/client_writer.h"
#include "executor/name_map.h"
#include "executor/own_table.h"
#include "executor/session_state.h"
#include "executor/system_gather.h"
#include "router/plan.h"
#include "router/resolve.h"

namespace sluice::executor {

struct Limits {
  std::uint64_t merge_memory_bytes = 64u << 20;
  std::uint32_t connections_per_query =
      8;  // per data source, for a statement outside a transaction
  // What a federated statement may gather.
  std::uint64_t federation_rows = 10'000'000;
  std::uint64_t federation_bytes = 1ull << 30;
};

struct Request {
  const router::Plan& plan;
  const router::RoutedPlan& routed;
  const router::StatementValues& values;
  router::Resolution& resolution;
  SessionState& session;
  ClientWriter& client;
  backend::DatabasePools& pools;
  Counters& counters;
  Limits limits;
  // What information_schema shows: the databases that the session may see.
  std::span<const VisibleDatabase> visible{};
  // And its tables that are the gateway's own; those that the statement names.
  std::span<const OwnTable> own_tables{};
  // COM_STMT_EXECUTE: the bound parameters; the answer's rows are binary.
  bool prepared = false;
  std::span<const wire::Parameter> parameters;
  wire::StatusFlags more_results =
      0;                       // kMoreResults when another statement follows in the same text
  ClientFile* file = nullptr;  // LOAD DATA LOCAL

  wire::RowFormat row_format() const {
    return prepared ? wire::RowFormat::binary : wire::RowFormat::text;
  }
  // The status flags that the client shall see, but for kInTransaction while a shard decides it.
  wire::StatusFlags client_status() const {
    return static_cast<wire::StatusFlags>(session.status() | more_results);
  }
  backend::Pool& pool(const router::Unit& unit) const {
    return pools.pool(unit.data_source, unit.server, session.found_rows);
  }
  // Actual-to-logical names of one unit, into a reusable map.
  void fill_names(const router::Unit& unit, NameMap& names) const;
};

}  // namespace sluice::executor
