// SPDX-License-Identifier: Apache-2.0
// The abstract syntax tree: what a statement says, free of ANTLR and of white space.
//
// Every node carries the half-open range of tokens it was written with (`range`), as indexes into
// the ScanResult of the same parse; rewriting splices the original text by these, it does not print
// the tree. Identifiers are unquoted and unescaped; literals keep their source text.
//
// Ownership: nodes live in the Arena of their ParsedStatement (parse.h) and views point into that
// arena or into the SQL text, which must outlive the tree. Thread rule: immutable once parsed.
// A node is told apart by its `kind` and reached by as<T>(); visitor.h walks a tree.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sluice::parser::ast {

template <class T>
using List = std::span<const T>;

struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin == end; }
};

struct Identifier {
  std::string_view text;
  std::uint32_t token = 0;  // meaningful only if `text` is not empty
  bool empty() const { return text.empty(); }
};

// `schema.table` or `table`; range covers both parts.
struct TableName {
  Identifier schema;
  Identifier table;
  TokenRange range;
};

// ------------------------------------------------------------------------------------- expressions

enum class ExprKind : std::uint8_t {
  literal,
  parameter,
  column,
  variable,
  unary,
  binary,
  is_test,
  between,
  in_list,
  in_query,
  like,
  case_when,
  cast,
  function,
  interval,
  exists,
  subquery,
  quantified,
  row,
  match,
  collate,
  assign,
  default_value,
  star,
};

// No tree is deeper than this: recursion over it is safe. (Chains of AND, OR, UNION and INTERSECT
// are built as balanced trees; a chain of other operators this long is refused, as servers refuse
// it.)
inline constexpr std::uint16_t kMaxTreeDepth = 1000;

struct Expr {
  ExprKind kind;
  TokenRange range;         // without the parentheses around it
  std::uint16_t depth = 1;  // levels of the tree from here down
};

struct QueryExpression;

enum class LiteralKind : std::uint8_t {
  null_value,
  true_value,
  false_value,
  integer,   // digits only
  decimal,   // has a point, no exponent
  floating,  // has an exponent
  string,    // one or more adjacent strings
  hex,       // x'..' or 0x..
  bit,       // b'..' or 0b..
  date,      // DATE '..'
  time,
  timestamp,
};

struct Literal : Expr {
  static constexpr ExprKind kKind = ExprKind::literal;
  LiteralKind literal;
  // The token that holds the value: the number, or the first string behind an introducer or DATE.
  std::uint32_t token;
  std::string_view introducer;  // `utf8mb4` of _utf8mb4'..', `N` of N'..', else empty
};

// A `?`; ordinals count from 0 in order of appearance.
struct Parameter : Expr {
  static constexpr ExprKind kKind = ExprKind::parameter;
  std::uint32_t ordinal;
};

struct ColumnRef : Expr {
  static constexpr ExprKind kKind = ExprKind::column;
  Identifier schema;  // empty if not written
  Identifier table;   // empty if not written
  Identifier column;
};

enum class VariableScope : std::uint8_t { user, session, global, persist, unspecified };

// @name, @@name, @@session.name, @@global.name
struct Variable : Expr {
  static constexpr ExprKind kKind = ExprKind::variable;
  VariableScope scope;
  std::string_view name;
};

enum class UnaryOp : std::uint8_t { minus, plus, bit_not, logical_not, bang, binary };

struct Unary : Expr {
  static constexpr ExprKind kKind = ExprKind::unary;
  UnaryOp op;
  const Expr* operand;
};

enum class BinaryOp : std::uint8_t {
  logical_or,
  logical_xor,
  logical_and,
  equal,
  null_safe_equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  regexp,
  not_regexp,
  sounds_like,
  member_of,
  bit_or,
  bit_and,
  shift_left,
  shift_right,
  plus,
  minus,
  multiply,
  divide,
  int_divide,
  modulo,
  bit_xor,
  concat,       // || under PIPES_AS_CONCAT
  json_get,     // ->
  json_unquote  // ->>
};

struct Binary : Expr {
  static constexpr ExprKind kKind = ExprKind::binary;
  BinaryOp op;
  const Expr* left;
  const Expr* right;
};

enum class IsWhat : std::uint8_t { null_value, true_value, false_value, unknown };

struct IsTest : Expr {
  static constexpr ExprKind kKind = ExprKind::is_test;
  const Expr* operand;
  IsWhat what;
  bool negated;
};

struct Between : Expr {
  static constexpr ExprKind kKind = ExprKind::between;
  const Expr* operand;
  const Expr* low;
  const Expr* high;
  bool negated;
};

struct InList : Expr {
  static constexpr ExprKind kKind = ExprKind::in_list;
  const Expr* operand;
  List<const Expr*> items;
  bool negated;
};

struct InQuery : Expr {
  static constexpr ExprKind kKind = ExprKind::in_query;
  const Expr* operand;
  const QueryExpression* query;
  bool negated;
};

