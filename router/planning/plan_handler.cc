// SPDX-License-Identifier: Apache-2.0
// HANDLER .. OPEN, READ and CLOSE, of tables that lie on one node. A handler is known by its alias
// alone: where it was opened the session knows when the statement runs.
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

void set_up(StatementContext& context, HandlerPlan::Kind kind, std::string_view name) {
  RoutedPlan& routed = context.routed;
  routed.statement_class = StatementClass::utility;
  routed.returns_rows = kind == HandlerPlan::Kind::read;
  routed.route.kind = RouteKind::fixed;
  routed.handler = HandlerPlan{kind, std::string(name)};
  context.plan.cacheable = false;
}

std::string_view unquoted(std::string_view token) {
  return token.size() > 2 && token.front() == '`' ? token.substr(1, token.size() - 2) : token;
}

Result<void> plan_open(StatementContext& context, const ast::TableName& name) {
  const auto found = context.binder.look_up(name);
  if (!found) return found.error();
  if (found->table == nullptr) {
    return make_error(ErrorId::unknown_table, {found->database->name, name.table.text});
  }
  const TableRule& rule = *found->table->rule;
  const bool sharded = rule.kind == TableKind::sharded;
  if (found->table->view != nullptr) return refuse("HANDLER of a view over shards", rule.name);
  if (sharded && rule.nodes.size() > 1) {
    return refuse("HANDLER of a table with several nodes", rule.name);
  }
  context.bound.database = found->database;
  const std::uint32_t open = name.range.end;
  const std::uint32_t end = context.source.whole().end;
  const std::string_view alias =
      end > open + 1 ? unquoted(context.source.token_text(end - 1)) : name.table.text;
  set_up(context, HandlerPlan::Kind::open, alias);
  context.routed.route.data_source = rule.nodes[0].data_source;
  context.add_binding(found->table, name.table.text, sharded ? 0 : -1);
  context.splicer.replace({name.range.begin, end},
                          {table_op(0), text_op(" OPEN AS " + quote_name(alias))});
  return {};
}

}  // namespace

bool is_handler(const StatementContext& context) {
  return context.source.word(0) == "HANDLER";
}

Result<void> plan_handler(StatementContext& context, const ast::OtherStatement& statement) {
  if (!statement.objects.empty()) return plan_open(context, statement.objects.front().name);
  const bool reads = context.source.word(2) == "READ";
  const int block = context.binder.open_block(BlockKind::statement, kNone);
  for (const ast::Expr* expr : statement.expressions) {
    const Result<void> bound = context.binder.expression(expr, block);
    if (!bound) return bound;
  }
  if (!context.bound.tables.empty() || !context.bound.facts.assigned_variables.empty()) {
    return refuse("HANDLER with a subquery or `:=`", "sharded databases");
  }
  context.edit_names();
  set_up(context, reads ? HandlerPlan::Kind::read : HandlerPlan::Kind::close,
         unquoted(context.source.token_text(1)));
  return {};
}

}  // namespace sluice::router
