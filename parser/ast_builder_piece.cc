// SPDX-License-Identifier: Apache-2.0
// Pieces of administrative statements.
#include "parser/ast_builder.h"

namespace sluice::parser {

using namespace ast;

List<const Expr*> AstBuilder::expressions(Grammar::ExprRootContext* context) {
  const auto list = out_.arena->make_array<const Expr*>(1);
  list[0] = expression(context->value);
  return list;
}

List<const Expr*> AstBuilder::expressions(Grammar::WhereRootContext* context) {
  const auto list = out_.arena->make_array<const Expr*>(1);
  list[0] = expression(context->value);
  return list;
}

List<const Expr*> AstBuilder::expressions(Grammar::ExprListRootContext* context) {
  const List<SelectItem> items = select_items(context->items);
  for (const Grammar::SelectItemContext* item : context->items) {
    const bool star = last_of(item)->type == TokenKind::star;
    const bool alias = item->value != nullptr && last_of(item) != last_of(item->value);
    if (star || alias) only_mysql(last_of(item));
  }
  const auto list = out_.arena->make_array<const Expr*>(items.size());
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = items[i].expr;
  return list;
}

// The values; what they are assigned to is a name.
List<const Expr*> AstBuilder::expressions(Grammar::AssignmentsRootContext* context) {
  const List<Assignment> items = assignments(context->items);
  const auto list = out_.arena->make_array<const Expr*>(items.size());
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = items[i].value;
  return list;
}

TableName AstBuilder::object_name(TokenRange range) {
  TableName name;
  name.range = range;
  name.table = identifier(range.end - 1);
  if (range.end - range.begin == 3) name.schema = identifier(range.begin);
  return name;
}

}  // namespace sluice::parser
