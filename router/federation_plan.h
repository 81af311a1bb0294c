// SPDX-License-Identifier: Apache-2.0
// Part of a plan: what no shard can answer is gathered on one server, docs/adr/0007-federation.md
// and 0009-system-tables.md. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "router/route_plan.h"
#include "router/system_tables.h"

namespace sluice::router {

// How a column's values travel from a shard to the scratch server without loss.
enum class Transfer : std::uint8_t {
  number,      // the text of a number
  text,        // the bytes of a string in a character set of whole words (UTF-16)
  plain_text,  // the bytes of another string: ASCII means ASCII
  bytes,       // any bytes
  temporal,    // DATE, DATETIME, TIME: text
  timestamp,   // seconds since the epoch, which no time zone makes ambiguous
  json
};

// Which names of databases or tables matter: one of `names` (as the servers compare them), or those
// that begin with the only one of them.
struct NameFilter {
  enum class Kind : std::uint8_t { exactly, equal, prefix };
  Kind kind = Kind::equal;
  bool session_database = false;  // besides, the session's default database
  std::vector<std::string> names;
};

// What to fetch of a table of information_schema, and which cells of a row hold actual names. The
// servers to ask and the names are known when the plan runs.
struct SystemGather {
  SystemSource source = SystemSource::refused;
  std::string name;    // upper case
  std::string schema;  // these two as column definitions say them
  std::string title;
  std::vector<std::string> columns;        // in the order of the temporary table
  std::vector<std::uint16_t> databases;    // cells; the first one decides
  std::vector<std::uint16_t> tables;       // cells; the first one decides
  std::vector<std::uint16_t> constraints;  // cells that may be derived from a table's name
  std::vector<std::uint16_t> definitions;  // cells of SQL that may name actual objects
  std::vector<NameFilter> database_filters;
  std::vector<NameFilter> table_filters;
  std::string merge;  // source sums: makes one row of each group, from the table that it names
};

// Rows whose column is none of the values that another gather found are left out, if those are
// integers and not too many.
struct SemiJoin {
  std::uint16_t from = 0;     // index of a gather that comes earlier in FederationPlan::order
  std::string values;         // the column of its temporary table, as SQL
  std::string column;         // the column that must equal one of them, as SQL
  std::optional<KeyRef> key;  // where that is a sharding column
};

// One table reference's rows: fetched from its nodes, stored in a temporary table of the scratch
// server.
struct Gather {
  std::uint16_t table = 0;  // index into RoutedPlan::tables
  TableRoute route;         // sharded tables: the nodes that hold rows that matter
  std::uint16_t model = 0;  // the node on the scratch server, whose definition is the model
  std::string temporary;    // name of the temporary table, as SQL
  std::vector<std::string> copies{};  // names of further tables with the same rows
  std::string indexes{};              // of each of them: "(INDEX (..), ..) ", or empty
  SqlTemplate query;                  // fetches; table references mean the unit's node
  SqlTemplate create;                 // makes the temporary table, on a unit of the scratch server
  std::vector<Transfer> columns;
  std::optional<SystemGather> system;  // a table of information_schema: `query` is not used
  bool has_conditions = false;         // `query` ends with its WHERE
  std::vector<SemiJoin> semi_joins{};
};

// A SELECT that no shard can answer, not even in part: each table reference is gathered, then the
// statement runs over the temporary tables.
struct FederationPlan {
  DataSourceIndex scratch = 0;  // has a node of every table, whose definitions serve as models
  std::vector<Gather> gathers;
  std::vector<std::uint16_t> order;  // in which they are gathered
  SqlTemplate statement;
};

}  // namespace sluice::router
