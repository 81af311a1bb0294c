// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/admin_tables.h"

#include "common/telemetry/end_source.h"

namespace sluice::frontend {

const WorkerReports& AdminSnapshot::reports() {
  if (!reports_) reports_ = gateway_.ask({.pools = true, .sessions = true, .digests = true});
  return *reports_;
}

namespace {

using Rows = std::vector<AdminRow>;

template <class Number>
AdminValue number(Number value) {
  return static_cast<std::int64_t>(value);
}

AdminValue yes_no(bool value) {
  return std::string(value ? "yes" : "no");
}

constexpr AdminColumn kBackends[] = {{"database"},          {"data_source"}, {"server"},
                                     {"address"},           {"role"},        {"state"},
                                     {"lag_seconds", true}, {"problem"}};
Rows backends(AdminSnapshot& snapshot) {
  Rows rows;
  for (const ServerStatus& server : snapshot.gateway().servers(snapshot.reports())) {
    const bool down = server.state == backend::ServerState::down;
    rows.push_back({server.database, server.data_source, server.server, server.address,
                    server.primary ? "primary" : "replica", to_string(server.state),
                    server.lag ? number(server.lag->count()) : AdminValue(),
                    down ? server.pool.failure : std::string()});
  }
  return rows;
}

constexpr AdminColumn kPools[] = {{"database"},      {"data_source"},          {"server"},
                                  {"idle", true},    {"leased", true},         {"opening", true},
                                  {"waiting", true}, {"max_connections", true}};
Rows pools(AdminSnapshot& snapshot) {
  Rows rows;
  for (const ServerStatus& server : snapshot.gateway().servers(snapshot.reports())) {
    const backend::PoolState& pool = server.pool;
    rows.push_back({server.database, server.data_source, server.server, number(pool.idle),
                    number(pool.leased), number(pool.opening), number(pool.waiting),
                    number(pool.max)});
  }
  return rows;
}

constexpr AdminColumn kDatabases[] = {{"name"}, {"loaded"}, {"problem"}};
Rows databases(AdminSnapshot& snapshot) {
  Rows rows;
  const router::MetadataSnapshot metadata = snapshot.gateway().metadata();
  for (const auto& [name, database] : metadata->databases) {
    rows.push_back({name, yes_no(database->loaded), database->load_error});
  }
  return rows;
}

constexpr AdminColumn kDigests[] = {{"digest", true},   {"database"},      {"statement"},
                                    {"count", true},    {"errors", true},  {"rows", true},
                                    {"total_us", true}, {"mean_us", true}, {"longest_us", true}};
Rows digests(AdminSnapshot& snapshot) {
  Rows rows;
  for (const Digest& digest : merge_digests(snapshot.reports())) {
    const DigestCosts& costs = digest.costs;
    if (costs.count == 0) continue;
    rows.push_back({number(digest.key), digest.database, digest.text, number(costs.count),
                    number(costs.errors), number(costs.rows), number(costs.time.count()),
                    number(costs.time.count() / static_cast<std::int64_t>(costs.count)),
                    number(costs.longest.count())});
  }
  return rows;
}

constexpr AdminColumn kErrors[] = {{"component"}, {"source"}, {"normal"}, {"count", true}};
Rows errors(AdminSnapshot& snapshot) {
  Rows rows;
  const GatewayStatus status = snapshot.gateway().status();
  for (std::size_t i = 0; i < kEndSources; ++i) {
    const EndSourceInfo& info = end_source_info(static_cast<EndSource>(i));
    rows.push_back({std::string(info.component), std::string(info.name), yes_no(info.normal),
                    number(status.total(info.member))});
  }
  return rows;
}

constexpr AdminColumn kHelp[] = {{"name"}, {"description"}};
Rows help(AdminSnapshot&) {
  Rows rows;
  for (const AdminTable& table : admin_tables()) rows.push_back({table.name, table.help});
  return rows;
}

constexpr AdminColumn kPlanCache[] = {{"worker", true}, {"plans", true}, {"bytes", true}};
Rows plan_cache(AdminSnapshot& snapshot) {
  Rows rows;
  for (const WorkerReport& worker : snapshot.reports().workers) {
    rows.push_back({number(rows.size()), number(worker.plans), number(worker.plan_bytes)});
  }
  return rows;
}

constexpr AdminColumn kSessions[] = {{"id", true}, {"user"},    {"host"},
                                     {"database"}, {"command"}, {"seconds", true},
                                     {"state"},    {"pinned"},  {"statement"}};
Rows sessions(AdminSnapshot& snapshot) {
  Rows rows;
  for (const WorkerReport& worker : snapshot.reports().workers) {
    for (const SessionReport& session : worker.sessions) {
      const ProcessInfo& process = session.process;
      const bool idle = session.statement.empty();
      rows.push_back({number(process.id), process.user, process.host, process.database,
                      process.command, number(process.time.count()),
                      std::string(idle ? "idle" : "executing"), std::string(process.pinned),
                      idle ? AdminValue() : AdminValue(session.statement)});
    }
  }
  return rows;
}

constexpr AdminColumn kStatus[] = {{"name"}, {"value"}};
Rows status(AdminSnapshot& snapshot) {
  Rows rows;
  for (const auto& [name, value] : snapshot.gateway().status().variables()) {
    rows.push_back({name, value});
  }
  return rows;
}

constexpr AdminColumn kUnfinished[] = {{"transaction_id"}};
Rows unfinished(AdminSnapshot& snapshot) {
  Rows rows;
  const backend::DecisionLog* const log = snapshot.gateway().decision_log();
  if (log == nullptr) return rows;
  for (const std::string& transaction : log->unfinished()) rows.push_back({transaction});
  return rows;
}

constexpr AdminColumn kUsers[] = {{"user"}, {"host"}, {"admin"}};
Rows users(AdminSnapshot& snapshot) {
  Rows rows;
  for (const config::User& user : snapshot.gateway().config().global.users) {
    rows.push_back({user.name, user.host, yes_no(user.admin)});
  }
  return rows;
}

constexpr AdminTable kTables[] = {
    {"backends", "servers and their health", kBackends, backends},
    {"databases", "logical databases, and whether their schema is known", kDatabases, databases},
    {"digests", "what statements of one shape have cost, without literals", kDigests, digests},
    {"errors", "ends of connections and failed commands by source", kErrors, errors},
    {"help", "these tables", kHelp, help},
    {"plan_cache", "plans that each worker keeps", kPlanCache, plan_cache},
    {"pools", "connections to servers, over all workers", kPools, pools},
    {"sessions", "client sessions and what they run", kSessions, sessions},
    {"status", "counters, as SHOW STATUS has them", kStatus, status},
    {"unfinished_transactions",
     "distributed transactions that are decided and may have branches left", kUnfinished,
     unfinished},
    {"users", "accounts of the configuration", kUsers, users},
};

}  // namespace

std::span<const AdminTable> admin_tables() {
  return kTables;
}

}  // namespace sluice::frontend
