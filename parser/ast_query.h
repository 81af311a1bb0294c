// SPDX-License-Identifier: Apache-2.0
// Syntax tree: queries, the tables they read and what they are made of.
#pragma once

#include <cstdint>

#include "parser/ast_expr.h"

namespace sluice::parser::ast {

struct SelectItem {
  const Expr* expr;
  Identifier alias;
  TokenRange range;  // with the alias
};

enum class TableRefKind : std::uint8_t { base, derived, join, list, function };

struct TableRef {
  TableRefKind kind;
  TokenRange range;
  std::uint16_t depth = 1;
};

struct BaseTable : TableRef {
  static constexpr TableRefKind kKind = TableRefKind::base;
  TableName name;
  Identifier alias;
  TokenRange partitions;   // PARTITION (..), empty if not written
  TokenRange temporal;     // FOR SYSTEM_TIME .., FOR PORTION OF ..; empty if not written
  TokenRange index_hints;  // USE|FORCE|IGNORE INDEX .., empty if not written
};

struct DerivedTable : TableRef {
  static constexpr TableRefKind kKind = TableRefKind::derived;
  const QueryExpression* query;
  Identifier alias;
  List<Identifier> columns;
  bool lateral;
};

enum class JoinKind : std::uint8_t { inner, cross, straight, left, right };

struct Join : TableRef {
  static constexpr TableRefKind kKind = TableRefKind::join;
  JoinKind join;
  bool natural;
  const TableRef* left;
  const TableRef* right;
  const Expr* on;  // null if not written
  List<Identifier> using_columns;
};

// JSON_TABLE(document, path COLUMNS (..)) alias: its expressions in order, the rest as tokens.
struct TableFunction : TableRef {
  static constexpr TableRefKind kKind = TableRefKind::function;
  Identifier name;
  List<const Expr*> args;
  Identifier alias;
};

// (a, b) in FROM; the comma list of FROM itself is also one of these.
struct TableRefList : TableRef {
  static constexpr TableRefKind kKind = TableRefKind::list;
  List<const TableRef*> items;
};

template <class T>
const T& as(const TableRef& node) {
  return static_cast<const T&>(node);
}
template <class T>
const T* try_as(const TableRef* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

// LIMIT count | LIMIT offset, count | LIMIT count OFFSET offset. Operands are literals, parameters
// or names of local variables. Also the standard's [OFFSET offset ROWS] [FETCH FIRST [count] ROWS
// ONLY | WITH TIES], told by `fetch`; only there may `count` be null.
struct Limit {
  const Expr* count;   // null: see one_row
  const Expr* offset;  // null if not written
  TokenRange range;    // with the keyword
  bool fetch;
  bool one_row;    // FETCH FIRST ROW ONLY; without it a null count means no limit
  bool with_ties;  // rows that sort equal to the last one belong to the answer, too
};

enum class QueryBodyKind : std::uint8_t { select, set_operation, parenthesized, values, table };

struct QueryBody {
  QueryBodyKind kind;
  TokenRange range;
  std::uint16_t depth = 1;
};

// SELECT options that change the result or its handling.
struct SelectOptions {
  bool distinct = false;
  bool calc_found_rows = false;
  bool other = false;  // HIGH_PRIORITY, SQL_NO_CACHE, STRAIGHT_JOIN, SQL_BUFFER_RESULT ...
};

struct NamedWindow {
  Identifier name;
  const WindowSpec* spec;
};

struct SelectBody : QueryBody {
  static constexpr QueryBodyKind kKind = QueryBodyKind::select;
  SelectOptions options;
  List<SelectItem> items;
  std::uint32_t items_end;   // the token behind the select list: where hidden columns are inserted
  const TableRef* from;      // null without FROM
  const Expr* where;         // null if not written
  List<OrderItem> group_by;  // MariaDB allows ASC/DESC here
  bool with_rollup;
  bool rollup_call;  // written GROUP BY ROLLUP (..) or CUBE (..), MySQL only; group_by is that call
  TokenRange group_by_range;  // with the keywords; empty if not written
  const Expr* having;
  TokenRange having_range;  // with the keyword
  List<NamedWindow> windows;
};

enum class SetOp : std::uint8_t { union_op, except_op, intersect_op };

struct SetOperation : QueryBody {
  static constexpr QueryBodyKind kKind = QueryBodyKind::set_operation;
  SetOp op;
  bool all;
  const QueryBody* left;
  const QueryBody* right;
};

struct ParenthesizedQuery : QueryBody {
  static constexpr QueryBodyKind kKind = QueryBodyKind::parenthesized;
  const QueryExpression* query;
};

// VALUES ROW(..), ROW(..)
struct ValuesBody : QueryBody {
  static constexpr QueryBodyKind kKind = QueryBodyKind::values;
  List<List<const Expr*>> rows;
};

// TABLE name
struct TableBody : QueryBody {
  static constexpr QueryBodyKind kKind = QueryBodyKind::table;
  TableName name;
};

template <class T>
const T& as(const QueryBody& node) {
  return static_cast<const T&>(node);
}
template <class T>
const T* try_as(const QueryBody* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

struct CommonTable {
  Identifier name;
  List<Identifier> columns;
  const QueryExpression* query;
  TokenRange cycle;  // MariaDB's CYCLE columns RESTRICT; empty if not written
};

struct WithClause {
  bool recursive;
  List<CommonTable> tables;
  TokenRange range;
};

enum class Locking : std::uint8_t { none, for_update, for_share };

struct QueryExpression {
  TokenRange range;
  std::uint16_t depth = 1;
  const WithClause* with;  // null if not written
  const QueryBody* body;
  List<OrderItem> order_by;
  TokenRange order_by_range;  // with the keywords; empty if not written
  const Limit* limit;         // null if not written
  Locking locking;
  TokenRange locking_range;
  TokenRange into;       // INTO OUTFILE / @var; empty if not written
  TokenRange procedure;  // MariaDB's PROCEDURE ANALYSE(); empty if not written
  // MariaDB's LIMIT .. ROWS EXAMINED n; empty if not written. Not part of limit->range.
  TokenRange rows_examined;
};

}  // namespace sluice::parser::ast
