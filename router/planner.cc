// SPDX-License-Identifier: Apache-2.0
#include "router/planner.h"

#include "router/planning/expand_views.h"
#include "router/planning/hinted_plan.h"
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

using ast::StatementKind;

bool is_load(const ast::Statement& statement) {
  const std::string_view name = ast::as<ast::OtherStatement>(statement).name;
  return name == "LOAD DATA" || name == "LOAD XML";
}

const char* verb_of(const ast::Statement& statement) {
  switch (statement.kind) {
    case StatementKind::select:
      return "SELECT";
    case StatementKind::insert:
      return ast::as<ast::InsertStatement>(statement).replace ? "REPLACE" : "INSERT";
    case StatementKind::update:
      return "UPDATE";
    case StatementKind::delete_from:
      return "DELETE";
    case StatementKind::create_table:
    case StatementKind::create_index:
      return "CREATE";
    case StatementKind::drop_table:
    case StatementKind::drop_index:
      return "DROP";
    case StatementKind::alter_table:
      return "ALTER";
    case StatementKind::truncate_table:
      return "TRUNCATE";
    case StatementKind::set:
      return "SET";
    case StatementKind::show:
    case StatementKind::describe:
      return "SHOW";
    case StatementKind::use:
      return "USE";
    case StatementKind::begin:
      return "BEGIN";
    case StatementKind::commit:
      return "COMMIT";
    case StatementKind::rollback:
    case StatementKind::rollback_to:
      return "ROLLBACK";
    case StatementKind::savepoint:
    case StatementKind::release_savepoint:
      return "SAVEPOINT";
    case StatementKind::explain:
      return "EXPLAIN";
    case StatementKind::preview:
    case StatementKind::explain_route:
      return "PREVIEW";
    case StatementKind::other:
      return is_load(statement) ? "LOAD" : "OTHER";
  }
  return "OTHER";
}

Result<void> plan_routed(StatementContext& context, const ast::Statement& statement);

// No server could explain it.
Error refuse_staged_explain(const StatementContext& context) {
  return refuse("EXPLAIN of a write over several shards", context.routed.staged->table);
}

// Shows how one unit runs the statement; what it would write it does not.
Result<void> plan_explain(StatementContext& context, const ast::Statement& statement) {
  const auto& explained = *static_cast<const ast::ExplainStatement&>(statement).statement;
  const Result<void> planned = plan_routed(context, explained);
  if (!planned) return planned;
  RoutedPlan& routed = context.routed;
  if (routed.statement_class == StatementClass::ddl) {
    return refuse("EXPLAIN of this statement", "this gateway");
  }
  if (routed.route.kind == RouteKind::every_source) {
    routed.route.kind = RouteKind::fixed;
    routed.route.data_source = routed.route.tables[0].rule->nodes[0].data_source;
    routed.route.tables.clear();
    routed.insert.reset();
  } else if (!routed.scatter_error && !context.routed.tables.empty()) {
    routed.scatter_error = refuse_scatter("EXPLAIN", context.routed.tables[0].logic_table);
  }
  routed.statement_class = StatementClass::utility;
  routed.role = Role::primary;
  routed.returns_rows = true;
  routed.key_assignments.clear();
  routed.scattered = {};
  routed.merge = {};
  routed.federation.reset();
  if (routed.always_staged) return refuse_staged_explain(context);
  routed.staged.reset();
  routed.always_federated = false;
  routed.assigned_variables.clear();  // nothing is executed
  context.plan.cacheable = false;
  return {};
}

// Those without a tree of their own that servers carry out.
Result<void> plan_other(StatementContext& context, const ast::OtherStatement& statement) {
  if (is_load(statement)) return plan_load(context, statement);
  if (is_call(context)) return plan_call(context, statement);
  if (is_handler(context)) return plan_handler(context, statement);
  if (is_view_statement(context)) return plan_view(context, statement);
  if (is_rename(context)) return plan_rename(context, statement);
  if (is_routine_statement(context)) return plan_routine(context, statement);
  return refuse(statement.name, "sharded databases");
}

Result<void> plan_routed(StatementContext& context, const ast::Statement& statement) {
  switch (statement.kind) {
    case StatementKind::select:
      return plan_select(context, *ast::as<ast::SelectStatement>(statement).query);
    case StatementKind::insert:
      return plan_insert(context, ast::as<ast::InsertStatement>(statement));
    case StatementKind::update:
      return plan_update(context, ast::as<ast::UpdateStatement>(statement));
    case StatementKind::delete_from:
      return plan_delete(context, ast::as<ast::DeleteStatement>(statement));
    case StatementKind::create_table:
      return plan_create_table(context, ast::as<ast::CreateTableStatement>(statement));
    case StatementKind::drop_table:
      return plan_drop_table(context, ast::as<ast::DropTableStatement>(statement));
    case StatementKind::alter_table:
      return plan_alter_table(context, ast::as<ast::AlterTableStatement>(statement));
    case StatementKind::truncate_table:
      return plan_table_change(context, ast::as<ast::TruncateTableStatement>(statement).table,
                               false);
    case StatementKind::create_index:
      return plan_table_change(context, ast::as<ast::CreateIndexStatement>(statement).table, true);
    case StatementKind::drop_index:
      return plan_table_change(context, ast::as<ast::DropIndexStatement>(statement).table, true);
    case StatementKind::explain:
      return plan_explain(context, statement);
    case StatementKind::show:
      return plan_show(context, ast::as<ast::ShowStatement>(statement));
    case StatementKind::describe:
      return plan_describe(context, ast::as<ast::DescribeStatement>(statement));
    case StatementKind::other:
      return plan_other(context, ast::as<ast::OtherStatement>(statement));
    default:
      return refuse("EXPLAIN of this statement", "this gateway");
  }
}

