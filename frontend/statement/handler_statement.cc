// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/handler_statement.h"

#include <algorithm>

namespace sluice::frontend {
namespace {

using Kind = router::HandlerPlan::Kind;

constexpr std::uint16_t kUnknownTable = 1109;

// Servers compare the names without regard to case.
std::vector<executor::Handler>::iterator find(Session& session, std::string_view name) {
  std::vector<executor::Handler>& all = session.state.handlers;
  return std::find_if(all.begin(), all.end(), [&](const executor::Handler& handler) {
    return router::to_lower(handler.name) == router::to_lower(name);
  });
}

// Nothing of it keeps the connection any more.
void forget(Session& session, const executor::Handler& handler, backend::DatabasePools& pools) {
  const std::string database = handler.database;
  const router::DataSourceIndex source = handler.source;
  session.state.handlers.erase(find(session, handler.name));
  if (session.state.keeps_connection(database, source)) return;
  session.state.transaction.unpin(pools.pool(source, session.state.found_rows));
}

Task<Result<void>> open(Session& session, const router::PlanPtr& owned, Execution& execution) {
  const router::RoutedPlan& routed = *owned->routed();
  const std::string& name = routed.handler->name;
  if (find(session, name) != session.state.handlers.end()) {
    co_return make_error(ErrorId::handler_exists, {name});
  }
  Result<backend::DatabasePools*> pools = pools_for(session, *owned);
  if (!pools) co_return pools.error();
  // Before it is: the statement's connection must stay.
  const executor::Handler handler{name, (*pools)->name(), routed.tables.front().logic_table,
                                  routed.route.data_source};
  session.state.handlers.push_back(handler);
  Result<void> done = co_await run_routed_plan(session, owned, execution);
  if (!done) forget(session, handler, **pools);
  co_return done;
}

// The plan with the place where the handler is.
std::shared_ptr<router::Plan> located(const router::Plan& plan, const executor::Handler& handler) {
  auto copy = std::make_shared<router::Plan>(plan);
  auto& routed = std::get<router::RoutedPlan>(copy->body);
  routed.route.data_source = handler.source;
  const auto database = copy->metadata->databases.find(handler.database);
  if (database != copy->metadata->databases.end()) copy->database = database->second;
  router::TableBinding& binding = routed.tables.emplace_back();
  binding.logic_table = handler.table;
  const router::Table* const table =
      copy->database == nullptr ? nullptr : copy->database->find(handler.table);
  if (table != nullptr) {
    binding.rule = table->rule;
    binding.group = table->rule->kind == router::TableKind::sharded ? 0 : -1;
  }
  return copy;
}

Task<Result<void>> use(Session& session, const router::PlanPtr& owned, Execution& execution) {
  const router::HandlerPlan& plan = *owned->routed()->handler;
  const auto found = find(session, plan.name);
  if (found == session.state.handlers.end()) {
    co_return make_error(ErrorId::unknown_handler, {plan.name});
  }
  const executor::Handler handler = *found;
  const router::PlanPtr there = located(*owned, handler);
  Result<backend::DatabasePools*> pools = pools_for(session, *there);
  if (!pools) co_return pools.error();
  Result<void> done = co_await run_routed_plan(session, there, execution);
  const bool gone = done ? plan.kind == Kind::close : done.error().number() == kUnknownTable;
  if (gone) forget(session, handler, **pools);
  co_return done;
}

}  // namespace

Task<Result<void>> run_handler(Session& session, const router::PlanPtr& owned,
                               Execution& execution) {
  const bool opens = owned->routed()->handler->kind == Kind::open;
  return opens ? open(session, owned, execution) : use(session, owned, execution);
}

}  // namespace sluice::frontend
