// SPDX-License-Identifier: Apache-2.0
// /api/status: the gateway as a whole, in one object.
#include <nlohmann/json.hpp>

#include "frontend/admin/endpoints.h"
#include "frontend/admin/process_usage.h"
#include "version.h"

namespace sluice::frontend {
namespace {

using nlohmann::json;

json statements_json(const GatewayStatus& status) {
  return {{"total", status.total(&Counters::questions)},
          {"errors",
           {{"client", status.total(&Counters::errors_client)},
            {"gateway", status.total(&Counters::errors_gateway)},
            {"backend", status.total(&Counters::errors_backend)}}},
          {"routed",
           {{"single", status.total(&Counters::routed_single)},
            {"scatter", status.total(&Counters::routed_scatter)},
            {"staged", status.total(&Counters::routed_staged)},
            {"federated", status.total(&Counters::routed_federated)}}}};
}

// The ranges that hold something, as [first microsecond behind it, count].
json latency_json(const HistogramSum& sum) {
  json ranges = json::array();
  for (std::size_t i = 0; i < sum.ranges.size(); ++i) {
    if (sum.ranges[i] > 0) ranges.push_back({HistogramRanges::end_of(i), sum.ranges[i]});
  }
  return {{"count", sum.count}, {"microseconds", sum.microseconds}, {"ranges", ranges}};
}

json databases_json(const GatewayView& gateway) {
  json databases = json::array();
  const router::MetadataSnapshot metadata = gateway.metadata();
  for (const config::Database& configured : gateway.config().databases) {
    const router::DatabaseMetadata* const known = metadata->find(configured.name);
    const bool loaded = known != nullptr && known->loaded;
    databases.push_back({{"name", configured.name},
                         {"loaded", loaded},
                         {"problem", loaded || known == nullptr ? "" : known->load_error}});
  }
  return databases;
}

json memory_json(const WorkerReports& reports) {
  std::size_t plans = 0;
  std::size_t plan_bytes = 0;
  for (const WorkerReport& worker : reports.workers) {
    plans += worker.plans;
    plan_bytes += worker.plan_bytes;
  }
  const ProcessUsage usage = read_process_usage();
  return {{"resident_bytes", usage.resident_bytes},
          {"plan_cache_bytes", plan_bytes},
          {"plans", plans},
          {"cpu_seconds", usage.cpu_seconds},
          {"descriptors", usage.descriptors}};
}

}  // namespace

json status_json(const GatewayView& gateway, bool actions) {
  const GatewayStatus status = gateway.status();
  const Readiness readiness = gateway.readiness();
  const WorkerReports reports = gateway.ask({});
  const backend::DecisionLog* const log = gateway.decision_log();
  return {{"version", kVersion},
          {"commit", kCommit},
          {"server_version", gateway.metadata()->server_version},
          {"uptime_seconds", status.uptime.count()},
          {"ready", readiness.ready()},
          {"draining", readiness.draining},
          {"problems", readiness.missing},
          {"databases", databases_json(gateway)},
          {"workers", {{"count", gateway.workers()}, {"silent", reports.silent}}},
          {"clients",
           {{"open", status.open_connections},
            {"limit", gateway.config().global.max_connections},
            {"logging_in", gateway.logins()},
            {"accepted", status.total(&Counters::connections)},
            {"refused", status.total(&Counters::connections_refused)},
            {"logins_failed", status.total(&Counters::logins_failed)}}},
          {"statements", statements_json(status)},
          {"latency", latency_json(gateway.statement_time())},
          {"bytes",
           {{"from_clients", status.total(&Counters::bytes_from_clients)},
            {"to_clients", status.total(&Counters::bytes_to_clients)},
            {"from_servers", status.total(&Counters::bytes_from_backends)},
            {"to_servers", status.total(&Counters::bytes_to_backends)}}},
          {"plan_cache",
           {{"hits", status.total(&Counters::plan_cache_hits)},
            {"misses", status.total(&Counters::plan_cache_misses)}}},
          {"transactions",
           {{"one_shard", status.total(&Counters::transactions_single)},
            {"several_shards", status.total(&Counters::transactions_multi)},
            {"unfinished", log == nullptr ? json() : json(log->unfinished().size())}}},
          {"process", memory_json(reports)},
          {"actions", actions}};
}

}  // namespace sluice::frontend
