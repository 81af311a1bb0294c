// SPDX-License-Identifier: Apache-2.0
// The connections over which a statement's units run, and which unit runs where.
//
// Outside a transaction each unit gets a connection of its own while the pools have room (up to
// connections_per_query per data source); otherwise, and always inside a transaction, the units of
// one data source share a connection and run on it one after the other. Only the first connection
// to each source is waited for, in the order of the sources, so that statements cannot wait for
// each other in a circle within a pool.
#pragma once

#include <vector>

#include "executor/shard_session.h"

namespace sluice::executor {

// A connection and its units, as indexes into resolution.units, in the order in which they run.
struct UnitSlot {
  ShardSession shard;
  std::vector<std::size_t> units;
};

// Leases connections for all units. Errors: those of open_shard_session().
Task<Result<std::vector<UnitSlot>>> fan_out(Request& request, std::size_t connections_per_source);

// "SET timestamp=..." that gives all units of a statement the same NOW(); empty if the statement
// does not look at the clock or the session has set its own timestamp.
std::string shared_timestamp(const Request& request);

}  // namespace sluice::executor
