// SPDX-License-Identifier: Apache-2.0
#include "router/planning/hinted_plan.h"

#include <algorithm>
#include <set>

namespace sluice::router {
namespace {

using ast::StatementKind;

const char* hint_name(const Hints& hints) {
  return hints.data_source.empty() ? "the hint SKIP_SQL_REWRITE" : "the hint DATA_SOURCE_NAME";
}

Error refuse_hint(const StatementContext& context, std::string_view what) {
  return refuse(
      std::string(hint_name(*context.session.hints)) + " in front of " + std::string(what),
      table_list(context.bound));
}

bool is_query(StatementKind kind) {
  return kind == StatementKind::select || kind == StatementKind::insert ||
         kind == StatementKind::update || kind == StatementKind::delete_from;
}

// What the gateway does for the session itself, wherever the hint would send it.
bool concerns_session(StatementKind kind) {
  switch (kind) {
    case StatementKind::set:
    case StatementKind::use:
    case StatementKind::begin:
    case StatementKind::commit:
    case StatementKind::rollback:
    case StatementKind::rollback_to:
    case StatementKind::savepoint:
    case StatementKind::release_savepoint:
    case StatementKind::preview:
    case StatementKind::explain_route:
      return true;
    default:
      return false;
  }
}

// Where no table has said so yet (SELECT @@server_id).
Result<void> send_to_source(StatementContext& context) {
  StatementRoute& route = context.routed.route;
  if (route.kind == RouteKind::fixed) return {};
  if (route.kind != RouteKind::any) return refuse_hint(context, "this statement");
  const DatabaseMetadata& database = *context.metadata->find(context.session.database);
  const Result<DataSourceIndex> source = hinted_source(*context.session.hints, database);
  if (!source) return source.error();
  route.kind = RouteKind::fixed;
  route.data_source = *source;
  return {};
}

// A table of several nodes on one data source would be asked for its rows several times.
bool shares_sources(const RoutedPlan& routed) {
  return std::any_of(routed.tables.begin(), routed.tables.end(), [](const TableBinding& table) {
    std::set<DataSourceIndex> seen;
    return table.rule != nullptr && std::any_of(table.rule->nodes.begin(), table.rule->nodes.end(),
                                                [&](const ActualNode& node) {
                                                  return !seen.insert(node.data_source).second;
                                                });
  });
}

bool equal(const SqlOp& a, const SqlOp& b) {
  const auto same = [](const Anchor& x, const Anchor& y) {
    return x.mark == y.mark && x.behind == y.behind;
  };
  return a.kind == b.kind && same(a.from, b.from) && same(a.to, b.to) && a.text == b.text &&
         a.index == b.index && a.session == b.session;
}

// What several shards are sent is what one would be sent.
bool sends_one_text(const StatementContext& context) {
  const SqlOps& ops = context.routed.scattered.ops;
  const SqlTemplate whole = context.splicer.whole();
  return ops.empty() ||
         std::equal(ops.begin(), ops.end(), whole.ops.begin(), whole.ops.end(), equal);
}

bool generates_keys(const RoutedPlan& routed) {
  return routed.insert && routed.insert->key_value.kind == InsertPlan::Source::Kind::generated;
}

Result<void> keep_names(StatementContext& context) {
  RoutedPlan& routed = context.routed;
  if (routed.always_staged) return refuse_hint(context, "a write over several shards");
  if (generates_keys(routed)) return refuse_hint(context, "an INSERT that needs a generated key");
  routed.federation.reset();
  routed.staged.reset();
  const bool several =
      routed.route.kind == RouteKind::sharded || routed.route.kind == RouteKind::insert_rows;
  const bool as_written = sends_one_text(context) && !routed.insert && !shares_sources(routed);
  if (several && !routed.scatter_error && !as_written) {
    routed.scatter_error = refuse_hint(context, "a statement that several shards share");
  }
  for (TableBinding& table : routed.tables) table.group = -1;
  return {};
}

}  // namespace

Result<DataSourceIndex> hinted_source(const Hints& hints, const DatabaseMetadata& database) {
  const auto& names = database.data_sources;
  const auto at = std::find(names.begin(), names.end(), hints.data_source);
  if (at == names.end()) {
    return make_error(ErrorId::hint_source_unknown, {hints.data_source, database.name});
  }
  return static_cast<DataSourceIndex>(at - names.begin());
}

Result<void> check_hints(const StatementContext& context, const ast::Statement& statement) {
  if (context.session.hints == nullptr || concerns_session(statement.kind)) return {};
  const bool explained =
      statement.kind == StatementKind::explain &&
      is_query(static_cast<const ast::ExplainStatement&>(statement).statement->kind);
  if (!explained && !is_query(statement.kind)) return refuse_hint(context, "this statement");
  if (context.session.hints->data_source.empty()) return {};
  const std::string_view name = context.session.database;
  if (name.empty()) return make_error(ErrorId::no_database_selected);
  const DatabaseMetadata* const database = context.metadata->find(name);
  if (database == nullptr) return make_error(ErrorId::unknown_database, {name});
  const Result<DataSourceIndex> source = hinted_source(*context.session.hints, *database);
  if (!source) return source.error();
  return {};
}

Result<void> apply_hints(StatementContext& context) {
  if (context.session.hints == nullptr) return {};
  context.plan.cacheable = false;
  if (context.routed.always_federated) return refuse_hint(context, "a query of system tables");
  if (context.routed.user_locks) return refuse_hint(context, "GET_LOCK() and its like");
  return context.session.hints->data_source.empty() ? keep_names(context) : send_to_source(context);
}

}  // namespace sluice::router
