// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/show_trigger.h"

#include "frontend/statement/source_query.h"

namespace sluice::frontend {
namespace {

// The table that the trigger belongs to on that data source; nullopt: there is no such trigger.
Task<Result<std::optional<std::string>>> table_of(Session& session, backend::Pool& pool,
                                                  std::string_view trigger) {
  auto rows = co_await ask_source(
      session, pool,
      "SELECT EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = "
      "DATABASE() AND TRIGGER_NAME = " +
          quote_text(trigger));
  if (!rows) co_return rows.error();
  if (rows->empty() || rows->front().size() != 1) co_return std::optional<std::string>();
  co_return rows->front()[0];
}

}  // namespace

Task<Result<void>> run_show_trigger(Session& session, const router::PlanPtr& owned,
                                    Execution& execution) {
  Result<backend::DatabasePools*> pools = pools_for(session, *owned);
  if (!pools) co_return pools.error();
  const std::string& trigger = owned->routed()->trigger;
  const std::size_t count = (*pools)->data_sources();
  for (std::size_t i = 0; i < count; ++i) {
    const auto source =
        static_cast<router::DataSourceIndex>((owned->routed()->route.data_source + i) % count);
    Result<std::optional<std::string>> table =
        co_await table_of(session, (*pools)->pool(source, session.state.found_rows), trigger);
    if (!table) co_return table.error();
    if (!*table) continue;
    if (owned->database->find(**table) == nullptr) {
      co_return make_error(ErrorId::unsupported, {"SHOW CREATE TRIGGER", "triggers of one node"});
    }
    auto plan = std::make_shared<router::Plan>(*owned);
    std::get<router::RoutedPlan>(plan->body).route.data_source = source;
    Result<void> done = co_await run_routed_plan(session, plan, execution);
    co_return done;
  }
  co_return make_error(ErrorId::unknown_trigger);
}

}  // namespace sluice::frontend
