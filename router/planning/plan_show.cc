// SPDX-License-Identifier: Apache-2.0
// SHOW and DESCRIBE: what the gateway answers itself, what one node of a table answers, and what
// any server may answer.
#include <algorithm>

#include "router/planning/account_name.h"
#include "router/planning/plan_statement.h"
#include "router/planning/show_query.h"

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
  ShowPlan plan;
  plan.kind = kind;
  plan.full = statement.full;
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

// The text of a query of information_schema that answers the statement.
Result<void> ask_information_schema(StatementContext& context) {
  Result<RewrittenPlan> query = show_query(context);
  if (!query) return query.error();
  context.plan.cacheable = false;  // names are part of it
  context.plan.body = std::move(*query);
  return {};
}

// One node tells all but the numbers of a table with several.
Result<void> show_index(StatementContext& context, const ast::ShowStatement& statement) {
  const Result<void> done = ask_about_table(context, statement, {0});
  if (!done || context.metadata->system == nullptr) return done;
  const TableRule& rule = *context.routed.tables[0].rule;
  if (rule.kind != TableKind::sharded || rule.nodes.size() == 1) return {};
  return ask_information_schema(context);
}

// SHOW CREATE of a routine or an event: CALL's first place to look for one.
Result<void> ask_default_source(StatementContext& context, const ast::TableName& name) {
  const auto found = context.binder.look_up(name);
  if (!found) return found.error();
  context.bound.database = found->database;
  context.routed.statement_class = StatementClass::utility;
  context.routed.returns_rows = true;
  context.routed.route.kind = RouteKind::fixed;
  context.routed.route.data_source = found->database->default_data_source;
  context.splicer.replace(name.range, {text_op(quote_name(name.table.text))});
  return {};
}

Result<void> not_supported(std::string_view what) {
  return refuse(what, "sharded databases");
}

// SHOW GRANTS [FOR account], which has no tree of its own.
Result<void> show_grants(StatementContext& context) {
  ShowPlan plan;
  plan.kind = ShowPlan::Kind::grants;
  const std::uint32_t end = context.source.whole().end;
  if (end > 2) {
    const std::optional<Account> account = read_account(context.source.text({3, end}));
    if (!account) return not_supported("SHOW GRANTS for what is no account");
    plan.user = account->user;
    plan.host = account->host;
  }
  context.plan.cacheable = false;
  context.plan.body = std::move(plan);
  return {};
}

// The name behind SHOW CREATE VIEW.
ast::TableName name_at(const StatementContext& context, std::uint32_t token) {
  const auto identifier = [&](std::uint32_t at) {
    std::string_view text = context.source.token_text(at);
    if (text.size() > 2 && text.front() == '`') text = text.substr(1, text.size() - 2);
    return ast::Identifier{.text = text, .token = at};
  };
  ast::TableName name{};
  name.table = identifier(token);
  if (token + 2 < context.source.whole().end && context.source.token_text(token + 1) == ".") {
    name.schema = name.table;
    name.table = identifier(token + 2);
  }
  name.range = {token, name.table.token + 1};
  return name;
}

// SHOW CREATE VIEW, and SHOW CREATE TABLE of a view: one over shards by its logical names.
// False: it is none.
bool shows_view(StatementContext& context, const ast::TableName& name) {
  const auto found = context.binder.look_up(name);
  const bool is_view = found && found->table != nullptr && found->table->view != nullptr;
  if (!is_view) return false;
  context.plan.cacheable = false;
  context.plan.body = show_view_query(found->database->name, found->table->rule->name);
  return true;
}

// Those without a tree of their own, told apart by their words.
Result<void> plan_other_show(StatementContext& context) {
  std::string words = "SHOW";
  const std::uint32_t end = context.source.whole().end;
  std::uint32_t at = 1;
  for (; at < end && at < 4; ++at) {
    const std::string word = context.source.word(at);
    if (word == "FULL" || word == "EXTENDED") continue;
    words += " " + word;
    const auto is_one_of = [&](std::initializer_list<std::string_view> list) {
      return std::find(list.begin(), list.end(), words) != list.end();
    };
    if (is_one_of({"SHOW PLUGINS", "SHOW PRIVILEGES", "SHOW PROFILES", "SHOW AUTHORS",
                   "SHOW CONTRIBUTORS"})) {
      return ask_any_source(context);
    }
    if (is_one_of({"SHOW TRIGGERS", "SHOW EVENTS", "SHOW OPEN TABLES", "SHOW PROCEDURE STATUS",
                   "SHOW PACKAGE STATUS", "SHOW PACKAGE BODY STATUS", "SHOW FUNCTION STATUS"})) {
      if (context.metadata->system != nullptr) return ask_information_schema(context);
    }
    if (is_one_of({"SHOW CREATE PROCEDURE", "SHOW CREATE FUNCTION", "SHOW CREATE EVENT"}) &&
        at + 1 < end) {
      return ask_default_source(context, name_at(context, at + 1));
    }
    if (words == "SHOW CREATE TRIGGER" && at + 1 < end) {
      const ast::TableName name = name_at(context, at + 1);
      context.routed.trigger = name.table.text;
      context.plan.cacheable = false;
      return ask_default_source(context, name);
    }
    if (words == "SHOW CREATE VIEW" && at + 1 < end) {
      if (shows_view(context, name_at(context, at + 1))) return {};
      return ask_first_node(context, name_at(context, at + 1), {1});
    }
  }
  return not_supported(words);
}

}  // namespace

// One case per kind of SHOW.
Result<void> plan_show(StatementContext& context, const ast::ShowStatement& statement) {
  switch (statement.what) {
    case ast::ShowKind::databases:
      if (context.metadata->system != nullptr) return ask_information_schema(context);
      return answer_here(context, statement, ShowPlan::Kind::databases);
    case ast::ShowKind::tables:
      if (context.metadata->system != nullptr) return ask_information_schema(context);
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
      return show_index(context, statement);
    case ast::ShowKind::create_table:
      if (shows_view(context, statement.table)) return {};
      return ask_about_table(context, statement, {0, 1});
    case ast::ShowKind::variables:
      context.routed.shows_variables = statement.scope != ast::VariableScope::global;
      return ask_any_source(context);
    case ast::ShowKind::engines:
    case ast::ShowKind::collation:
    case ast::ShowKind::character_set:
      return ask_any_source(context);
    case ast::ShowKind::table_status:
      return ask_information_schema(context);
    case ast::ShowKind::create_database:
      return ask_information_schema(context);
    case ast::ShowKind::grants:
      return show_grants(context);
    case ast::ShowKind::other:
      return plan_other_show(context);
  }
  return {};
}

Result<void> plan_describe(StatementContext& context, const ast::DescribeStatement& statement) {
  return ask_first_node(context, statement.table, {});
}

}  // namespace sluice::router
