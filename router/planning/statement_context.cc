// SPDX-License-Identifier: Apache-2.0
#include "router/planning/statement_context.h"

#include <algorithm>

#include "router/planning/operands.h"
#include "router/rewrite/edit_names.h"

namespace sluice::router {

StatementContext::StatementContext(const parser::ParsedStatement& parsed_statement,
                                   const SessionView& session_view,
                                   const MetadataSnapshot& snapshot)
    : parsed(parsed_statement),
      session(session_view),
      metadata(snapshot),
      source(parsed_statement),
      splicer(source),
      binder(session, *snapshot, bound),
      routes(bound, *snapshot, source) {
  plan.metadata = snapshot;
  plan.parameter_count = parsed.parameter_count;
}

void StatementContext::edit_names() {
  edit_table_names(bound, splicer);
  edit_qualifiers(bound, splicer);
  edit_owned_values(bound, splicer);
  keep_column_names(bound, source, splicer, plan.pinned);
}

void StatementContext::adopt(RouteDecision decision) {
  routed.route = std::move(decision.route);
  routed.scatter_error = std::move(decision.scatter_error);
  for (std::size_t i = 0; i < bound.tables.size(); ++i) {
    const BoundTable& table = bound.tables[i];
    add_binding(table.table, table.name->table.text, decision.group_of[i]);
    if (table.kind() == TableKind::system) {
      routed.tables.back().sql_name = table.rule().nodes[0].sql_name;
    }
  }
}

void StatementContext::add_binding(const Table* table, std::string_view logic_name,
                                   std::int16_t group) {
  TableBinding& binding = routed.tables.emplace_back();
  if (table != nullptr) binding.rule = table->rule;
  binding.group = group;
  binding.logic_table = logic_name;
  binding.sql_name = quote_name(logic_name);
}

void StatementContext::finish() {
  routed.single = splicer.whole();
  const StatementFacts& facts = bound.facts;
  const bool several = routed.route.kind == RouteKind::every_source ||
                       (routed.route.kind == RouteKind::sharded && !routed.scatter_error) ||
                       routed.route.kind == RouteKind::every_node ||
                       routed.route.kind == RouteKind::insert_rows;
  const bool writes = routed.statement_class == StatementClass::write;
  routed.uses_clock = facts.clock || (writes && several);
  routed.leaves_session_state = !facts.unknown_function.empty() || facts.user_variables ||
                                facts.sets_insert_id ||
                                routed.statement_class == StatementClass::ddl;
  plan.database = bound.database;
  if (plan.database == nullptr) {
    const auto at = metadata->databases.find(session.database);
    if (at != metadata->databases.end()) plan.database = at->second;
  }
  plan.body = std::move(routed);
}

std::optional<LimitPlan> limit_plan(const ast::Limit& limit, const SourceText& source) {
  if (limit.fetch || limit.count == nullptr) return std::nullopt;
  LimitPlan plan;
  plan.offset = integer_operand(0);
  if (limit.offset != nullptr) {
    const auto offset = operand_of(*limit.offset, source);
    if (!offset) return std::nullopt;
    plan.offset = *offset;
  }
  const auto count = operand_of(*limit.count, source);
  if (!count) return std::nullopt;
  plan.count = *count;
  return plan;
}

}  // namespace sluice::router
