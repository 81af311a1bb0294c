// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/gateway_view.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>

namespace sluice::frontend {
namespace {

constexpr std::chrono::seconds kPatience{2};

// Outlives the wait: a worker may answer when nobody waits any more.
struct Answers {
  std::mutex mutex;
  std::condition_variable complete;
  std::vector<WorkerReport> reports;  // under mutex
};

backend::ServerState state_of(const backend::ServerPools& pools, const backend::HealthView& health,
                              const backend::PoolState& pool) {
  if (pools.in_group) return health.of(*pools.server).state();
  return pool.unreachable() ? backend::ServerState::down : backend::ServerState::up;
}

}  // namespace

HistogramSum GatewayView::statement_time() const {
  HistogramSum sum;
  for (const Counters* counters : shared_.counters) sum.add(counters->statement_time);
  return sum;
}

Readiness GatewayView::readiness() const {
  Readiness readiness;
  readiness.draining = shared_.draining.load(std::memory_order_relaxed);
  const router::MetadataSnapshot metadata = shared_.metadata->current();
  for (const auto& [name, database] : metadata->databases) {
    if (database->loaded) continue;
    readiness.missing.push_back("the schema of " + name + " is not loaded" +
                                (database->load_error.empty() ? "" : ": " + database->load_error));
  }
  return readiness;
}

WorkerReports GatewayView::ask(ReportParts parts) const {
  const auto answers = std::make_shared<Answers>();
  const std::size_t asked = shared_.reporters.size();
  for (Reporter* const reporter : shared_.reporters) {
    reporter->report(parts, [answers](WorkerReport report) {
      const std::lock_guard lock(answers->mutex);
      answers->reports.push_back(std::move(report));
      answers->complete.notify_one();
    });
  }
  std::unique_lock lock(answers->mutex);
  answers->complete.wait_for(lock, kPatience, [&] { return answers->reports.size() == asked; });
  const std::size_t answered = answers->reports.size();
  return {std::move(answers->reports), asked - answered};
}

std::vector<ServerStatus> GatewayView::servers(const WorkerReports& reports) const {
  std::vector<ServerStatus> servers;
  if (reports.workers.empty()) return servers;
  const std::vector<backend::ServerPools>& first = reports.workers.front().pools;
  servers.reserve(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    const backend::ServerPools& pools = first[i];
    backend::PoolState pool;
    for (const WorkerReport& worker : reports.workers) pool.add(worker.pools[i].state);
    servers.push_back({.database = std::string(pools.database),
                       .data_source = std::string(pools.data_source),
                       .server = pools.server->name,
                       .address = pools.server->host + ":" + std::to_string(pools.server->port),
                       .in_group = pools.in_group,
                       .primary = pools.primary,
                       .state = state_of(pools, *shared_.health, pool),
                       .lag = pools.in_group ? shared_.health->of(*pools.server).lag()
                                             : std::optional<std::chrono::seconds>(),
                       .pool = std::move(pool)});
  }
  return servers;
}

const char* to_string(backend::ServerState state) {
  switch (state) {
    case backend::ServerState::up:
      return "up";
    case backend::ServerState::behind:
      return "behind";
    case backend::ServerState::down:
      return "down";
  }
  return "unknown";
}

std::vector<Digest> merge_digests(const WorkerReports& reports) {
  std::map<std::uint64_t, Digest> by_key;
  for (const WorkerReport& worker : reports.workers) {
    for (const Digest& digest : worker.digests) {
      const auto [at, added] = by_key.try_emplace(digest.key, digest);
      if (!added) at->second.costs.add(digest.costs);
    }
  }
  std::vector<Digest> merged;
  merged.reserve(by_key.size());
  for (auto& [key, digest] : by_key) merged.push_back(std::move(digest));
  std::stable_sort(merged.begin(), merged.end(),
                   [](const Digest& a, const Digest& b) { return a.costs.time > b.costs.time; });
  return merged;
}

}  // namespace sluice::frontend
