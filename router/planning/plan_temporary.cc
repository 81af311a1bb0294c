// SPDX-License-Identifier: Apache-2.0
// CREATE and DROP of temporary tables. One lies where the tables lie that it is made of, else on
// the default data source; a connection to that is the session's own from then on.
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

constexpr std::string_view kCreate = "CREATE TEMPORARY TABLE";

// Where a table can be read as one server would: not a sharded one with several nodes.
std::optional<DataSourceIndex> only_source(const TableRule& rule) {
  if (rule.nodes.size() != 1) return std::nullopt;
  return rule.nodes[0].data_source;
}

void write_on(StatementContext& context, DataSourceIndex source) {
  context.routed.statement_class = StatementClass::write;
  context.routed.route.kind = RouteKind::fixed;
  context.routed.route.data_source = source;
  context.plan.cacheable = false;
}

void name_table(StatementContext& context, const ast::TableName& name) {
  const auto binding = static_cast<std::uint16_t>(context.routed.tables.size());
  context.add_binding(nullptr, name.table.text, -1);
  if (!name.schema.empty()) context.splicer.replace(name.range, {table_op(binding)});
}

// LIKE: any node has the definition.
Result<DataSourceIndex> copy_definition(StatementContext& context, const ast::TableName& like) {
  const auto found = context.binder.look_up(like);
  if (!found) return found.error();
  if (found->database != context.bound.database) {
    return refuse("a statement over two databases", found->database->name);
  }
  if (found->table == nullptr) {
    return make_error(ErrorId::unknown_table, {found->database->name, like.table.text});
  }
  const ActualNode& node = found->table->rule->nodes.front();
  context.splicer.replace(like.range, {text_op(node.sql_name)});
  return node.data_source;
}

// AS SELECT: from what lies on one data source.
Result<DataSourceIndex> copy_rows(StatementContext& context, const ast::QueryExpression& query) {
  const std::shared_ptr<const DatabaseMetadata> database = context.bound.database;
  const std::size_t bindings = context.routed.tables.size();
  const Result<void> bound = context.binder.query(query, BlockKind::statement, kNone);
  if (!bound) return bound.error();
  std::optional<DataSourceIndex> source;
  for (BoundTable& table : context.bound.tables) {
    table.binding = static_cast<std::uint16_t>(table.binding + bindings);
    context.add_binding(table.table, table.name->table.text, -1);
    if (table.kind() == TableKind::broadcast) continue;
    const std::optional<DataSourceIndex> own = only_source(table.rule());
    if (!own || table.kind() != TableKind::single || (source && *source != *own) ||
        context.bound.database != database) {
      return refuse("CREATE TEMPORARY TABLE .. SELECT over several servers",
                    table_list(context.bound));
    }
    source = own;
  }
  context.edit_names();
  return source.value_or(database->default_data_source);
}

}  // namespace

Result<void> plan_create_temporary(StatementContext& context,
                                   const ast::CreateTableStatement& statement) {
  const auto found = context.binder.look_up(statement.table);
  if (!found) return found.error();
  context.bound.database = found->database;
  const std::string name(statement.table.table.text);
  name_table(context, statement.table);
  Result<DataSourceIndex> source = found->database->default_data_source;
  if (statement.like != nullptr) source = copy_definition(context, *statement.like);
  if (source && statement.query != nullptr) source = copy_rows(context, *statement.query);
  if (!source) return source.error();
  const bool known = found->table != nullptr && found->table->rule->temporary;
  if (known && found->table->rule->nodes[0].data_source != *source) return refuse(kCreate, name);
  if (!statement.references.empty()) return refuse(kCreate, "FOREIGN KEY");
  write_on(context, *source);
  context.routed.temporary.defined.push_back(name);
  return {};
}

bool names_temporary(const StatementContext& context, ast::List<ast::TableName> tables) {
  for (const ast::TableName& name : tables) {
    const auto found = context.binder.look_up(name);
    if (found && found->table != nullptr && found->table->rule->temporary) return true;
  }
  return false;
}

// A list that is dropped in part leaves doubts about which tables hide others: all of it is known,
// or there is only one.
Result<void> plan_drop_temporary(StatementContext& context,
                                 const ast::DropTableStatement& statement) {
  std::optional<DataSourceIndex> source;
  for (const ast::TableName& name : statement.tables) {
    const auto found = context.binder.look_up(name);
    if (!found) return found.error();
    const bool known = found->table != nullptr && found->table->rule->temporary;
    const DataSourceIndex own =
        known ? found->table->rule->nodes[0].data_source : found->database->default_data_source;
    const bool alone = statement.tables.size() == 1;
    if ((!known && !alone) || (source && *source != own) ||
        (context.bound.database != nullptr && context.bound.database != found->database)) {
      return refuse("DROP of temporary tables together with others", name.table.text);
    }
    context.bound.database = found->database;
    source = own;
    name_table(context, name);
    if (known) context.routed.temporary.dropped.emplace_back(name.table.text);
  }
  write_on(context, *source);
  if (!statement.temporary) context.routed.statement_class = StatementClass::ddl;
  context.routed.sum_affected_rows = false;
  return {};
}

}  // namespace sluice::router
