// SPDX-License-Identifier: Apache-2.0
// Syntax tree: expressions.
#pragma once

#include <cstdint>
#include <string_view>

#include "parser/ast_base.h"

namespace sluice::parser::ast {

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

// CAST(e [AT TIME ZONE ..] AS type [ARRAY]), CONVERT(e, type), CONVERT(e USING charset)
struct Cast : Expr {
  static constexpr ExprKind kKind = ExprKind::cast;
  CastForm form;
  const Expr* operand;
  TokenRange time_zone;  // AT TIME ZONE .., empty if not written
  TokenRange type;       // the type or charset as written
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

}  // namespace sluice::parser::ast
