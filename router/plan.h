// SPDX-License-Identifier: Apache-2.0
// A plan: everything about a statement that does not depend on its literal values. Immutable, kept
// in the plan cache under the statement's normalised text; from here on nobody looks at the AST
// again.
//
//   plan + values  --resolve()-->  units (data source, SQL)  --executor-->  rows  --MergePlan-->
//   answer
//
// Values are reached through marks (parser/scan.h): statements of equal normalised text have the
// same marks, so a plan says "the literal at mark 7" and "copy the text from mark 3 to mark 9".
// Ownership: a Plan owns all it holds and keeps its Metadata alive. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/base/error.h"
#include "router/metadata.h"
#include "router/system_tables.h"

namespace sluice::router {

struct LoadPlan;  // router/load/load_plan.h

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

// ------------------------------------------------------------------------------------------ INSERT

// Which rows there are and what decides each row's node. Widths were checked by the planner.
struct InsertPlan {
  std::shared_ptr<const TableRule> rule;
  NodeSet all_nodes;  // of the rule

  // Where a row's value comes from: nowhere, the statement (`position` counts a row's values), or
  // the key generator.
  struct Source {
    enum class Kind : std::uint8_t { none, position, generated };
    Kind kind = Kind::none;
    std::uint32_t position = 0;
  };
  struct KeySource {  // of a sharding column
    KeyRef key;
    Source source;
  };
  std::vector<KeySource> keys;  // in the order of the strategies' columns
  Source key_value;             // of the key generator's column; none: the table has no generator
  bool zero_is_null = false;    // the key column is AUTO_INCREMENT: 0 asks for a key, as NULL does
  // An AUTO_INCREMENT column without generator: each row must give it a value other than NULL and
  // 0. Also checked for broadcast tables (route every_source), whose rows are not routed.
  Source counter_value;
  std::string counter_column;

  bool plain = false;  // no IGNORE, REPLACE or ON DUPLICATE KEY: every row is one affected row

  // Either every row is in one value_rows mark ...
  bool folded = false;
  std::uint32_t rows_mark = 0;
  // ... or each row is listed.
  struct Row {
    std::vector<SqlOp> ops;  // `(..)`, with generated_key where a generated key goes
    // The values that Sources name; an expression that needs no routing counts as the integer 1.
    std::vector<Operand> keys;  // as InsertPlan::keys
    Operand key_value;
    Operand counter_value;
  };
  std::vector<Row> rows;
};

// ----------------------------------------------------------------------------------------- merging

// A column of the shards' results: visible ones count from the front, hidden ones (appended by
// rewriting, removed before the client sees the row) from the first hidden one.
struct ColumnAt {
  bool hidden = false;
  std::uint16_t index = 0;
};

// How two rows compare on one key. Numbers and temporals compare by `value`. Strings compare by the
// bytes of `weight` (WEIGHT_STRING(value)), padded as the collation wants; the collation is known
// from the schema or comes with each row in `collation_name`. Which of these applies is decided by
// the type in the shards' column definition. NULL sorts first.
struct SortKey {
  ColumnAt value;
  std::optional<ColumnAt> weight;
  std::optional<ColumnAt> collation_name;
  std::string collation;   // when known from the schema
  bool by_number = false;  // ENUM, SET, BIT: `value` is already the number (expr + 0)
  bool descending = false;
};

enum class AggregateKind : std::uint8_t { count, sum, min, max, avg, count_distinct, first };

struct AggregateColumn {
  AggregateKind kind;
  ColumnAt column;                  // the shards' partial value, replaced by the merged one
  std::optional<ColumnAt> sum{};    // avg
  std::optional<ColumnAt> count{};  // avg
  std::optional<SortKey> key{};     // min, max: comparison; count_distinct: the counted value
};

struct Aggregation {
  std::vector<SortKey> group_by;         // empty: one group, and a row even for no input
  std::vector<AggregateColumn> columns;  // columns not named here keep the first row's value
  bool input_sorted = false;  // shards deliver in group_by order: ordered aggregation, else
                              // hash aggregation within the memory budget
};

// HAVING that must wait for merged values; anything richer is refused by the planner.
struct Condition {
  enum class Kind : std::uint8_t { all_of, any_of, negate, compare, between, in_list, is_null };
  enum class Compare : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };
  Kind kind;
  Compare compare{};
  bool negated = false;  // between, in_list, is_null
  ColumnAt column{};
  std::vector<Operand> operands{};  // numeric literals or parameters
  std::vector<Condition> children{};
};

