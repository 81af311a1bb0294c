// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "router/planning/lock_owner.h"
#include "router/planning/plan_federation.h"
#include "router/planning/plan_scatter.h"
#include "router/planning/plan_statement.h"
#include "router/planning/role_of.h"
#include "router/planning/variable_names.h"

namespace sluice::router {
namespace {

// ((SELECT ..)) is the inner query, if nothing is added outside.
const ast::QueryExpression& without_parentheses(const ast::QueryExpression& query) {
  const ast::QueryExpression* inner = &query;
  while (inner->body->kind == ast::QueryBodyKind::parenthesized && inner->with == nullptr &&
         inner->order_by.empty() && inner->limit == nullptr && inner->into.empty() &&
         inner->locking == ast::Locking::none) {
    inner = ast::as<ast::ParenthesizedQuery>(*inner->body).query;
  }
  return *inner;
}

bool locks(const Bound& bound, const ast::QueryExpression& query) {
  return query.locking != ast::Locking::none ||
         std::any_of(bound.blocks.begin(), bound.blocks.end(), [](const Block& block) {
           return block.query != nullptr && block.query->locking != ast::Locking::none;
         });
}

// FOUND_ROWS() would have to be asked of the connection that ran the statement.
bool counts_found_rows(const Bound& bound) {
  return std::any_of(bound.blocks.begin(), bound.blocks.end(), [](const Block& block) {
    return block.select != nullptr && block.select->options.calc_found_rows && block.limited;
  });
}

// Locks on a broadcast table must meet: always at the same source.
void lock_at_one_source(StatementContext& context) {
  StatementRoute& route = context.routed.route;
  if (route.kind != RouteKind::any || context.bound.tables.empty()) return;
  route.kind = RouteKind::fixed;
  route.data_source = context.bound.tables.front().rule().nodes.front().data_source;
}

// Whether some values may make several units of it that cannot be merged.
bool may_be_refused(const RoutedPlan& plan) {
  const StatementRoute& route = plan.route;
  return plan.scatter_error || route.tables.size() > 1 || route.pinned_to_source ||
         !route.must_equal.empty() || plan.merge.having;
}

// Every table on its own; decides nothing but what describing a prepared statement needs.
RouteDecision separate_tables(const StatementContext& context) {
  RouteDecision decision;
  for (std::size_t i = 0; i < context.bound.tables.size(); ++i) {
    std::int16_t group = -1;
    if (context.bound.tables[i].kind() == TableKind::sharded) {
      group = static_cast<std::int16_t>(decision.route.tables.size());
      decision.route.tables.push_back(context.routes.route_of(static_cast<int>(i)));
    }
    decision.group_of.push_back(group);
  }
  if (!decision.route.tables.empty()) decision.route.kind = RouteKind::sharded;
  return decision;
}

bool any_server_tells(const BoundTable& table) {
  return table.kind() == TableKind::system && table.schema() == nullptr;
}

// A statement that reads system tables: those of information_schema are gathered from all servers,
// the others are asked from any.
Result<void> plan_system_select(StatementContext& context, bool locking) {
  const std::vector<BoundTable>& tables = context.bound.tables;
  RoutedPlan& routed = context.routed;
  routed.returns_rows = true;
  context.plan.cacheable = false;  // conditions on names are part of the plan
  context.adopt(separate_tables(context));
  context.edit_names();
  const auto instance = std::count_if(tables.begin(), tables.end(), any_server_tells);
  if (instance == std::ssize(tables)) return {};
  if (instance == 0 && !locking) routed.federation = plan_federation(context);
  if (routed.federation == nullptr) {
    return refuse("this combination of tables and functions", table_list(context.bound));
  }
  routed.always_federated = true;
  return {};
}

// One unit carries INTO @a, @b out itself, and its variables are read back; of several the gateway
// takes the merged row, see ScatterPlanner::run().
Result<void> take_into(StatementContext& context, const ast::QueryExpression& query) {
  if (query.into.empty()) return {};
  auto names = into_variables(context.source, query.into);
  if (!names) return names.error();
  context.routed.into = std::move(*names);
  context.routed.into_behind = query.into.begin >= query.body->range.end;
  context.bound.facts.user_variables = true;
  return {};
}

// What `:=` leaves in one unit's session is read back from there; several units, or rows gathered
// from them, would be evaluated in another order than one server's.
Result<void> plan_assignments(StatementContext& context) {
  std::vector<std::string>& names = context.bound.facts.assigned_variables;
  if (names.empty()) return {};
  if (context.bound.reads_system() || !context.routed.into.empty()) {
    return refuse_session("assigning a user variable inside this statement");
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  context.routed.assigned_variables = std::move(names);
  if (context.routed.route.kind == RouteKind::sharded) {
    context.routed.scatter_error =
        refuse_scatter("assigning a user variable", table_list(context.bound));
  }
  context.routed.federation.reset();
  return {};
}

Result<void> plan_query(StatementContext& context, const ast::QueryExpression& outer) {
  const ast::QueryExpression& query = without_parentheses(outer);
  context.binder.allow_system_tables();
  context.binder.allow_variables(query);
  const Result<void> into = take_into(context, query);
  if (!into) return into;
  const Result<void> bound = context.binder.query(query, BlockKind::statement, kNone);
  if (!bound) return bound;
  if (counts_found_rows(context.bound)) {
    return refuse("SQL_CALC_FOUND_ROWS with LIMIT", table_list(context.bound));
  }
  if (context.bound.facts.sets_insert_id) {
    return refuse_session("LAST_INSERT_ID() with an argument in SELECT");
  }
  const auto* select = ast::try_as<ast::SelectBody>(query.body);
  const int block = context.bound.block_of(select);
  if (context.bound.reads_system()) {
    Result<void> planned = plan_system_select(context, locks(context.bound, query));
    return planned ? plan_assignments(context) : planned;
  }
  auto decision = decide_route(context.bound, context.routes, block);
  if (!decision) return decision.error();
  const int anchor = decision->anchor;
  context.adopt(std::move(*decision));
  context.edit_names();

  RoutedPlan& routed = context.routed;
  routed.returns_rows = true;
  const bool locking = locks(context.bound, query);
  routed.statement_class = locking ? StatementClass::locking_read : StatementClass::read;
  if (locking) lock_at_one_source(context);
  if (anchor != kNone && !routed.scatter_error && select != nullptr) {
    routed.scatter_error = ScatterPlanner(context, query, *select, block, anchor).run();
  }
  const bool gathers = !locking || context.session.staged != nullptr;
  if (gathers && may_be_refused(routed)) routed.federation = plan_federation(context);
  return plan_assignments(context);
}

// A name that means the same whenever it is asked about.
bool is_plain_name(std::string_view text) {
  return text.size() >= 2 && text.front() == '\'' &&
         text.find_first_of("'\\", 1) == text.size() - 1 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

// Named locks are held by one server for all sessions.
Result<void> plan_user_locks(StatementContext& context, const ast::QueryExpression& query) {
  const auto& calls = context.bound.facts.user_locks;
  if (calls.empty()) return {};
  RoutedPlan& routed = context.routed;
  if (!context.bound.tables.empty() || !routed.assigned_variables.empty()) {
    return refuse_session("GET_LOCK() and its like in a statement with tables or `:=`");
  }
  routed.user_locks = true;
  routed.releases_all_locks = true;
  for (const ast::FunctionCall* call : calls) {
    const std::string name = to_lower(call->name.text);
    routed.releases_all_locks = routed.releases_all_locks && name == "release_all_locks";
    if (name != "get_lock" || call->args.size() == 0) continue;
    const std::string_view text = context.source.text(call->args[0]->range);
    if (is_plain_name(text)) {
      context.source.pin(call->args[0]->range, context.plan.pinned);
      routed.lock_names.emplace_back(text);
    } else {
      routed.all_lock_names_known = false;
    }
  }
  return plan_lock_owners(context, query);
}

}  // namespace

Result<void> plan_select(StatementContext& context, const ast::QueryExpression& outer) {
  Result<void> planned = plan_query(context, outer);
  if (planned) planned = plan_user_locks(context, without_parentheses(outer));
  if (planned) context.routed.role = role_of(context);
  return planned;
}

}  // namespace sluice::router
