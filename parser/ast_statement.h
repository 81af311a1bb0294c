// SPDX-License-Identifier: Apache-2.0
// Syntax tree: statements.
#pragma once

#include <cstdint>
#include <string_view>

#include "parser/ast_query.h"

namespace sluice::parser::ast {

enum class StatementKind : std::uint8_t {
  select,
  insert,
  update,
  delete_from,
  create_table,
  drop_table,
  alter_table,
  truncate_table,
  create_index,
  drop_index,
  set,
  show,
  use,
  begin,
  commit,
  rollback,
  savepoint,
  rollback_to,
  release_savepoint,
  explain,
  describe,
  preview,  // PREVIEW sql
  explain_route,
  other,  // what servers know beyond that
};

struct Statement {
  StatementKind kind;
  TokenRange range;
};

struct SelectStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::select;
  const QueryExpression* query;
};

struct Assignment {
  const ColumnRef* column;
  const Expr* value;  // DefaultValue for DEFAULT
  TokenRange range;
};

// One row of VALUES; range covers the parentheses.
struct InsertRow {
  List<const Expr*> values;
  TokenRange range;
};

struct InsertStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::insert;
  bool replace;
  bool ignore;
  bool delayed_or_priority;  // LOW_PRIORITY, HIGH_PRIORITY, DELAYED
  TableName table;
  TokenRange partitions;
  bool has_columns;  // () counts as written
  List<Identifier> columns;
  std::uint32_t columns_end;     // the `)` that closes the column list; 0 without one
  List<InsertRow> rows;          // VALUES form
  List<Assignment> assignments;  // SET form
  const QueryExpression* query;  // SELECT form, else null
  Identifier row_alias;          // VALUES .. AS alias
  List<Identifier> row_alias_columns;
  List<Assignment> on_duplicate;
  TokenRange returning;  // MariaDB; empty if not written
  List<SelectItem> returning_items;
};

struct UpdateStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::update;
  const WithClause* with;
  bool ignore;
  const TableRef* tables;  // a BaseTable for the single-table form
  List<Assignment> assignments;
  const Expr* where;
  List<OrderItem> order_by;
  const Limit* limit;
};

struct DeleteStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::delete_from;
  const WithClause* with;
  bool ignore;
  bool multi_table;
  List<TableName> targets;  // multi-table form: what is deleted from
  const TableRef* from;     // single-table form: a BaseTable
  const Expr* where;
  List<OrderItem> order_by;
  const Limit* limit;
  TokenRange returning;
  List<SelectItem> returning_items;
};

struct CreateTableStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::create_table;
  bool temporary;
  bool or_replace;
  bool if_not_exists;
  TableName table;
  const TableName* like;         // CREATE TABLE t LIKE s
  List<TableName> references;    // targets of FOREIGN KEY .. REFERENCES
  const QueryExpression* query;  // CREATE TABLE .. AS SELECT
};

struct DropTableStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::drop_table;
  bool temporary;
  bool if_exists;
  List<TableName> tables;
};

struct AlterTableStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::alter_table;
  TableName table;
  bool renames;                // RENAME [TO|AS] other
  bool moves_rows;             // EXCHANGE PARTITION and the like, which name another table
  List<TableName> references;  // targets of FOREIGN KEY .. REFERENCES
};

struct TruncateTableStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::truncate_table;
  TableName table;
};

struct CreateIndexStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::create_index;
  Identifier index;
  TableName table;
};

struct DropIndexStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::drop_index;
  Identifier index;
  TableName table;
};

enum class SetForm : std::uint8_t {
  variable,       // [scope] name = value, @name = value
  names,          // NAMES charset [COLLATE collation] | NAMES DEFAULT
  character_set,  // CHARACTER SET charset | DEFAULT
  transaction     // [scope] TRANSACTION characteristics
};

struct SetItem {
  SetForm form;
  VariableScope scope;
  std::string_view name;     // variable form; unquoted
  const Expr* value;         // variable form; null for DEFAULT. A bare word is a ColumnRef.
  std::string_view charset;  // names and character_set; empty for DEFAULT
  std::string_view collation;
  TokenRange characteristics;  // transaction form: ISOLATION LEVEL .., READ ONLY ..
  TokenRange range;
};

struct SetStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::set;
  List<SetItem> items;
};

enum class ShowKind : std::uint8_t {
  databases,
  tables,
  table_status,
  columns,
  index,
  create_table,
  create_database,
  variables,
  status,
  warnings,
  errors,
  count_warnings,
  count_errors,
  engines,
  collation,
  character_set,
  processlist,
  grants,
  other,
};

struct ShowStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::show;
  ShowKind what;
  bool full;
  VariableScope scope;
  TableName table;      // columns, index, create_table
  Identifier database;  // FROM|IN db
  const Expr* like;     // LIKE pattern (a Literal), null if not written
  const Expr* where;
  const Limit* limit;
};

struct UseStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::use;
  Identifier database;
};

struct BeginStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::begin;
  bool consistent_snapshot;
  bool read_only;
  bool read_write;
};

// COMMIT and ROLLBACK share their tail.
struct EndTransactionStatement : Statement {
  bool chain;    // AND CHAIN
  bool release;  // RELEASE
};

// SAVEPOINT name, ROLLBACK TO name, RELEASE SAVEPOINT name
struct SavepointStatement : Statement {
  Identifier name;
};

// EXPLAIN|DESCRIBE [options] statement; EXPLAIN ROUTE statement; PREVIEW statement
struct ExplainStatement : Statement {
  const Statement* statement;
  TokenRange options;
};

// DESCRIBE table [column]
struct DescribeStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::describe;
  TableName table;
  const Expr* column;
};

enum class ObjectKind : std::uint8_t {
  table,
  view,
  sequence,
  routine,
  trigger,
  event,
  database,
  other,
};

struct ObjectName {
  ObjectKind kind;
  TableName name;  // a database is in `table`
};

// Administrative statements, programs and the like. What all of them have: the objects they name,
// and the queries, expressions and (in programs) statements inside of them, each in the order of
// the text.
struct OtherStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::other;
  std::string_view name;  // what it is called in an error message, upper case: "CREATE VIEW"
  List<ObjectName> objects;
  List<const QueryExpression*> queries;
  List<const Expr*> expressions;
  List<const Statement*> statements;
};

template <class T>
const T& as(const Statement& node) {
  return static_cast<const T&>(node);
}

}  // namespace sluice::parser::ast
