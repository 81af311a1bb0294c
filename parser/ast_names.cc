// SPDX-License-Identifier: Apache-2.0
#include "parser/ast_names.h"

namespace sluice::parser {

using namespace ast;

// Exhaustive tables, one row a value.
std::string_view spelling(BinaryOp op, bool pipes_as_concat) {
  switch (op) {
    case BinaryOp::logical_or:
      return "OR";
    case BinaryOp::logical_xor:
      return "XOR";
    case BinaryOp::logical_and:
      return "AND";
    case BinaryOp::equal:
      return "=";
    case BinaryOp::null_safe_equal:
      return "<=>";
    case BinaryOp::not_equal:
      return "<>";
    case BinaryOp::less:
      return "<";
    case BinaryOp::less_equal:
      return "<=";
    case BinaryOp::greater:
      return ">";
    case BinaryOp::greater_equal:
      return ">=";
    case BinaryOp::regexp:
      return "REGEXP";
    case BinaryOp::not_regexp:
      return "NOT REGEXP";
    case BinaryOp::sounds_like:
      return "SOUNDS LIKE";
    case BinaryOp::member_of:
      return "MEMBER OF";
    case BinaryOp::bit_or:
      return "|";
    case BinaryOp::bit_and:
      return "&";
    case BinaryOp::shift_left:
      return "<<";
    case BinaryOp::shift_right:
      return ">>";
    case BinaryOp::plus:
      return "+";
    case BinaryOp::minus:
      return "-";
    case BinaryOp::multiply:
      return "*";
    case BinaryOp::divide:
      return "/";
    case BinaryOp::int_divide:
      return "DIV";
    case BinaryOp::modulo:
      return "%";
    case BinaryOp::bit_xor:
      return "^";
    case BinaryOp::concat:
      return pipes_as_concat ? "||" : "CONCAT";
    case BinaryOp::json_get:
      return "->";
    case BinaryOp::json_unquote:
      return "->>";
  }
  return "";
}

std::string_view spelling(UnaryOp op) {
  switch (op) {
    case UnaryOp::minus:
      return "-";
    case UnaryOp::plus:
      return "+";
    case UnaryOp::bit_not:
      return "~";
    case UnaryOp::logical_not:
      return "NOT";
    case UnaryOp::bang:
      return "!";
    case UnaryOp::binary:
      return "BINARY";
  }
  return "";
}

std::string_view spelling(IsWhat what) {
  switch (what) {
    case IsWhat::null_value:
      return "NULL";
    case IsWhat::true_value:
      return "TRUE";
    case IsWhat::false_value:
      return "FALSE";
    case IsWhat::unknown:
      return "UNKNOWN";
  }
  return "";
}

std::string_view spelling(SetOp op) {
  switch (op) {
    case SetOp::union_op:
      return "UNION";
    case SetOp::except_op:
      return "EXCEPT";
    case SetOp::intersect_op:
      return "INTERSECT";
  }
  return "";
}

std::string_view spelling(JoinKind join) {
  switch (join) {
    case JoinKind::inner:
      return "JOIN";
    case JoinKind::cross:
      return "CROSS JOIN";
    case JoinKind::straight:
      return "STRAIGHT_JOIN";
    case JoinKind::left:
      return "LEFT JOIN";
    case JoinKind::right:
      return "RIGHT JOIN";
  }
  return "";
}

std::string_view kind_name(StatementKind kind) {
  switch (kind) {
    case StatementKind::select:
      return "select";
    case StatementKind::insert:
      return "insert";
    case StatementKind::update:
      return "update";
    case StatementKind::delete_from:
      return "delete";
    case StatementKind::create_table:
      return "create_table";
    case StatementKind::drop_table:
      return "drop_table";
    case StatementKind::alter_table:
      return "alter_table";
    case StatementKind::truncate_table:
      return "truncate_table";
    case StatementKind::create_index:
      return "create_index";
    case StatementKind::drop_index:
      return "drop_index";
    case StatementKind::set:
      return "set";
    case StatementKind::show:
      return "show";
    case StatementKind::use:
      return "use";
    case StatementKind::begin:
      return "begin";
    case StatementKind::commit:
      return "commit";
    case StatementKind::rollback:
      return "rollback";
    case StatementKind::savepoint:
      return "savepoint";
    case StatementKind::rollback_to:
      return "rollback_to";
    case StatementKind::release_savepoint:
      return "release_savepoint";
    case StatementKind::explain:
      return "explain";
    case StatementKind::describe:
      return "describe";
    case StatementKind::preview:
      return "preview";
    case StatementKind::explain_route:
      return "explain_route";
    case StatementKind::other:
      return "other";
  }
  return "";
}

}  // namespace sluice::parser
