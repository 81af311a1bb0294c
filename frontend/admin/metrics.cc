// SPDX-License-Identifier: Apache-2.0
// /metrics. What is shown is listed in common/telemetry/metrics.def.
#include "common/telemetry/end_source.h"
#include "frontend/admin/endpoints.h"
#include "frontend/admin/metrics_text.h"
#include "frontend/admin/process_usage.h"
#include "version.h"

namespace sluice::frontend {
namespace {

struct CounterSeries {
  Metric metric;
  const char* label;  // null: none
  Counter Counters::*member;
};

// Samples of one metric stand together.
constexpr CounterSeries kSeries[] = {
    {Metric::client_connections_total, nullptr, &Counters::connections},
    {Metric::client_connections_refused, nullptr, &Counters::connections_refused},
    {Metric::client_logins_failed, nullptr, &Counters::logins_failed},
    {Metric::commands, nullptr, &Counters::commands},
    {Metric::statements, nullptr, &Counters::questions},
    {Metric::prepares, nullptr, &Counters::prepares},
    {Metric::statement_errors, "client", &Counters::errors_client},
    {Metric::statement_errors, "gateway", &Counters::errors_gateway},
    {Metric::statement_errors, "backend", &Counters::errors_backend},
    {Metric::routed, "single", &Counters::routed_single},
    {Metric::routed, "scatter", &Counters::routed_scatter},
    {Metric::routed, "staged", &Counters::routed_staged},
    {Metric::routed, "federated", &Counters::routed_federated},
    {Metric::units, nullptr, &Counters::units},
    {Metric::rows_merged, nullptr, &Counters::rows_merged},
    {Metric::client_received, nullptr, &Counters::bytes_from_clients},
    {Metric::client_sent, nullptr, &Counters::bytes_to_clients},
    {Metric::backend_received, nullptr, &Counters::bytes_from_backends},
    {Metric::backend_sent, nullptr, &Counters::bytes_to_backends},
    {Metric::transactions, "one", &Counters::transactions_single},
    {Metric::transactions, "several", &Counters::transactions_multi},
    {Metric::plan_cache_hits, nullptr, &Counters::plan_cache_hits},
    {Metric::plan_cache_misses, nullptr, &Counters::plan_cache_misses},
    {Metric::pool_waits, nullptr, &Counters::pool_waits},
    {Metric::backend_connects, nullptr, &Counters::backend_connects},
    {Metric::backend_connects_failed, nullptr, &Counters::backend_connects_failed},
    {Metric::backend_closed, nullptr, &Counters::backend_closed},
    {Metric::backend_resets, nullptr, &Counters::backend_resets},
    {Metric::replica_reads, nullptr, &Counters::reads_on_replicas},
    {Metric::reads_retried, nullptr, &Counters::reads_retried},
    {Metric::servers_ejected, nullptr, &Counters::servers_ejected},
    {Metric::servers_returned, nullptr, &Counters::servers_returned},
};

std::uint64_t flag(bool value) {
  return value ? 1 : 0;
}

void write_gateway(const GatewayView& gateway, const GatewayStatus& status, MetricsText& text) {
  text.family(Metric::build_info);
  text.sample({kVersion, kCommit}, std::uint64_t{1});
  text.single(Metric::uptime, static_cast<std::uint64_t>(status.uptime.count()));
  text.single(Metric::ready, flag(gateway.readiness().ready()));
  text.family(Metric::schema_loaded);
  const router::MetadataSnapshot metadata = gateway.metadata();
  for (const auto& [name, database] : metadata->databases) {
    text.sample({name}, flag(database->loaded));
  }
  text.single(Metric::client_connections, status.open_connections);
  text.single(Metric::client_connections_limit,
              std::uint64_t{gateway.config().global.max_connections});
  text.single(Metric::client_logins, std::uint64_t{gateway.logins()});
}

void write_counters(const GatewayStatus& status, MetricsText& text) {
  const MetricInfo* family = nullptr;
  for (const CounterSeries& series : kSeries) {
    if (&metric_info(series.metric) != family) text.family(series.metric);
    family = &metric_info(series.metric);
    const std::uint64_t value = status.total(series.member);
    if (series.label == nullptr) {
      text.sample({}, value);
    } else {
      text.sample({series.label}, value);
    }
  }
  text.family(Metric::events);
  for (std::size_t i = 0; i < kEndSources; ++i) {
    const EndSourceInfo& info = end_source_info(static_cast<EndSource>(i));
    text.sample({info.component, info.name}, status.total(info.member));
  }
}

void write_servers(const std::vector<ServerStatus>& servers, MetricsText& text) {
  using State = backend::ServerState;
  // One metric after the other: a metric's samples stand together.
  text.family(Metric::backend_up);
  for (const ServerStatus& server : servers) {
    text.sample({server.database, server.server}, flag(server.state != State::down));
  }
  text.family(Metric::backend_reads);
  for (const ServerStatus& server : servers) {
    if (!server.in_group) continue;
    text.sample({server.database, server.server}, flag(server.state == State::up));
  }
  text.family(Metric::backend_lag);
  for (const ServerStatus& server : servers) {
    if (!server.lag) continue;
    const auto seconds = static_cast<std::uint64_t>(server.lag->count());
    text.sample({server.database, server.server}, seconds);
  }
  text.family(Metric::pool_connections);
  for (const ServerStatus& server : servers) {
    const backend::PoolState& pool = server.pool;
    text.sample({server.database, server.server, "idle"}, std::uint64_t{pool.idle});
    text.sample({server.database, server.server, "leased"}, std::uint64_t{pool.leased});
    text.sample({server.database, server.server, "opening"}, std::uint64_t{pool.opening});
  }
  text.family(Metric::pool_limit);
  for (const ServerStatus& server : servers) {
    text.sample({server.database, server.server}, std::uint64_t{server.pool.max});
  }
  text.family(Metric::pool_waiting);
  for (const ServerStatus& server : servers) {
    text.sample({server.database, server.server}, std::uint64_t{server.pool.waiting});
  }
}

void write_workers(const GatewayView& gateway, MetricsText& text) {
  const WorkerReports reports = gateway.ask({.pools = true, .sessions = false, .digests = false});
  std::uint64_t plans = 0;
  std::uint64_t plan_bytes = 0;
  for (const WorkerReport& worker : reports.workers) {
    plans += worker.plans;
    plan_bytes += worker.plan_bytes;
  }
  text.single(Metric::workers, std::uint64_t{gateway.workers()});
  text.single(Metric::workers_silent, std::uint64_t{reports.silent});
  text.single(Metric::plan_cache_plans, plans);
  text.single(Metric::plan_cache_bytes, plan_bytes);
  write_servers(gateway.servers(reports), text);
}

void write_process(MetricsText& text) {
  const ProcessUsage usage = read_process_usage();
  text.single(Metric::cpu, usage.cpu_seconds);
  text.single(Metric::memory, usage.resident_bytes);
  text.single(Metric::descriptors, usage.descriptors);
  text.single(Metric::descriptors_limit, usage.descriptors_limit);
}

}  // namespace

std::string metrics_text(const GatewayView& gateway) {
  const GatewayStatus status = gateway.status();
  MetricsText text;
  write_gateway(gateway, status, text);
  write_counters(status, text);
  text.histogram(Metric::statement_seconds, gateway.statement_time());
  if (const backend::DecisionLog* const log = gateway.decision_log()) {
    text.single(Metric::xa_unfinished, std::uint64_t{log->unfinished().size()});
  }
  write_workers(gateway, text);
  write_process(text);
  return text.take();
}

}  // namespace sluice::frontend
