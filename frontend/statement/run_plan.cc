// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/run_plan.h"

#include <coroutine>

#include <asio/post.hpp>

#include "executor/choose_servers.h"
#include "executor/executor.h"
#include "executor/retry_read.h"
#include "frontend/statement/call_statement.h"
#include "frontend/statement/captured_row.h"
#include "frontend/statement/handler_statement.h"
#include "frontend/statement/kill_statement.h"
#include "frontend/statement/lock_owner.h"
#include "frontend/statement/maintenance_statement.h"
#include "frontend/statement/named_statement.h"
#include "frontend/statement/own_tables.h"
#include "frontend/statement/preview_statement.h"
#include "frontend/statement/set_statement.h"
#include "frontend/statement/show_sql.h"
#include "frontend/statement/show_statement.h"
#include "frontend/statement/show_trigger.h"
#include "frontend/statement/staged_write.h"
#include "frontend/statement/temporary_tables.h"
#include "frontend/statement/transaction_statement.h"
#include "frontend/statement/unique_keys.h"

namespace sluice::frontend {
namespace {

// Waits until the metadata service has loaded some tables again and this worker uses the result.
class SchemaReload {
 public:
  SchemaReload(Session& session, std::string database, std::vector<std::string> tables)
      : session_(session), database_(std::move(database)), tables_(std::move(tables)) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    asio::io_context& context = session_.services.context;
    session_.services.shared.metadata->reload(
        std::move(database_), std::move(tables_),
        [&context, waiter] { asio::post(context, [waiter] { waiter.resume(); }); });
  }
  void await_resume() const {}

 private:
  Session& session_;
  std::string database_;
  std::vector<std::string> tables_;
};

executor::Limits limits_of(const config::Config& config) {
  constexpr std::uint32_t kConnectionsPerQuery = 8;
  const std::uint32_t configured = config.global.max_connections_per_query;
  return {.merge_memory_bytes = config.global.sluice.merge_memory_bytes,
          .connections_per_query = configured == 0 ? kConnectionsPerQuery : configured,
          .federation_rows = config.global.sluice.federation_max_rows,
          .federation_bytes = config.global.sluice.federation_max_bytes};
}

// LIMIT by variable is applied on each shard alone, so it cannot be merged.
Result<void> check_select_limit(const Session& session, const router::RoutedPlan& plan,
                                const router::Resolution& resolution) {
  if (resolution.units.size() < 2 || !plan.returns_rows || plan.merge.limit) return {};
  if (session.state.variables->find("sql_select_limit") == nullptr) return {};
  return make_error(ErrorId::scatter_unsupported,
                    {"sql_select_limit",
                     plan.tables.empty() ? "this statement" : plan.tables.front().logic_table});
}

std::vector<executor::VisibleDatabase> visible_databases(Session& session,
                                                         const router::Plan& plan) {
  std::vector<executor::VisibleDatabase> visible;
  for (const auto& [name, database] : plan.metadata->databases) {
    backend::DatabasePools* const pools = session.services.cluster->find(name);
    if (pools != nullptr && may_use(session, name)) visible.push_back({database.get(), pools});
  }
  return visible;
}

// What the gateway reads for a statement of its own making belongs to a write.
void choose_servers(Session& session, const router::RoutedPlan& routed, const Execution& execution,
                    backend::DatabasePools& pools) {
  const router::Hints* const hints = execution.values.hints;
  const bool primary_only = execution.out != nullptr || (hints != nullptr && hints->primary_only);
  executor::choose_servers(routed, primary_only, session.state, pools, session.resolution);
}

Task<Result<void>> open_cursor(executor::Request& request, router::PlanPtr plan,
                               std::unique_ptr<executor::Cursor>& cursor) {
  auto opened = std::make_unique<executor::Cursor>(std::move(plan));
  Result<void> done = co_await opened->open(request);
  if (done) cursor = std::move(opened);
  co_return done;
}

}  // namespace

