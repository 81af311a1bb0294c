// SPDX-License-Identifier: Apache-2.0
#include "executor/lock_tables.h"

#include <algorithm>

#include "executor/simple_command.h"

namespace sluice::executor {
namespace {

bool is_alone_on_source(const router::TableRule& rule, router::DataSourceIndex source) {
  return std::count_if(rule.nodes.begin(), rule.nodes.end(), [&](const router::ActualNode& node) {
           return node.data_source == source;
         }) == 1;
}

// A table that has another name on its shard is read under the logical one as an alias, and written
// without: both are locked. A server takes an alias only once, so several nodes on one go without
// it and can only be written.
std::string lock_statement(const router::LockPlan& plan, std::size_t source) {
  std::string sql;
  const auto add = [&](const std::string& table, const std::string& alias,
                       const std::string& mode) {
    sql += (sql.empty() ? "LOCK TABLES " : ", ") + table;
    if (!alias.empty()) sql += " AS " + alias;
    sql += " " + mode;
  };
  for (const router::LockPlan::Item& item : plan.items) {
    for (const router::ActualNode& node : item.rule->nodes) {
      if (node.data_source != source) continue;
      if (item.alias.empty()) add(node.sql_name, {}, item.mode);
      const bool renamed = node.table != item.rule->name;
      if (is_alone_on_source(*item.rule, node.data_source) && (!item.alias.empty() || renamed)) {
        add(node.sql_name, item.alias.empty() ? router::quote_name(item.rule->name) : item.alias,
            item.mode);
      }
    }
  }
  return sql;
}

}  // namespace

Task<Result<void>> lock_tables(SessionState& session, backend::DatabasePools& pools,
                               const router::LockPlan& plan) {
  session.transaction.hold_locks();
  for (std::size_t source = 0; source < pools.data_sources(); ++source) {
    const std::string sql = lock_statement(plan, source);
    if (sql.empty()) continue;
    Result<backend::Lease> lease = co_await pools.pool(source, session.found_rows)
                                       .acquire(session.variables.get(), session.connection_id);
    Result<void> locked;
    if (lease) {
      (*lease)->set_owner(session.connection_id);
      (*lease)->queue_sync(session.variables);
      backend::Connection& connection = session.transaction.join(std::move(*lease));
      Result<OkAnswer> answer = co_await run_simple(connection, sql);
      if (!answer) locked = answer.error();
    } else {
      locked = lease.error();
    }
    if (locked) continue;
    co_await session.transaction.unlock();
    co_return locked;
  }
  co_return Result<void>();
}

}  // namespace sluice::executor
