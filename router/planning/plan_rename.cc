// SPDX-License-Identifier: Apache-2.0
// RENAME TABLE of single tables and views. The names of sharded and broadcast tables stand in the
// configuration.
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

constexpr std::string_view kWhat = "RENAME TABLE";

void edit_name(StatementContext& context, const ast::TableName& name) {
  if (!name.schema.empty()) {
    context.splicer.replace(name.range, {text_op(quote_name(name.table.text))});
  }
  context.routed.ddl_tables.emplace_back(name.table.text);
}

Result<void> rename(StatementContext& context, const ast::TableName& from, const ast::TableName& to,
                    std::optional<DataSourceIndex>& source) {
  const auto old = context.binder.look_up(from);
  if (!old) return old.error();
  const auto fresh = context.binder.look_up(to);
  if (!fresh) return fresh.error();
  Result<void> taken = context.bound.take(old->database);
  if (taken) taken = context.bound.take(fresh->database);
  if (!taken) return taken;
  if (fresh->table != nullptr && fresh->table->rule->kind != TableKind::single) {
    return make_error(ErrorId::table_exists, {to.table.text});
  }
  DataSourceIndex own = old->database->default_data_source;
  if (old->table != nullptr) {
    const TableRule& rule = *old->table->rule;
    if (rule.kind != TableKind::single || rule.temporary) return refuse(kWhat, from.table.text);
    own = rule.nodes[0].data_source;
  }
  if (source && *source != own)
    return refuse("RENAME TABLE on several data sources", from.table.text);
  source = own;
  // Elsewhere the server could not see that the name is taken.
  if (fresh->table != nullptr && fresh->table->rule->nodes[0].data_source != own) {
    return make_error(ErrorId::table_exists, {to.table.text});
  }
  edit_name(context, from);
  edit_name(context, to);
  return {};
}

}  // namespace

bool is_rename(const StatementContext& context) {
  return context.source.word(0) == "RENAME" && context.source.word(1).starts_with("TABLE");
}

Result<void> plan_rename(StatementContext& context, const ast::OtherStatement& statement) {
  std::optional<DataSourceIndex> source;
  for (std::size_t i = 0; i + 1 < statement.objects.size(); i += 2) {
    const Result<void> done =
        rename(context, statement.objects[i].name, statement.objects[i + 1].name, source);
    if (!done) return done;
  }
  if (!source) return refuse(kWhat, "");
  context.routed.statement_class = StatementClass::ddl;
  context.routed.sum_affected_rows = false;
  context.routed.reload_schema = true;
  context.routed.route.kind = RouteKind::fixed;
  context.routed.route.data_source = *source;
  context.plan.cacheable = false;
  return {};
}

}  // namespace sluice::router
