// SPDX-License-Identifier: Apache-2.0
// Part of a plan: where its values come from, which nodes it goes to, and the SQL for each of them.
// Values are reached through marks (parser/scan.h): statements of equal normalised text have the
// same marks, so a plan says "the literal at mark 7" and "copy the text from mark 3 to mark 9".
// Thread rule: immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "router/metadata.h"

namespace sluice::router {

// ------------------------------------------------------------------------------------------ values

// Where a value comes from when the plan runs.
struct Operand {
  enum class Kind : std::uint8_t {
    null_constant,
    literal,    // the literal at `mark`
    list,       // every literal of the in_list at `mark`
    parameter,  // `?` number `ordinal`
    integer     // `constant` itself
  };
  Kind kind = Kind::null_constant;
  bool minus = false;          // literal: a unary minus stands before it
  std::uint32_t mark = 0;      // literal, list
  std::uint32_t ordinal = 0;   // parameter
  std::uint64_t constant = 0;  // integer
};

// ------------------------------------------------------------------------------------------- route

// A condition that one level's strategy can narrow by: `column = v`, `column IN (v, ..)`, a range
// of values, or for strategies of several columns a list of values for each. Whatever it cannot
// tell when the plan runs is all nodes.
struct RouteLeaf {
  enum class Kind : std::uint8_t { values, range, hint };
  Kind kind = Kind::values;
  Level level = Level::database;
  std::vector<Operand> values;                // of the first column
  bool null_safe = false;                     // <=>: NULL finds rows, too
  std::vector<std::vector<Operand>> further;  // of the other columns
  struct Bound {
    Operand value;
    bool open = false;  // < and >
  };
  std::optional<Bound> low;  // range
  std::optional<Bound> high;
};

// Postfix program over sets of node indexes.
struct RouteStep {
  enum class Op : std::uint8_t { all, leaf, intersect, unite };
  Op op;
  std::uint16_t leaf = 0;
};

// One sharded table, or a co-located group of binding tables, with what narrows its nodes.
struct TableRoute {
  std::shared_ptr<const TableRule> rule;  // the group's first table; node indexes are common to all
  std::vector<RouteLeaf> leaves;
  std::vector<RouteStep> steps;  // empty: all nodes
};

enum class RouteKind : std::uint8_t {
  any,           // no table, or broadcast tables only: one data source, whichever
  fixed,         // single tables: that data source
  sharded,       // by `tables`
  insert_rows,   // by the rows of `insert`
  every_node,    // DDL on a sharded table: each node of tables[0].rule
  every_source,  // broadcast writes and DDL: each node of tables[0].rule, one per data source
};

// Two values of the statement that must be equal for its tables to lie together.
struct EqualOperands {
  KeyRef key;  // of tables[0]
  Operand left;
  Operand right;
};

struct StatementRoute {
  RouteKind kind = RouteKind::any;
  DataSourceIndex data_source = 0;  // fixed
  bool pinned_to_source =
      false;  // sharded: single tables take part, all units must lie on data_source
  // sharded: one per co-located group, several of them must come out as one node each, on one
  // source; every_node and every_source: exactly one.
  std::vector<TableRoute> tables;
  std::vector<EqualOperands> must_equal;
  // sharded: what is said when several groups do not come out together, when a pinned unit lies
  // elsewhere, or when must_equal does not hold.
  std::optional<Error> split_error;
};

// --------------------------------------------------------------------------------------------- SQL

// A place in the source text: before or behind a mark.
struct Anchor {
  std::uint32_t mark;
  bool behind;
};

enum class SessionValue : std::uint8_t {
  last_insert_id,
  row_count,
  found_rows,
  connection_id,
  database,
  user,  // USER(), SESSION_USER(), SYSTEM_USER()
  current_user,
  max_allowed_packet,
  version,  // advertised version, if one is configured
  warning_count,
  error_count,
  resultset_metadata,  // MySQL's
};

struct SqlOp {
  enum class Kind : std::uint8_t {
    copy,           // source text between two anchors
    text,           // literal text
    table,          // actual name of table reference `index`, back-quoted if it must be
    session_value,  // a value that the gateway owns, as an SQL literal of the right type
    row_limit,      // offset + count as one number (scattered LIMIT)
    rows,           // INSERT: this unit's rows, comma-separated
    generated_key  // INSERT: the key generated for the row being written; if it brings its own, the
                   // text between the anchors
  };
  Kind kind;
  Anchor from{};
  Anchor to{};
  std::string text{};
  std::uint16_t index = 0;  // table reference
  SessionValue session{};
  std::vector<std::uint32_t> parameters{};  // copy: ordinals of the `?` inside, in order
};

struct SqlTemplate {
  std::vector<SqlOp> ops;
};

// What a table reference of the statement is called where: `group` is an index into
// StatementRoute::tables for a sharded one, whose node decides the actual name.
struct TableBinding {
  std::shared_ptr<const TableRule> rule;  // null: a table that is not known (CREATE TABLE)
  std::int16_t group = -1;                // -1: not sharded, the name is the same everywhere
  std::string logic_table;
  std::string sql_name;  // of logic_table
};

}  // namespace sluice::router
