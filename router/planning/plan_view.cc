// SPDX-License-Identifier: Apache-2.0
// CREATE, ALTER and DROP VIEW. A view is made on one data source that has a node of each of its
// tables, over those nodes; what reading it means is told by router/view_query.h.
#include <algorithm>

#include "router/planning/plan_statement.h"
#include "router/rewrite/edit_names.h"
#include "router/view_query.h"

namespace sluice::router {
namespace {

std::string_view name_of(const StatementContext& context) {
  return ast::as<ast::OtherStatement>(*context.parsed.statement).name;
}

bool has_all(const Bound& bound, DataSourceIndex source) {
  return std::all_of(bound.tables.begin(), bound.tables.end(), [&](const BoundTable& table) {
    return table.rule().node_on(source).has_value();
  });
}

bool is_spread(const BoundTable& table) {
  return table.kind() != TableKind::single || table.table->view != nullptr;
}

// Where the view is made: where it is already, else the default data source, else the first one.
Result<DataSourceIndex> choose_source(const StatementContext& context, std::string_view view,
                                      const DatabaseMetadata& database, const Table* existing) {
  if (existing != nullptr) {
    const DataSourceIndex source = existing->rule->nodes[0].data_source;
    if (has_all(context.bound, source)) return source;
    return refuse("moving a view to another data source", view);
  }
  if (has_all(context.bound, database.default_data_source)) return database.default_data_source;
  for (std::size_t i = 0; i < database.data_sources.size(); ++i) {
    const auto source = static_cast<DataSourceIndex>(i);
    if (has_all(context.bound, source)) return source;
  }
  return refuse("a view over tables that no data source has together", table_list(context.bound));
}

// The tables by their nodes on `source`, whose logical names stay as aliases.
void edit_tables(StatementContext& context, DataSourceIndex source) {
  for (const BoundTable& table : context.bound.tables) {
    const ActualNode& node = table.rule().nodes[*table.rule().node_on(source)];
    const ast::Identifier& name = table.name->table;
    SqlOps alias = context.splicer.ops({name.token, name.token + 1});
    if (table.ref != nullptr && table.ref->alias.empty() && !table.rule().keeps_name()) {
      const std::uint32_t place = std::max(table.name->range.end, table.ref->partitions.end);
      context.splicer.insert(place, {text_op(" AS "), alias.front()});
    }
    context.splicer.replace(table.name->range, {text_op(node.sql_name)});
  }
  edit_qualifiers(context.bound, context.splicer);
  keep_column_names(context.bound, context.source, context.splicer, context.plan.pinned);
}

Result<void> define_view(StatementContext& context, const ast::OtherStatement& statement) {
  const ast::TableName& name = statement.objects.front().name;
  const auto found = context.binder.look_up(name);
  if (!found) return found.error();
  const std::string_view view = name.table.text;
  if (found->table != nullptr && found->table->rule->kind != TableKind::single) {
    return make_error(ErrorId::table_exists, {view});
  }
  context.binder.keep_views();
  const ast::QueryExpression& query = *statement.queries.front();
  Result<void> done = context.binder.query(query, BlockKind::statement, kNone);
  if (done) done = context.bound.take(found->database);
  if (!done) return done;
  const auto& tables = context.bound.tables;
  const bool spread = std::any_of(tables.begin(), tables.end(), is_spread);
  if (spread && !query.order_by.empty() && query.limit == nullptr) {
    return refuse("ORDER BY without LIMIT in a view over shards", view);
  }
  const Result<DataSourceIndex> source =
      choose_source(context, view, *found->database, found->table);
  if (!source) return source.error();
  edit_tables(context, *source);
  if (!name.schema.empty()) context.splicer.replace(name.range, {text_op(quote_name(view))});
  context.routed.route.kind = RouteKind::fixed;
  context.routed.route.data_source = *source;
  context.routed.ddl_tables.emplace_back(view);
  return {};
}

Result<void> drop_views(StatementContext& context, const ast::OtherStatement& statement) {
  std::optional<DataSourceIndex> source;
  for (const ast::ObjectName& object : statement.objects) {
    const ast::TableName& name = object.name;
    const auto found = context.binder.look_up(name);
    if (!found) return found.error();
    const Result<void> taken = context.bound.take(found->database);
    if (!taken) return taken;
    const std::string_view view = name.table.text;
    if (found->table != nullptr && found->table->rule->kind != TableKind::single) {
      return make_error(ErrorId::not_a_view, {found->database->name, view});
    }
    if (found->table != nullptr) {
      const DataSourceIndex own = found->table->rule->nodes[0].data_source;
      if (source && *source != own) {
        return refuse("DROP VIEW of views on several data sources", view);
      }
      source = own;
    }
    if (!name.schema.empty()) context.splicer.replace(name.range, {text_op(quote_name(view))});
    context.routed.ddl_tables.emplace_back(view);
  }
  context.routed.route.kind = RouteKind::fixed;
  context.routed.route.data_source = source.value_or(context.bound.database->default_data_source);
  return {};
}

}  // namespace

bool is_view_statement(const StatementContext& context) {
  const std::string_view name = name_of(context);
  return name == "CREATE VIEW" || name == "ALTER VIEW" || name == "DROP VIEW";
}

Result<void> plan_view(StatementContext& context, const ast::OtherStatement& statement) {
  context.routed.statement_class = StatementClass::ddl;
  context.routed.sum_affected_rows = false;
  context.routed.reload_schema = true;
  context.plan.cacheable = false;
  return name_of(context) == "DROP VIEW" ? drop_views(context, statement)
                                         : define_view(context, statement);
}

}  // namespace sluice::router
