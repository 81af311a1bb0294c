// SPDX-License-Identifier: Apache-2.0
// CREATE, ALTER and DROP of procedures, functions and events. Procedures and events lie on the
// default data source, where CALL looks first; functions on every one, so that a statement may call
// them wherever it is sent.
#include <algorithm>
#include <array>

#include "parser/visitor.h"
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

constexpr std::array<std::string_view, 9> kStatements = {
    "CREATE PROCEDURE", "ALTER PROCEDURE", "DROP PROCEDURE", "CREATE FUNCTION", "ALTER FUNCTION",
    "DROP FUNCTION",    "CREATE EVENT",    "ALTER EVENT",    "DROP EVENT"};

std::string_view name_of(const StatementContext& context) {
  return ast::as<ast::OtherStatement>(*context.parsed.statement).name;
}

// The tables that a program's text names.
class TableNames : public parser::Visitor {
 public:
  using parser::Visitor::enter;

  bool enter(const ast::TableRef& ref) override {
    if (const auto* base = ast::try_as<ast::BaseTable>(&ref)) names.push_back(&base->name);
    return true;
  }
  bool enter(const ast::QueryBody& body) override {
    if (const auto* table = ast::try_as<ast::TableBody>(&body)) names.push_back(&table->name);
    return true;
  }

  void add(const ast::Statement& statement) {
    if (statement.kind == ast::StatementKind::insert) {
      names.push_back(&ast::as<ast::InsertStatement>(statement).table);
    }
    if (statement.kind != ast::StatementKind::other) return;
    const auto& other = ast::as<ast::OtherStatement>(statement);
    for (const ast::ObjectName& object : other.objects) {
      if (object.kind == ast::ObjectKind::table || object.kind == ast::ObjectKind::view) {
        names.push_back(&object.name);
      }
    }
    for (const ast::Statement* inner : other.statements) add(*inner);
  }

  std::vector<const ast::TableName*> names;
};

// What it names must be where it runs.
Result<void> check_tables(StatementContext& context, const ast::OtherStatement& statement,
                          bool everywhere) {
  TableNames tables;
  tables.add(statement);
  parser::walk(statement, tables);
  for (const ast::TableName* name : tables.names) {
    const auto found = context.binder.look_up(*name);
    if (!found) return found.error();
    const Table* const table = found->table;
    if (found->database != nullptr && table != nullptr) {
      const DataSourceIndex home = found->database->default_data_source;
      const TableRule& rule = *table->rule;
      const bool single = rule.kind == TableKind::single && table->view == nullptr;
      const bool here = single && rule.nodes[0].data_source == home &&
                        (!everywhere || found->database->data_sources.size() == 1);
      const bool copied = rule.kind == TableKind::broadcast && everywhere;
      if (!here && !copied) {
        return refuse(std::string(statement.name) + " that names this table", name->table.text);
      }
      const Result<void> taken = context.bound.take(found->database);
      if (!taken) return taken;
    }
    if (!name->schema.empty()) {
      context.splicer.replace(name->range, {text_op(quote_name(name->table.text))});
    }
  }
  return {};
}

void route_to_all(const DatabaseMetadata& database, StatementRoute& route) {
  auto everywhere = std::make_shared<TableRule>();
  everywhere->kind = TableKind::broadcast;
  for (std::size_t i = 0; i < database.data_sources.size(); ++i) {
    everywhere->nodes.push_back({static_cast<DataSourceIndex>(i), "", ""});
  }
  route.kind = RouteKind::every_source;
  route.tables.emplace_back().rule = std::move(everywhere);
}

bool is_loaded_from_a_file(const StatementContext& context) {
  for (std::uint32_t at = 0; at < context.source.whole().end; ++at) {
    if (context.source.word(at) == "SONAME") return true;
  }
  return false;
}

}  // namespace

bool is_routine_statement(const StatementContext& context) {
  return std::find(kStatements.begin(), kStatements.end(), name_of(context)) != kStatements.end();
}

Result<void> plan_routine(StatementContext& context, const ast::OtherStatement& statement) {
  if (statement.objects.empty() || is_loaded_from_a_file(context)) {
    return refuse(statement.name, "sharded databases");
  }
  const ast::TableName& name = statement.objects.front().name;
  const auto found = context.binder.look_up(name);
  if (!found) return found.error();
  if (found->database == nullptr) return refuse(statement.name, name.schema.text);
  context.bound.database = found->database;
  const bool everywhere = statement.name.ends_with("FUNCTION");
  const Result<void> checked = check_tables(context, statement, everywhere);
  if (!checked) return checked;
  if (!name.schema.empty()) {
    context.splicer.replace(name.range, {text_op(quote_name(name.table.text))});
  }
  RoutedPlan& routed = context.routed;
  routed.statement_class = StatementClass::ddl;
  routed.sum_affected_rows = false;
  context.plan.cacheable = false;
  if (everywhere) {
    route_to_all(*found->database, routed.route);
    return {};
  }
  routed.route.kind = RouteKind::fixed;
  routed.route.data_source = found->database->default_data_source;
  return {};
}

}  // namespace sluice::router