struct LimitPlan {
  Operand offset;
  Operand count;
};

struct MergePlan {
  std::uint16_t hidden_columns = 0;
  std::vector<SortKey> input_order;  // the order in which every shard delivers; empty: concatenate
  std::optional<Aggregation> aggregation;
  bool distinct = false;  // rows equal on distinct_keys are one; input_order covers them
  std::vector<SortKey> distinct_keys;
  std::optional<Condition> having;
  std::vector<SortKey> final_order;  // sort what aggregation yields, when that order differs
  std::optional<LimitPlan> limit;
};

// ------------------------------------------------------------------------------------- federation

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
  std::string name;                        // upper case
  std::vector<std::string> columns;        // in the order of the temporary table
  std::vector<std::uint16_t> databases;    // cells; the first one decides
  std::vector<std::uint16_t> tables;       // cells; the first one decides
  std::vector<std::uint16_t> constraints;  // cells that may be derived from a table's name
  std::vector<std::uint16_t> definitions;  // cells of SQL that may name actual objects
  std::vector<NameFilter> database_filters;
  std::vector<NameFilter> table_filters;
  std::string merge;  // source sums: makes one row of each group, from the table that it names
};

// One table reference's rows: fetched from its nodes, stored in a temporary table of the scratch
// server.
struct Gather {
  std::uint16_t table = 0;  // index into RoutedPlan::tables
  TableRoute route;         // sharded tables: the nodes that hold rows that matter
  std::uint16_t model = 0;  // the node on the scratch server, whose definition is the model
  std::string temporary;    // name of the temporary table, as SQL
  std::vector<std::string> copies{};  // names of further tables with the same rows
  SqlTemplate query;                  // fetches; table references mean the unit's node
  SqlTemplate create;                 // makes the temporary table, on a unit of the scratch server
  std::vector<Transfer> columns;
  std::optional<SystemGather> system;  // a table of information_schema: `query` is not used
};

// A SELECT that no shard can answer, not even in part: each table reference is gathered, then the
// statement runs over the temporary tables.
struct FederationPlan {
  DataSourceIndex scratch = 0;  // has a node of every table, whose definitions serve as models
  std::vector<Gather> gathers;
  SqlTemplate statement;
};

// ------------------------------------------------------------------------------------ whole plans

enum class StatementClass : std::uint8_t { read, locking_read, write, ddl, utility };

// UPDATE that assigns a sharding column: right only on one node, which the new value must map to.
struct KeyAssignment {
  std::uint16_t group = 0;  // index into StatementRoute::tables
  KeyRef key;
  Operand value;
};

// A statement that runs on backends.
struct RoutedPlan {
  StatementClass statement_class = StatementClass::read;
  StatementRoute route;
  std::vector<TableBinding> tables;
  SqlTemplate single;                  // exactly one unit: names replaced, nothing else
  SqlTemplate scattered;               // several units; empty: `single` serves them, too
  std::optional<Error> scatter_error;  // set: several units are refused with this
  MergePlan merge;                     // for several units that return rows
  std::optional<InsertPlan> insert;
  std::shared_ptr<const LoadPlan> load;  // LOAD DATA LOCAL
  std::vector<KeyAssignment> key_assignments;
  // SELECT .. INTO @a, @b: their names in lower case; the text has no INTO.
  std::vector<std::string> into;
  bool into_behind = false;  // INTO stands behind FROM, of which MariaDB warns
  // User variables that `:=` assigns, in lower case: to be read back from the one unit.
  std::vector<std::string> assigned_variables;
  // Named locks: GET_LOCK() and the like run on the session's connection to the lock server. The
  // names are SQL text; not all are known if some are computed.
  bool user_locks = false;
  std::vector<std::string> lock_names;
  bool all_lock_names_known = true;
  bool releases_all_locks = false;   // and does nothing else with them
  bool returns_rows = false;         // SELECT, SHOW, EXPLAIN, RETURNING
  bool sum_affected_rows = true;     // false: broadcast, every unit says the same
  bool uses_clock = false;           // NOW() and friends, or a write that may default to them: when
                                     // it has several units they share one timestamp
  bool leaves_session_state = true;  // false: proven to leave nothing behind on the connection
  // Cells that hold actual table names (SHOW CREATE TABLE, SHOW INDEX): replaced by the logic name.
  std::vector<std::uint16_t> rename_cells;
  // What answers instead when several units would be refused; null: nothing does.
  std::shared_ptr<const FederationPlan> federation;
  bool always_federated = false;  // reads information_schema
  bool reload_schema = false;     // DDL: reload `ddl_tables` before answering
  std::vector<std::string> ddl_tables;
};

