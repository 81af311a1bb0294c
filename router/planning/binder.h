// SPDX-License-Identifier: Apache-2.0
// Names to tables and columns. What cannot be told for certain (a column of a table without schema,
// an ambiguous name) stays unbound, and then nothing is concluded from it; the server judges the
// name.
#pragma once

#include "common/base/result.h"
#include "router/planner.h"
#include "router/planning/bound.h"
#include "router/planning/derived_columns.h"

namespace sluice::router {

class Binder {
 public:
  Binder(const SessionView& session, const Metadata& metadata, Bound& out)
      : session_(session), metadata_(metadata), out_(out) {}

  int open_block(BlockKind kind, int parent);
  int root_scope(int block) const {
    return out_.blocks[static_cast<std::size_t>(block)].root_scope;
  }

  // Errors of all: unknown_table, unknown_database, no_database_selected, schema_not_loaded,
  // unsupported.
  Result<void> query(const ast::QueryExpression& query, BlockKind kind, int parent);
  // The common tables of UPDATE and DELETE; they stay visible until the binder dies.
  Result<void> with_clause(const ast::WithClause& with, int parent);
  Result<void> from(const ast::TableRef& ref, int block, int scope);
  // A table that is named outside FROM; returns its index in Bound::tables.
  Result<int> table(const ast::TableName& name, const ast::BaseTable* ref, int block, int scope);
  // Null is allowed.
  Result<void> expression(const ast::Expr* expr, int block);
  Result<void> order_items(ast::List<ast::OrderItem> items, int block);
  // Of SELECT or RETURNING.
  Result<void> select_items(ast::List<ast::SelectItem> items, int block);
  // An expression that must be true.
  Result<void> condition(const ast::Expr* expr, int block, int scope);

  // The metadata of a table name; `database` is where it was looked for.
  struct Found {
    std::shared_ptr<const DatabaseMetadata> database;
    const Table* table;  // null: no such table
  };
  Result<Found> look_up(const ast::TableName& name) const;
  // From now on tables of information_schema are found, too.
  void allow_system_tables() { system_tables_ = true; }
  // Views over shards are taken for the tables that they are on their data source.
  void keep_views() { keeps_views_ = true; }
  // The one query that may have INTO @variable, or `:=` in it: a SELECT of its own.
  void allow_variables(const ast::QueryExpression& query) { owner_of_variables_ = &query; }

 private:
  friend class ExpressionBinder;
  Block& block(int index) { return out_.blocks[static_cast<std::size_t>(index)]; }

  Result<void> body(const ast::QueryBody& body, const ast::QueryExpression* owner, BlockKind kind,
                    int parent);
  // Notes that a LIMIT takes some of the rows of these SELECTs, bound as blocks from `first_block`.
  void limit_arms(const ast::QueryBody& body, int first_block);
  Result<void> select(const ast::SelectBody& select, const ast::QueryExpression* owner,
                      BlockKind kind, int parent);
  Result<void> base(const ast::BaseTable& ref, int block, int scope);
  Result<void> derived(const ast::DerivedTable& ref, int block, int scope);
  // A name in FROM for the rows of `query`, which is bound.
  void add_derived(std::string_view exposed, const ast::QueryExpression& query,
                   ast::List<ast::Identifier> columns, int block, int scope);
  Result<void> join(const ast::Join& ref, int block, int scope);
  Result<void> table_function(const ast::TableFunction& ref, int block);
  void using_columns(const ast::Join& ref, int block, int scope, std::size_t left,
                     std::size_t right);
  int add_table(const ast::TableName& name, const ast::BaseTable* ref, const Table& table,
                std::string_view database, int block, int scope);
  int new_scope(int parent, int block);
  const CommonUse* common_table(const ast::TableName& name) const;

  // `operand IN (query)`, which must be true: columns that are equal in the rows that matter.
  void in_query(const ast::InQuery& in);

  void resolve(const ast::ColumnRef& ref, int block);
  void resolve_qualified(const ast::ColumnRef& ref, int block);
  // A name in FROM that a qualifier means, and the block it stands in.
  struct NameAt {
    int block = kNone;
    const FromName* name = nullptr;  // null: none, or a name of another database
  };
  NameAt find_name(const ast::Identifier& database, const ast::Identifier& table, int block) const;
  Has has_column(const FromName& name, const std::string& column) const;
  void note_derived(const ast::ColumnRef& ref, NameAt at, const std::string& column);
  // The index of the one name among [first, last) that has the column for certain; kNone if that is
  // not so.
  int owner_of(const Block& block, const std::string& column, std::size_t first, std::size_t last,
               Has& found) const;

  Result<void> function(const ast::FunctionCall& call, int block);
  Result<void> assignment(const ast::Assign& assign);
  void variable(const ast::Variable& variable);

  // What goes by that name on the data source that a hint names; unknown is whether there is one.
  Result<Found> direct_table(std::shared_ptr<const DatabaseMetadata> database,
                             std::string_view name) const;
  Result<Found> look_up_system(std::string_view database, std::string_view table) const;

  // Notes a use of a view over shards; `ref` and `range` as in ViewUse. False: it is none.
  Result<bool> view(const ast::TableName& name, const ast::BaseTable* ref, ast::TokenRange range);
  void qualified_by_view(const ast::Identifier& database, const ast::Identifier& table, int block);

  bool system_tables_ = false;
  bool keeps_views_ = false;
  const ast::QueryExpression* owner_of_variables_ = nullptr;
  const SessionView& session_;
  const Metadata& metadata_;
  Bound& out_;
  std::vector<CommonUse> common_tables_;  // visible ones, innermost last; without ref
  // How often the names of common tables stand in FROM, where the query with their WITH is known.
  std::unordered_map<const ast::CommonTable*, int> common_uses_;
};

}  // namespace sluice::router
