// SPDX-License-Identifier: Apache-2.0
// A plan: everything about a statement that does not depend on its literal values. Immutable, kept
// in the plan cache under the statement's normalised text; from here on nobody looks at the AST
// again.
//
//   plan + values  --resolve()-->  units (data source, SQL)  --executor-->  rows  --MergePlan-->
//   answer
//
// Ownership: a Plan owns all it holds and keeps its Metadata alive. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/base/error.h"
#include "router/federation_plan.h"
#include "router/insert_plan.h"
#include "router/merge_plan.h"
#include "router/metadata.h"
#include "router/route_plan.h"
#include "router/staged_write.h"

namespace sluice::router {

struct LoadPlan;  // router/load/load_plan.h

enum class StatementClass : std::uint8_t { read, locking_read, write, ddl, utility };

// Where a statement may run on a data source of several servers. reader: it is proven to do nothing
// but read what replicas have, too.
enum class Role : std::uint8_t { primary, reader };

// UPDATE that assigns a sharding column: right only on one node, which the new value must map to.
struct KeyAssignment {
  std::uint16_t group = 0;  // index into StatementRoute::tables
  KeyRef key;
  Operand value;
};

// What a statement does to the session's temporary tables on its one data source.
struct TemporaryChange {
  std::vector<std::string> defined;  // created or altered
  std::vector<std::string> dropped;
};

// CALL. Which data source has the procedure, and what its body does, is looked up when it runs.
struct CallPlan {
  std::string procedure;
};

// HANDLER. Those that read or close run where the handler was opened.
struct HandlerPlan {
  enum class Kind : std::uint8_t { open, read, close };
  Kind kind = Kind::open;
  std::string name;  // its alias
};

// A statement that runs on backends.
struct RoutedPlan {
  StatementClass statement_class = StatementClass::read;
  Role role = Role::primary;
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
  bool releases_all_locks = false;  // and does nothing else with them
  // Cells that are IS_USED_LOCK(): a server connection's id, for which the session's is shown.
  std::vector<std::uint16_t> lock_owner_cells;
  bool shows_variables = false;      // SHOW VARIABLES, of the session
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
  // The same for writes: what is done instead where a shard cannot do it alone.
  std::shared_ptr<const StagedWrite> staged;
  bool always_staged = false;  // no route would do
  TemporaryChange temporary;
  std::optional<CallPlan> call;
  std::optional<HandlerPlan> handler;
  // SHOW CREATE TRIGGER: which data source has it is looked up when it runs. Empty: another one.
  std::string trigger;
  bool reload_schema = false;  // DDL: reload `ddl_tables` before answering
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

// ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR TABLE, and ALTER TABLE that does so with
// partitions: one table after the other, each on its nodes.
struct MaintenancePlan {
  struct Subject {
    std::string table;
    RoutedPlan routed;
    std::string unknown_database;  // set: there is none of that name, and `routed` is empty
  };
  bool checksum = false;
  std::string operation;  // "analyze"
  std::vector<Subject> subjects;
};

// SHOW as a query of information_schema, or a statement with the queries of its views in it: plan
// and run `sql` instead (follow_rewrites() in planner.h).
struct RewrittenPlan {
  std::string sql;
  std::string database{};  // that it is about, which the user must be allowed; may be empty
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
               RewrittenPlan, LockPlan, MaintenancePlan, NamedStatementPlan, NoOperationPlan>
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