struct Like : Expr {
  static constexpr ExprKind kKind = ExprKind::like;
  const Expr* operand;
  const Expr* pattern;
  const Expr* escape;  // null if not written
  bool negated;
};

struct WhenThen {
  const Expr* when;
  const Expr* then;
};

struct CaseWhen : Expr {
  static constexpr ExprKind kKind = ExprKind::case_when;
  const Expr* operand;  // null for a searched CASE
  List<WhenThen> branches;
  const Expr* otherwise;  // null without ELSE
};

enum class CastForm : std::uint8_t { cast, convert_type, convert_using };

// CAST(e AS type [ARRAY]), CONVERT(e, type), CONVERT(e USING charset)
struct Cast : Expr {
  static constexpr ExprKind kKind = ExprKind::cast;
  CastForm form;
  const Expr* operand;
  TokenRange type;  // the type or charset as written
};

struct OrderItem {
  const Expr* expr;
  bool descending;
  TokenRange range;
};

// OVER (...) or OVER name; what is inside is kept as tokens besides the expressions it uses.
struct WindowSpec {
  Identifier name;
  List<const Expr*> partition_by;
  List<OrderItem> order_by;
  TokenRange frame;
  TokenRange range;
};

// Any call: name(args), schema.name(args), COUNT(*), aggregate and window functions, and functions
// with a syntax of their own (EXTRACT, TRIM, POSITION, SUBSTRING ... FROM, JSON_VALUE, ...), whose
// expressions are in `args` in order of appearance.
struct FunctionCall : Expr {
  static constexpr ExprKind kKind = ExprKind::function;
  Identifier schema;
  Identifier name;  // as written; compare without case
  List<const Expr*> args;
  bool distinct;
  bool star;                 // COUNT(*)
  bool keyword_syntax;       // arguments are not a plain comma list; print from the tokens
  bool no_parentheses;       // CURRENT_TIMESTAMP, CURRENT_USER ...
  List<OrderItem> order_by;  // GROUP_CONCAT
  const Expr* separator;     // GROUP_CONCAT, null if not written
  const WindowSpec* over;    // null if not a window call
};

struct Interval : Expr {
  static constexpr ExprKind kKind = ExprKind::interval;
  const Expr* amount;
  std::string_view unit;  // as written
};

struct Exists : Expr {
  static constexpr ExprKind kKind = ExprKind::exists;
  const QueryExpression* query;
};

struct Subquery : Expr {
  static constexpr ExprKind kKind = ExprKind::subquery;
  const QueryExpression* query;
};

// left op ANY|SOME|ALL (query)
struct Quantified : Expr {
  static constexpr ExprKind kKind = ExprKind::quantified;
  BinaryOp op;
  const Expr* left;
  bool all;
  const QueryExpression* query;
};

// (a, b) or ROW(a, b)
struct Row : Expr {
  static constexpr ExprKind kKind = ExprKind::row;
  List<const Expr*> items;
};

struct Match : Expr {
  static constexpr ExprKind kKind = ExprKind::match;
  List<const Expr*> columns;
  const Expr* against;
  TokenRange modifier;
};

struct Collate : Expr {
  static constexpr ExprKind kKind = ExprKind::collate;
  const Expr* operand;
  std::string_view collation;
};

// @name := value
struct Assign : Expr {
  static constexpr ExprKind kKind = ExprKind::assign;
  std::string_view variable;
  const Expr* value;
};

// DEFAULT or DEFAULT(column)
struct DefaultValue : Expr {
  static constexpr ExprKind kKind = ExprKind::default_value;
  const ColumnRef* column;  // null for plain DEFAULT
};

// `*` or `t.*` or `s.t.*`, in a select list
struct Star : Expr {
  static constexpr ExprKind kKind = ExprKind::star;
  Identifier schema;
  Identifier table;
};

// Precondition: node.kind == T::kKind.
template <class T>
const T& as(const Expr& node) {
  return static_cast<const T&>(node);
}
// Null if the node is of another kind (or null itself).
template <class T>
const T* try_as(const Expr* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

// ----------------------------------------------------------------------------------------- queries

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
  TokenRange into;  // INTO OUTFILE / @var; empty if not written
  // MariaDB's LIMIT .. ROWS EXAMINED n; empty if not written. Not part of limit->range.
  TokenRange rows_examined;
};

// -------------------------------------------------------------------------------------- statements

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
  other,  // parsed as far as its first words; the server may accept it, we do not route it yet
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

// Known to the server, not to the router: what it is called in an error message, upper case.
struct OtherStatement : Statement {
  static constexpr StatementKind kKind = StatementKind::other;
  std::string_view name;
};

template <class T>
const T& as(const Statement& node) {
  return static_cast<const T&>(node);
}

}  // namespace sluice::parser::ast
