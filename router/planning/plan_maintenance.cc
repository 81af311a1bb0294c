// SPDX-License-Identifier: Apache-2.0
// ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR TABLE. A server works on one table after the other
// and reports each for itself, so the statement is cut into one for each table.
#include <algorithm>
#include <array>

#include "router/planning/every_node.h"
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

constexpr std::array<std::string_view, 5> kVerbs{"ANALYZE", "CHECK", "CHECKSUM", "OPTIMIZE",
                                                 "REPAIR"};

// The text behind a table's name: of ANALYZE that table's own, of the others all tables'.
TokenRange options_of(const StatementContext& context, const ast::OtherStatement& statement,
                      std::size_t index, bool own) {
  const std::size_t last = statement.objects.size() - 1;
  const std::size_t at = own ? index : last;
  const std::uint32_t end = at == last ? context.source.whole().end
                                       : statement.objects[at + 1].name.range.begin - 1;  // comma
  return {statement.objects[at].name.range.end, end};
}

// All nodes; of a broadcast table's checksum the one that a SELECT might read.
void set_route(RoutedPlan& routed, const DatabaseMetadata& database, const Table* table,
               bool checksum) {
  if (checksum && table != nullptr && table->rule->kind == TableKind::broadcast) {
    routed.route.kind = RouteKind::fixed;
    routed.route.data_source = table->rule->nodes[0].data_source;
    return;
  }
  route_to_every_node(database, table, routed.route);
}

}  // namespace

bool is_maintenance(const StatementContext& context) {
  const std::string verb = context.source.word(0);
  if (std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end()) return false;
  std::string next = context.source.word(1);
  if (next == "LOCAL" || next == "NO_WRITE_TO_BINLOG") next = context.source.word(2);
  return next == "TABLE" || next == "TABLES";
}

Result<void> plan_maintenance(StatementContext& context, const ast::OtherStatement& statement) {
  MaintenancePlan plan;
  const std::string verb = context.source.word(0);
  plan.checksum = verb == "CHECKSUM";
  plan.tables.reserve(statement.objects.size());
  for (std::size_t i = 0; i < statement.objects.size(); ++i) {
    const ast::TableName& name = statement.objects[i].name;
    const auto found = context.binder.look_up(name);
    if (!found) return found.error();
    const Result<void> taken = context.bound.take(found->database);
    if (!taken) return taken;
    RoutedPlan& routed = plan.tables.emplace_back();
    routed.statement_class = StatementClass::utility;
    routed.returns_rows = true;
    routed.leaves_session_state = false;
    set_route(routed, *found->database, found->table, plan.checksum);
    TableBinding& binding = routed.tables.emplace_back();
    if (found->table != nullptr) binding.rule = found->table->rule;
    binding.group = group_of(found->table);
    binding.logic_table = name.table.text;
    binding.sql_name = quote_name(name.table.text);
    SqlOps& ops = routed.single.ops;
    ops = context.splicer.ops({0, statement.objects.front().name.range.begin});
    append_ops(ops, {text_op(" "), table_op(0), text_op(" ")});
    append_ops(ops, context.splicer.ops(options_of(context, statement, i, verb == "ANALYZE")));
  }
  context.plan.database = context.bound.database;
  context.plan.cacheable = false;  // each is run once in a while
  context.plan.body = std::move(plan);
  return {};
}

}  // namespace sluice::router
