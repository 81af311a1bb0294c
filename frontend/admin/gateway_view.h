// SPDX-License-Identifier: Apache-2.0
// The running gateway as the admin endpoints see it: counters, readiness, and what workers report
// when they are asked.
//
// Ownership: refers to the gateway, which outlives it. Thread rule: any thread but a worker's,
// since asking blocks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/telemetry/histogram.h"
#include "frontend/gateway_status.h"
#include "frontend/worker_services.h"

namespace sluice::frontend {

struct Readiness {
  bool draining = false;
  std::vector<std::string> missing;  // databases whose schema is not loaded, and why
  bool ready() const { return !draining && missing.empty(); }
};

struct WorkerReports {
  std::vector<WorkerReport> workers;
  std::size_t silent = 0;  // did not answer in time
};

// A server over all workers.
struct ServerStatus {
  std::string database;
  std::string data_source;  // the group's name for the servers of one
  std::string server;       // its own name in the configuration
  std::string address;
  bool in_group = false;
  bool primary = true;
  // Servers of groups: by probes. Others: by the last attempt to connect.
  backend::ServerState state = backend::ServerState::up;
  std::optional<std::chrono::seconds> lag;
  backend::PoolState pool;
};

class GatewayView {
 public:
  explicit GatewayView(GatewayShared& shared) : shared_(shared) {}

  const config::Config& config() const { return *shared_.config; }
  SessionRegistry& sessions() const { return shared_.sessions; }
  router::MetadataSnapshot metadata() const { return shared_.metadata->current(); }
  const backend::DecisionLog* decision_log() const { return shared_.decision_log; }
  std::uint32_t logins() const { return shared_.logins.load(std::memory_order_relaxed); }
  std::size_t workers() const { return shared_.reporters.size(); }

  GatewayStatus status() const { return read_status(shared_); }
  HistogramSum statement_time() const;
  Readiness readiness() const;
  // Waits at most 2 s for the workers.
  WorkerReports ask(ReportParts parts) const;
  // From reports with the part `pools`. In the order of the configuration.
  std::vector<ServerStatus> servers(const WorkerReports& reports) const;

 private:
  GatewayShared& shared_;
};

const char* to_string(backend::ServerState state);

// Digests of several workers as one list, the most expensive first.
std::vector<Digest> merge_digests(const WorkerReports& reports);

}  // namespace sluice::frontend
