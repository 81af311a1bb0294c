// SPDX-License-Identifier: Apache-2.0
// A statement after binding: which table each name means, in which block and under which outer join
// it stands, and what must hold of the rows that matter.
//
// Blocks and scopes. A block is one SELECT (or the body of an UPDATE or DELETE). A scope is a part
// of a block's FROM whose rows take part in the result only if that part found a match: the root
// scope of the block, and one for the nullable side of each outer join. A condition belongs to the
// scope whose rows it must hold for: WHERE and inner ON to the scope they stand in, the ON of an
// outer join to its nullable side. The parent of a root scope is the scope around a correlated
// subquery, or the scope that a derived table stands in if its columns pass through it
// (derived_columns.h); conditions of all ancestors hold for every row of a table that contributes
// to the result.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/result.h"
#include "parser/ast.h"
#include "router/metadata.h"
#include "router/planning/function_table.h"

namespace sluice::router {

namespace ast = parser::ast;

inline constexpr int kNone = -1;

struct BoundTable {
  const ast::TableName* name = nullptr;
  const ast::BaseTable* ref = nullptr;  // null: the target of INSERT, or TABLE t
  std::string_view exposed;             // alias, or the table's name
  const Table* table = nullptr;         // kept by the metadata
  int block = kNone;
  int scope = kNone;
  std::uint16_t binding = 0;  // index into RoutedPlan::tables
  // The server takes no alias here (single-table DELETE, INSERT), so that qualified columns take
  // the actual name.
  bool takes_no_alias = false;

  const TableRule& rule() const { return *table->rule; }
  TableKind kind() const { return rule().kind; }
  const TableSchema* schema() const { return table->schema.get(); }
};

// A name in FROM, in the order of the text.
struct FromName {
  std::string_view exposed;
  std::string_view database;  // as written or the default; only base tables
  int table = kNone;          // index of a BoundTable; kNone: derived, common table, table function
  // Of a derived table, or a common one that is used once: the block of its query, if that is a
  // single SELECT, and its list of columns.
  int derived = kNone;
  ast::List<ast::Identifier> columns{};
};

// A name in FROM that means a common table expression.
struct CommonUse {
  const ast::BaseTable* ref = nullptr;
  const ast::CommonTable* table = nullptr;
  bool recursive = false;  // of a WITH RECURSIVE
};

// A view over shards where a query reads it: its query is to stand there instead.
struct ViewUse {
  const ast::BaseTable* ref = nullptr;  // null: TABLE view
  ast::TokenRange range;                // of the name, or of TABLE view
  std::string_view name;
  const ViewQuery* query = nullptr;
};

struct Scope {
  int parent = kNone;
  int block = kNone;
};

enum class BlockKind : std::uint8_t { statement, subquery, derived, common_table, set_arm };

// How the rows of a block are computed from the rows of its FROM.
enum class RowsOf : std::uint8_t {
  single_rows,  // each from one
  groups,       // each from those that agree in some columns, see keeps_apart()
  anything
};

struct Block {
  BlockKind kind = BlockKind::statement;
  int parent = kNone;  // whose columns may be used in it
  int root_scope = kNone;
  const ast::SelectBody* select = nullptr;      // null: UPDATE, DELETE, VALUES
  const ast::QueryExpression* query = nullptr;  // ORDER BY and LIMIT of the select, if its own
  std::vector<FromName> names;
  std::vector<std::string> using_columns;  // lower case; ambiguous names that mean one value
  bool merges_columns = false;             // a USING or NATURAL join: `*` shows shared columns once
  bool limited = false;                    // LIMIT: which rows it takes may differ between servers
  RowsOf rows = RowsOf::anything;          // once its query is bound
  int stands_in = kNone;  // derived and common tables whose columns pass: the scope they stand in
  std::string random_function;  // the first one called in it, or empty
};

struct BoundColumn {
  int table = kNone;
  std::string name;  // lower case

  bool operator==(const BoundColumn&) const = default;
};

// What a reference to a column of a derived table means, see derived_columns.h.
struct DerivedColumn {
  int block = kNone;         // whose FROM names the table
  std::string_view exposed;  // the table's name there; empty: not known whose column it is
  BoundColumn column;        // of a table inside; its table is kNone for other values
  // Rows of the table inside with other values of the column do not touch the rows with this one.
  bool passes = false;
};

struct Conjunct {
  const ast::Expr* expr = nullptr;
  int scope = kNone;
};

// Two columns that are equal in every row that matters to `scope`.
struct Equality {
  BoundColumn left;
  BoundColumn right;
  int scope = kNone;
};

// Calls of functions and the like that the plan as a whole depends on.
struct StatementFacts {
  bool clock = false;
  bool user_variables = false;
  std::vector<const ast::FunctionCall*> user_locks;  // GET_LOCK() and the like
  std::vector<std::string> assigned_variables;       // by `:=`, lower case
  std::string unknown_function;                      // the first one, or empty
  std::string random_function;
  std::string seeded_random;    // RAND(n): a sequence over the rows of one server
  std::string window;           // the first window function
  bool sets_insert_id = false;  // LAST_INSERT_ID(expression)
  bool asks_server = false;     // a value that may differ between a primary and its replicas
};

struct Bound {
  std::shared_ptr<const DatabaseMetadata> database;  // of the tables, or null
  std::deque<Table> direct_tables;  // of the data source that a hint names; stay where they are
  // All tables lie in one database. Errors: unsupported, over two.
  Result<void> take(const std::shared_ptr<const DatabaseMetadata>& other);
  std::vector<Block> blocks;
  std::vector<Scope> scopes;
  std::vector<BoundTable> tables;
  std::vector<CommonUse> common_uses;  // in the order of the text
  // With any, nothing but the uses is complete: the statement is planned with their queries in it.
  std::vector<ViewUse> view_uses;
  std::vector<ast::TokenRange> view_qualifiers;  // the database in `database.view.column`
  std::vector<Conjunct> conjuncts;
  std::vector<Equality> equalities;
  std::unordered_map<const ast::ColumnRef*, BoundColumn> columns;  // those that could be told
  std::unordered_map<const ast::ColumnRef*, DerivedColumn> derived_columns;
  // Qualified columns and stars whose qualifier is known to name this FROM entry's table.
  std::unordered_map<const ast::Expr*, int> qualifiers;
  // Calls and variables that the gateway answers itself.
  std::vector<std::pair<const ast::Expr*, SessionValue>> owned;
  std::vector<ast::List<ast::SelectItem>> select_lists;  // all, RETURNING included: result columns
  StatementFacts facts;

  // kNone: there is none, or `select` is null.
  int block_of(const ast::SelectBody* select) const;
  const BoundColumn* column(const ast::Expr* expr) const;
  const DerivedColumn* derived_column(const ast::Expr* expr) const;
  // The column itself, or that of the table inside a derived table which passes through it.
  const BoundColumn* origin(const ast::Expr* expr) const;
  // The schema of the column whose values the expression has; null for other expressions.
  const ColumnSchema* type_of(const ast::Expr* expr) const;
  bool is_root_scope(int scope) const { return blocks[scopes[scope].block].root_scope == scope; }
  // `scope` and its ancestors.
  std::vector<bool> with_ancestors(int scope) const;

  bool reads_system() const;  // any table of kind system

  const ColumnSchema* schema_of(const BoundColumn& column) const;
};

// Names of the tables of one kind (or all), for messages: "t_order, t_user".
std::string table_list(const Bound& bound, std::optional<TableKind> kind = std::nullopt);

}  // namespace sluice::router