void plan_preview(StatementContext& context, const ast::Statement& statement) {
  const auto& preview = static_cast<const ast::ExplainStatement&>(statement);
  PreviewPlan plan;
  plan.explain_route = statement.kind == StatementKind::explain_route;
  plan.sql = context.source.text(preview.statement->range);
  context.plan.cacheable = false;
  context.plan.body = std::move(plan);
}

Result<void> plan_any(StatementContext& context, const ast::Statement& statement) {
  switch (statement.kind) {
    case StatementKind::set:
      return plan_set(context, ast::as<ast::SetStatement>(statement));
    case StatementKind::use:
      return plan_use(context, ast::as<ast::UseStatement>(statement));
    case StatementKind::begin:
    case StatementKind::commit:
    case StatementKind::rollback:
    case StatementKind::savepoint:
    case StatementKind::rollback_to:
    case StatementKind::release_savepoint:
      plan_transaction(context, statement);
      return {};
    case StatementKind::preview:
    case StatementKind::explain_route:
      plan_preview(context, statement);
      return {};
    case StatementKind::alter_table:
      if (is_partition_maintenance(context, ast::as<ast::AlterTableStatement>(statement))) {
        return plan_partition_maintenance(context, ast::as<ast::AlterTableStatement>(statement));
      }
      break;
    case StatementKind::other:
      if (ast::as<ast::OtherStatement>(statement).name == "KILL") {
        context.plan.body = KillPlan{std::string(context.source.text(statement.range))};
        context.plan.cacheable = false;
        return {};
      }
      if (is_named_statement(context)) {
        plan_named_statement(context);
        return {};
      }
      if (is_lock_statement(context)) {
        return plan_lock(context, ast::as<ast::OtherStatement>(statement));
      }
      if (is_maintenance(context)) {
        return plan_maintenance(context, ast::as<ast::OtherStatement>(statement));
      }
      break;
    default:
      break;
  }
  Result<void> done = plan_routed(context, statement);
  if (done) done = apply_hints(context);
  if (!done) return done;
  const bool answered_here = std::holds_alternative<ShowPlan>(context.plan.body) ||
                             std::holds_alternative<RewrittenPlan>(context.plan.body);
  if (!answered_here) context.finish();
  return {};
}

}  // namespace

Result<PlanPtr> plan_statement(const parser::ParsedStatement& parsed, const SessionView& session,
                               const MetadataSnapshot& metadata) {
  SessionView view = session;
  if (view.hints != nullptr && !view.hints->shape_plans()) view.hints = nullptr;
  StatementContext context(parsed, view, metadata);
  context.plan.verb = verb_of(*parsed.statement);
  Result<void> done = check_hints(context, *parsed.statement);
  if (done) done = plan_any(context, *parsed.statement);
  if (!context.bound.view_uses.empty()) done = expand_views(context, *parsed.statement);
  if (!done) return done.error();
  return PlanPtr(std::make_shared<const Plan>(std::move(context.plan)));
}

Result<PlanPtr> plan_sql(std::string_view sql, const SessionView& session,
                         const MetadataSnapshot& metadata) {
  const Result<parser::ParsedStatement> parsed = parser::parse(sql, session.lex);
  if (!parsed) return parsed.error();
  const Result<std::optional<Hints>> hints = read_hints(sql);
  if (!hints) return hints.error();
  SessionView view = session;
  view.hints = *hints ? &**hints : nullptr;
  return plan_statement(*parsed, view, metadata);
}

Result<PlanPtr> follow_rewrites(PlanPtr plan, const SessionView& session,
                                const MetadataSnapshot& metadata, std::string& text,
                                parser::Normalized& normalized) {
  constexpr int kMaxLevels = 32;  // of views that read views
  for (int level = 0; plan->rewritten() != nullptr; ++level) {
    if (level == kMaxLevels) return make_error(ErrorId::view_nesting);
    text = plan->rewritten()->sql;
    const Result<void> scanned = parser::normalize(text, session.lex, normalized);
    if (!scanned) return scanned.error();
    Result<PlanPtr> next = plan_sql(text, session, metadata);
    if (!next) return next.error();
    plan = std::move(*next);
  }
  return plan;
}

}  // namespace sluice::router
