// SPDX-License-Identifier: Apache-2.0
// ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR TABLE. A server works on one table after the other
// and reports each for itself, so the statement is cut into one for each table. ALTER TABLE does
// the same with a table's partitions.
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

// `before` and `behind`: what stands around the table's name.
Result<void> add_subject(StatementContext& context, const ast::TableName& name, TokenRange before,
                         TokenRange behind, MaintenancePlan& plan) {
  MaintenancePlan::Subject& subject = plan.subjects.emplace_back();
  subject.table = name.table.text;
  const auto found = context.binder.look_up(name);
  if (!found && found.error().id() == ErrorId::unknown_database) {
    subject.unknown_database = name.schema.text;
    return {};
  }
  if (!found) return found.error();
  const Result<void> taken = context.bound.take(found->database);
  if (!taken) return taken;
  RoutedPlan& routed = subject.routed;
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
  ops = context.splicer.ops(before);
  append_ops(ops, {text_op(" "), table_op(0), text_op(" ")});
  append_ops(ops, context.splicer.ops(behind));
  return {};
}

void adopt(StatementContext& context, MaintenancePlan plan) {
  context.plan.database = context.bound.database;
  context.plan.cacheable = false;  // each is run once in a while
  context.plan.body = std::move(plan);
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
  plan.operation = to_lower(verb);
  plan.checksum = verb == "CHECKSUM";
  plan.subjects.reserve(statement.objects.size());
  const TokenRange before{0, statement.objects.front().name.range.begin};
  for (std::size_t i = 0; i < statement.objects.size(); ++i) {
    const TokenRange behind = options_of(context, statement, i, verb == "ANALYZE");
    const Result<void> added =
        add_subject(context, statement.objects[i].name, before, behind, plan);
    if (!added) return added;
  }
  adopt(context, std::move(plan));
  return {};
}

bool is_partition_maintenance(const StatementContext& context,
                              const ast::AlterTableStatement& statement) {
  const std::uint32_t at = statement.table.range.end;
  const std::string verb = context.source.word(at);
  return verb != "CHECKSUM" && std::find(kVerbs.begin(), kVerbs.end(), verb) != kVerbs.end() &&
         context.source.word(at + 1) == "PARTITION";
}

Result<void> plan_partition_maintenance(StatementContext& context,
                                        const ast::AlterTableStatement& statement) {
  MaintenancePlan plan;
  const TokenRange name = statement.table.range;
  plan.operation = to_lower(context.source.word(name.end));
  const Result<void> added = add_subject(context, statement.table, {0, name.begin},
                                         {name.end, context.source.whole().end}, plan);
  if (!added) return added;
  adopt(context, std::move(plan));
  return {};
}

}  // namespace sluice::router
