// SPDX-License-Identifier: Apache-2.0
// Part of a plan: a write that no shard can do alone (docs/adr/0015-staged-writes.md). First a read
// tells the rows, then routed writes change them, in one transaction. The templates hold SQL on
// logic tables: each part is planned and run like a client's statement.
// Thread rule: immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "router/insert_plan.h"
#include "router/metadata.h"
#include "router/route_plan.h"

namespace sluice::router {

// A column that tells a row of its table from others: of its key, or a sharding column.
struct StagedKeyColumn {
  std::string before;  // SQL in front of and behind the column: TIMESTAMP and the like are
  std::string behind;  // compared as numbers
  ColumnSchema column;
  bool optional = false;  // not of the key: may be NULL
};

// A column that the write gives a value which the read has computed.
struct StagedValue {
  std::uint16_t read_column = 0;
  ColumnSchema column;
};

// One assignment of an UPDATE: as it stands in the statement, or a computed value.
struct StagedAssignment {
  SqlTemplate column;
  std::optional<SqlTemplate> expression;
  StagedValue value;  // without expression
};

// The sharding columns that an UPDATE changes, and what moving a row takes. Their new values are
// computed by the read.
struct StagedMove {
  std::vector<StagedValue> keys;
  std::vector<StagedAssignment> in_place;  // the other assignments, done before the row moves
  std::string table_name;                  // for information_schema
  std::string columns;                     // that travel, as SQL: all but generated ones
  std::string fetched;                     // the same as a select list
  std::vector<ColumnSchema> travelling;
};

// A table of an UPDATE or DELETE, whose rows are written to by key.
struct StagedTarget {
  std::string table;            // as SQL
  std::string exposed;          // as SQL: what the statement calls it
  std::string logic_name;       // for messages
  std::uint16_t first_key = 0;  // column of the read
  std::vector<StagedKeyColumn> key;
  std::string verb;                           // up to the table: "DELETE FROM", "UPDATE IGNORE"
  std::vector<StagedAssignment> assignments;  // UPDATE
  SqlTemplate order;                          // behind the condition: ORDER BY, or nothing
  std::optional<StagedMove> move;
};

struct StagedWrite {
  enum class Kind : std::uint8_t {
    by_key,    // UPDATE, DELETE: the read gives the keys of `targets`
    rows,      // INSERT .. SELECT: the read gives the rows
    evaluated  // INSERT: the read gives the values for the holes in the statement
  };
  Kind kind = Kind::by_key;
  SqlTemplate read;
  std::vector<std::string> written;  // exposed names in the read's FROM whose rows are locked to be
                                     // changed
  std::vector<StagedTarget> targets;  // by_key
  bool update = false;                // by_key: UPDATE, not DELETE
  bool ignore = false;                // IGNORE: strict mode does not count

  // rows, evaluated: a column for each value of a row, or for each hole.
  std::vector<std::optional<ColumnSchema>> columns;
  SqlTemplate head;                 // rows: up to VALUES
  SqlTemplate tail;                 // rows: behind the rows
  std::vector<SqlTemplate> pieces;  // evaluated: what stands around the holes, one more than these
  OnDuplicate on_duplicate = OnDuplicate::fail;
  std::string table;  // for messages
};

// What planning does differently for a part of a staged write.
struct StagedPart {
  // The read: tables that the main block calls by these names are locked to be changed.
  const std::vector<std::string>* written = nullptr;
  // A write that assigns sharding columns the values that they have.
  bool keeps_keys = false;
};

}  // namespace sluice::router