struct TransactionPlan {
  enum class Kind : std::uint8_t { begin, commit, rollback, savepoint, rollback_to, release };
  Kind kind;
  bool consistent_snapshot = false;
  bool read_only = false;
  bool read_write = false;
  bool chain = false;
  bool release_connection = false;
  std::string name;  // savepoints
};

struct SetPlanItem {
  enum class Kind : std::uint8_t {
    system_variable,
    user_variable,
    names,
    character_set,
    transaction
  };
  Kind kind;
  bool global = false;     // GLOBAL or PERSIST
  bool next_only = false;  // transaction: without SESSION, only the next one
  std::string name;        // lower case
  std::string value;       // SQL text of the value, or of the characteristics; empty: DEFAULT
  bool literal_value = false;
  // user_variable: the value is this one subquery, whose text `value` is without parentheses.
  bool subquery = false;
  std::uint32_t first_parameter = 0;  // user_variable: ordinal of the first `?` in `value`
  std::string charset;
  std::string collation;
};

struct SetPlan {
  std::vector<SetPlanItem> items;
};

// PREPARE, EXECUTE, EXECUTE IMMEDIATE and DEALLOCATE PREPARE as SQL; DO.
struct NamedStatementPlan {
  enum class Kind : std::uint8_t { prepare, execute, execute_immediate, deallocate, evaluate };
  Kind kind;
  std::string name;        // lower case
  std::string text;        // prepare, execute_immediate: SQL of what gives the statement; evaluate
                           // (DO): the expressions
  std::string parameters;  // SQL of the values behind USING, with commas; empty: none
  std::size_t parameter_count = 0;
};

struct UsePlan {
  std::string database;
};

struct ShowPlan {
  enum class Kind : std::uint8_t {
    databases,
    tables,
    status,
    warnings,
    errors,
    count_warnings,
    count_errors,
    processlist,
    grants
  };
  Kind kind{};
  bool full = false;
  std::string database;
  std::optional<std::string> like;
  std::optional<LimitPlan> limit;
  // grants: of this account; without a name, of the session's own.
  std::string user;
  std::string host;
};

// PREVIEW sql, EXPLAIN ROUTE sql: plan `sql` and show it instead of running it.
struct PreviewPlan {
  bool explain_route = false;
  std::string sql;
};

// KILL [CONNECTION|QUERY] id: as it was written.
struct KillPlan {
  std::string sql;
};

// LOCK TABLES; no items: UNLOCK TABLES.
struct LockPlan {
  struct Item {
    std::shared_ptr<const TableRule> rule;
    std::string alias;  // as SQL; empty: none
    std::string mode;   // READ, WRITE, READ LOCAL ..
  };
  std::vector<Item> items;
};

// SHOW as a query of information_schema: plan and run `sql` instead.
struct RewrittenPlan {
  std::string sql;
  std::string database;  // that it is about, which the user must be allowed; may be empty
};

// Answered with OK and nothing else (empty SET lists and the like).
struct NoOperationPlan {};

// A literal that is part of the meaning (ORDER BY 1): the plan holds only for this text.
struct PinnedLiteral {
  std::uint32_t mark;
  std::string text;
};

struct Plan {
  MetadataSnapshot metadata;
  std::shared_ptr<const DatabaseMetadata> database;  // the one that the tables live in; may be null
  std::variant<RoutedPlan, TransactionPlan, SetPlan, UsePlan, ShowPlan, PreviewPlan, KillPlan,
               RewrittenPlan, LockPlan, NamedStatementPlan, NoOperationPlan>
      body;
  std::vector<PinnedLiteral> pinned;
  bool cacheable = true;
  std::uint32_t parameter_count = 0;
  const char* verb = "";  // SELECT, INSERT, ...: counters and logs

  const RoutedPlan* routed() const { return std::get_if<RoutedPlan>(&body); }
  const RewrittenPlan* rewritten() const { return std::get_if<RewrittenPlan>(&body); }
};

using PlanPtr = std::shared_ptr<const Plan>;

}  // namespace sluice::router
