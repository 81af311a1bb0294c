// SPDX-License-Identifier: Apache-2.0
// SHOW and DESCRIBE: what the gateway answers itself, what one node of a table answers, and what
// any server may answer.
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

// From one node, with the actual name in place of the logic one.
Result<void> ask_first_node(StatementContext& context, const ast::TableName& name,
                            std::vector<std::uint16_t> rename_cells) {
  const auto found = context.binder.look_up(name);
  if (!found) return found.error();
  if (found->table == nullptr) {
    if (!found->database->loaded) {
      return make_error(ErrorId::schema_not_loaded,
                        {found->database->name, found->database->load_error});
    }
    return make_error(ErrorId::unknown_table, {found->database->name, name.table.text});
  }
  context.bound.database = found->database;
  RoutedPlan& routed = context.routed;
  const TableRule& rule = *found->table->rule;
  routed.statement_class = StatementClass::utility;
  routed.returns_rows = true;
  routed.route.kind = RouteKind::fixed;
  routed.route.data_source = rule.nodes[0].data_source;
  context.add_binding(found->table, name.table.text, rule.kind == TableKind::sharded ? 0 : -1);
  if (!rule.keeps_name() || !name.schema.empty()) {
    context.splicer.replace(name.range, {table_op(0)});
  }
  if (!rule.keeps_name()) routed.rename_cells = std::move(rename_cells);
  return {};
}

// SHOW COLUMNS FROM t FROM db: the second FROM goes away, the name is looked up in that database.
Result<void> ask_about_table(StatementContext& context, const ast::ShowStatement& statement,
                             std::vector<std::uint16_t> rename_cells) {
  ast::TableName name = statement.table;
  if (!statement.database.empty()) {
    name.schema = statement.database;
    const std::uint32_t token = statement.database.token;
    context.splicer.remove({token - 1, token + 1});
  }
  return ask_first_node(context, name, std::move(rename_cells));
}

Result<void> ask_any_source(StatementContext& context) {
  context.routed.statement_class = StatementClass::utility;
  context.routed.returns_rows = true;
  context.routed.route.kind = RouteKind::any;
  return {};
}

Result<void> answer_here(StatementContext& context, const ast::ShowStatement& statement,
                         ShowPlan::Kind kind) {
  if (statement.where != nullptr) return refuse("SHOW .. WHERE", "this statement");
  ShowPlan plan{.kind = kind, .full = statement.full, .database = {}, .like = {}, .limit = {}};
  plan.database = statement.database.text;
  if (const auto* like = ast::try_as<ast::Literal>(statement.like)) {
    std::string pattern;
    if (!parser::decode_literal(context.source.token_text(like->token), context.parsed.options,
                                pattern)) {
      return refuse("SHOW .. LIKE with this pattern", "this statement");
    }
    plan.like = std::move(pattern);
  }
  if (statement.limit != nullptr) plan.limit = limit_plan(*statement.limit, context.source);
  context.plan.cacheable = false;  // the pattern is part of it
  context.plan.body = std::move(plan);
  return {};
}

Result<void> not_supported(std::string_view what) {
  return refuse(what, "sharded databases");
}

}  // namespace

// One case per kind of SHOW.
Result<void> plan_show(StatementContext& context, const ast::ShowStatement& statement) {
  switch (statement.what) {
    case ast::ShowKind::databases:
      return answer_here(context, statement, ShowPlan::Kind::databases);
    case ast::ShowKind::tables:
      return answer_here(context, statement, ShowPlan::Kind::tables);
    case ast::ShowKind::status:
      return answer_here(context, statement, ShowPlan::Kind::status);
    case ast::ShowKind::warnings:
      return answer_here(context, statement, ShowPlan::Kind::warnings);
    case ast::ShowKind::errors:
      return answer_here(context, statement, ShowPlan::Kind::errors);
    case ast::ShowKind::count_warnings:
      return answer_here(context, statement, ShowPlan::Kind::count_warnings);
    case ast::ShowKind::count_errors:
      return answer_here(context, statement, ShowPlan::Kind::count_errors);
    case ast::ShowKind::processlist:
      return answer_here(context, statement, ShowPlan::Kind::processlist);
    case ast::ShowKind::columns:
      return ask_about_table(context, statement, {});
    case ast::ShowKind::index:
      return ask_about_table(context, statement, {0});
    case ast::ShowKind::create_table:
      return ask_about_table(context, statement, {0, 1});
    case ast::ShowKind::variables:
    case ast::ShowKind::engines:
    case ast::ShowKind::collation:
    case ast::ShowKind::character_set:
      return ask_any_source(context);
    case ast::ShowKind::table_status:
      return not_supported("SHOW TABLE STATUS");
    case ast::ShowKind::create_database:
      return not_supported("SHOW CREATE DATABASE");
    case ast::ShowKind::grants:
      return not_supported("SHOW GRANTS");
    case ast::ShowKind::other:
      return not_supported("this SHOW statement");
  }
  return {};
}

Result<void> plan_describe(StatementContext& context, const ast::DescribeStatement& statement) {
  return ask_first_node(context, statement.table, {});
}

}  // namespace sluice::router