Task<Result<void>> run_routed_plan(Session& session, const router::PlanPtr& owned,
                                   Execution& execution) {
  const router::Plan& plan = *owned;
  const router::RoutedPlan& routed = *plan.routed();
  Result<backend::DatabasePools*> pools = pools_for(session, plan);
  if (!pools) co_return pools.error();
  if (routed.statement_class == router::StatementClass::ddl) {
    Result<void> committed = co_await commit_implicitly(session);
    if (!committed) co_return committed.error();
  }
  session.resolution.clear();
  Result<void> resolved = router::resolve(routed, execution.values,
                                          std::chrono::system_clock::now(), session.resolution);
  if (!resolved) co_return resolved.error();
  if (session.resolution.staged) {
    Result<void> staged = co_await run_staged_write(session, owned, execution);
    co_return staged;
  }
  Result<void> limited = check_select_limit(session, routed, session.resolution);
  if (!limited) co_return limited.error();
  const bool merged = session.resolution.units.size() > 1 && !session.resolution.federated;
  if (!routed.into.empty() && merged && execution.out == nullptr) {
    Result<void> taken = co_await run_select_into(session, owned, execution);
    co_return taken;
  }
  choose_servers(session, routed, execution, **pools);
  std::vector<executor::VisibleDatabase> visible;
  std::vector<executor::OwnTable> own;
  if (routed.always_federated) {
    visible = visible_databases(session, plan);
    Result<std::vector<executor::OwnTable>> told = co_await own_tables(session, routed, visible);
    if (!told) co_return told.error();
    own = std::move(*told);
  }
  executor::Request request{.plan = plan,
                            .routed = routed,
                            .values = execution.values,
                            .resolution = session.resolution,
                            .session = session.state,
                            .client = execution.out == nullptr ? session.client : *execution.out,
                            .pools = **pools,
                            .counters = session.services.counters,
                            .limits = limits_of(session.services.config),
                            .visible = visible,
                            .own_tables = own,
                            .prepared = execution.prepared,
                            .parameters = execution.parameters,
                            .more_results = execution.more_results,
                            .file = session.file};
  show_sql(session, request);
  const bool by_cursor = execution.cursor != nullptr && routed.into.empty() &&
                         executor::Cursor::suits(routed) && !session.resolution.federated;
  const auto run = [&] {
    return by_cursor ? open_cursor(request, owned, *execution.cursor) : executor::execute(request);
  };
  // One await for both: gcc 12 destroys the result of an await inside ?: twice.
  Task<Result<void>> running =
      executor::uses_replicas(session.resolution) ? executor::run_with_retry(request, run) : run();
  Result<void> done = co_await running;
  if (!routed.temporary.defined.empty() || !routed.temporary.dropped.empty()) {
    co_await note_temporary_tables(session, request, done.ok());
  }
  if (routed.reload_schema) {
    SchemaReload reload(session, (*pools)->name(), routed.ddl_tables);
    co_await reload;
  }
  co_return done;
}

namespace {

Task<Result<void>> run_body(Session& session, const router::PlanPtr& owned, Execution& execution) {
  const router::Plan& plan = *owned;
  if (may_add_unique_keys(plan)) return run_reporting_keys(session, owned, execution);
  if (plan.routed() != nullptr && plan.routed()->call) return run_call(session, owned, execution);
  if (plan.routed() != nullptr && plan.routed()->handler) {
    return run_handler(session, owned, execution);
  }
  if (plan.routed() != nullptr && !plan.routed()->trigger.empty()) {
    return run_show_trigger(session, owned, execution);
  }
  if (plan.routed() != nullptr && !plan.routed()->lock_owner_cells.empty()) {
    return run_lock_owner(session, owned, execution);
  }
  if (plan.routed() != nullptr) return run_routed_plan(session, owned, execution);
  if (const auto* transaction = std::get_if<router::TransactionPlan>(&plan.body)) {
    return run_transaction(session, *transaction, execution);
  }
  if (const auto* set = std::get_if<router::SetPlan>(&plan.body)) {
    return run_set(session, *set, execution);
  }
  if (const auto* show = std::get_if<router::ShowPlan>(&plan.body)) {
    return run_show(session, *show, execution);
  }
  if (const auto* lock = std::get_if<router::LockPlan>(&plan.body)) {
    return run_lock(session, plan, *lock, execution);
  }
  if (const auto* maintenance = std::get_if<router::MaintenancePlan>(&plan.body)) {
    return run_maintenance(session, plan, *maintenance, execution);
  }
  if (const auto* named = std::get_if<router::NamedStatementPlan>(&plan.body)) {
    return run_named_statement(session, *named, execution);
  }
  if (const auto* preview = std::get_if<router::PreviewPlan>(&plan.body)) {
    return run_preview(session, *preview, execution);
  }
  if (const auto* kill = std::get_if<router::KillPlan>(&plan.body)) {
    return run_kill(session, *kill, execution);
  }
  if (const auto* use = std::get_if<router::UsePlan>(&plan.body)) {
    return run_use(session, *use, execution);
  }
  return run_nothing(session, execution);
}

bool keeps_diagnostics(const router::Plan& plan) {
  const auto* show = std::get_if<router::ShowPlan>(&plan.body);
  return show != nullptr && (show->kind == router::ShowPlan::Kind::warnings ||
                             show->kind == router::ShowPlan::Kind::errors ||
                             show->kind == router::ShowPlan::Kind::count_warnings ||
                             show->kind == router::ShowPlan::Kind::count_errors);
}

}  // namespace

