// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/call_statement.h"

#include "frontend/statement/routine_check.h"
#include "frontend/statement/source_query.h"

namespace sluice::frontend {
namespace {

// The session's own result sets and OUT parameters go to the client as they come.
Result<void> check_client(const Session& session, const Execution& execution) {
  const wire::Capabilities capabilities = session.login.capabilities;
  const wire::Capabilities needed =
      wire::capability::kMultiResults |
      (execution.prepared ? wire::capability::kPsMultiResults : wire::Capabilities{0});
  if ((capabilities & needed) != needed) {
    return make_error(ErrorId::unsupported, {"CALL", "clients without CLIENT_MULTI_RESULTS"});
  }
  if (execution.out != nullptr) {
    return make_error(ErrorId::unsupported, {"CALL", "EXECUTE .. USING"});
  }
  return {};
}

Task<Result<std::vector<Routine>>> load_routines(Session& session, backend::Pool& pool) {
  auto rows = co_await ask_source(
      session, pool,
      "SELECT ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION FROM information_schema.ROUTINES "
      "WHERE ROUTINE_SCHEMA = DATABASE() LIMIT 1000");
  if (!rows) co_return rows.error();
  std::vector<Routine> routines;
  for (auto& row : *rows) {
    if (row.size() != 3 || !row[0] || !row[1]) continue;
    routines.push_back({std::move(*row[0]), *row[1] == "PROCEDURE", std::move(row[2])});
  }
  co_return routines;
}

struct Found {
  router::DataSourceIndex source = 0;
  std::vector<Routine> routines;
};

// The first data source that has the procedure, beginning with the default one; that one if none
// has it, whose server says so.
Task<Result<Found>> find_procedure(Session& session, backend::DatabasePools& pools,
                                   router::DataSourceIndex first, const std::string& name) {
  const std::size_t count = pools.data_sources();
  for (std::size_t i = 0; i < count; ++i) {
    const auto source = static_cast<router::DataSourceIndex>((first + i) % count);
    Result<std::vector<Routine>> routines =
        co_await load_routines(session, pools.pool(source, session.state.found_rows));
    if (!routines) co_return routines.error();
    if (find_routine(*routines, name, true) != nullptr) {
      co_return Found{source, std::move(*routines)};
    }
  }
  co_return Found{first, {}};
}

}  // namespace

Task<Result<void>> run_call(Session& session, const router::PlanPtr& owned, Execution& execution) {
  Result<void> fits = check_client(session, execution);
  if (!fits) co_return fits;
  Result<backend::DatabasePools*> pools = pools_for(session, *owned);
  if (!pools) co_return pools.error();
  auto plan = std::make_shared<router::Plan>(*owned);
  auto& routed = std::get<router::RoutedPlan>(plan->body);
  const std::string& name = routed.call->procedure;
  Result<Found> found = co_await find_procedure(session, **pools, routed.route.data_source, name);
  if (!found) co_return found.error();
  if (!found->routines.empty()) {
    Result<RoutineFacts> facts = check_procedure(found->routines, name, *plan->database);
    if (!facts) co_return facts.error();
    const bool active = session.state.transaction.active() || !session.state.autocommit;
    if (facts->ends_transactions && active) {
      co_return make_error(
          ErrorId::unsupported,
          {"CALL of a procedure that begins or ends transactions inside of one", name});
    }
    routed.assigned_variables.insert(routed.assigned_variables.end(), facts->variables.begin(),
                                     facts->variables.end());
  }
  routed.route.data_source = found->source;
  routed.leaves_session_state = true;
  Result<void> done = co_await run_routed_plan(session, plan, execution);
  co_return done;
}

}  // namespace sluice::frontend
