// SPDX-License-Identifier: Apache-2.0
// CALL: the procedure runs on one server. Its arguments are values or user variables, which come
// back changed.
#include "router/planning/plan_statement.h"

namespace sluice::router {

bool is_call(const StatementContext& context) {
  return context.source.word(0) == "CALL";
}

Result<void> plan_call(StatementContext& context, const ast::OtherStatement& statement) {
  if (statement.objects.empty()) return refuse("CALL", "this procedure");
  const ast::TableName& name = statement.objects.begin()->name;
  const auto found = context.binder.look_up(name);
  if (!found) return found.error();
  context.bound.database = found->database;
  const int block = context.binder.open_block(BlockKind::statement, kNone);
  for (const ast::Expr* argument : statement.expressions) {
    const Result<void> bound = context.binder.expression(argument, block);
    if (!bound) return bound;
    const auto* variable = ast::try_as<ast::Variable>(argument);
    if (variable != nullptr && variable->scope == ast::VariableScope::user) {
      context.routed.assigned_variables.push_back(to_lower(variable->name));
    }
  }
  if (!context.bound.tables.empty()) {
    return refuse("CALL with a subquery of tables", table_list(context.bound));
  }
  context.edit_names();
  context.add_binding(nullptr, name.table.text, -1);
  context.splicer.replace(name.range, {text_op(quote_name(name.table.text))});
  context.routed.statement_class = StatementClass::write;
  context.routed.route.kind = RouteKind::fixed;
  context.routed.route.data_source = found->database->default_data_source;
  context.routed.call = CallPlan{std::string(name.table.text)};
  context.plan.cacheable = false;
  return {};
}

}  // namespace sluice::router