Result<backend::DatabasePools*> pools_for(Session& session, const router::Plan& plan) {
  std::string_view name = session.state.database;
  if (plan.database) {
    name = plan.database->name;
    Result<void> allowed = check_access(session, name);
    if (!allowed) return allowed.error();
  }
  if (name.empty() || router::is_information_schema(name))
    name = session.services.config.databases.front().name;
  backend::DatabasePools* const pools = session.services.cluster->find(name);
  if (pools == nullptr) return make_error(ErrorId::unknown_database, {name});
  return pools;
}

executor::Request bare_request(Session& session, const router::Plan& plan,
                               const router::RoutedPlan& routed,
                               const router::StatementValues& values,
                               router::Resolution& resolution, backend::DatabasePools& pools) {
  return executor::Request{.plan = plan,
                           .routed = routed,
                           .values = values,
                           .resolution = resolution,
                           .session = session.state,
                           .client = session.client,
                           .pools = pools,
                           .counters = session.services.counters,
                           .limits = {},
                           .visible = {},
                           .own_tables = {},
                           .prepared = false,
                           .parameters = {},
                           .more_results = 0,
                           .file = nullptr};
}

Task<Result<void>> commit_implicitly(Session& session) {
  if (!session.state.transaction.active()) co_return Result<void>();
  Result<void> committed =
      co_await session.state.transaction.commit(session.services.counters, false);
  if (!committed) co_return committed.error();
  session.tracker.note_transaction(session.state, true);
  session.client.add_changes(session.tracker.take());
  session.client.add_changes(session.tracker.wanted(session.state.transaction.take_gtids()));
  co_return Result<void>();
}

void answer_ok(Session& session, wire::StatusFlags more_results, std::size_t warnings) {
  wire::OkPacket ok;
  ok.warnings = static_cast<std::uint16_t>(warnings);
  ok.status = static_cast<wire::StatusFlags>(session.state.status() | more_results);
  session.client.add_changes(session.tracker.take());
  session.client.ok(ok);
}

Task<Result<void>> run_plan(Session& session, router::PlanPtr plan, Execution execution) {
  if (plan->routed() == nullptr && !keeps_diagnostics(*plan)) {
    session.state.diagnostics.clear();
    session.state.note_warnings(0);
  }
  if (plan->routed() != nullptr) {
    session.tracker.note_statement(*plan->routed(), session.state);
    session.client.add_changes(session.tracker.take());
  }
  Result<void> done = co_await run_body(session, plan, execution);
  session.tracker.note_transaction(session.state, false);
  if (!done) session.state.record_error(done.error());
  if (done && plan->routed() != nullptr) {
    const std::int64_t changed = session.state.row_count;
    session.note.rows =
        changed < 0 ? session.state.found_row_count : static_cast<std::uint64_t>(changed);
  }
  co_return done;
}

}  // namespace sluice::frontend
