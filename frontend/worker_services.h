// SPDX-License-Identifier: Apache-2.0
// What a worker offers its sessions, and what all workers share.
//
// Ownership: WorkerServices belongs to its Worker, GatewayShared to the Gateway; both outlive
// sessions. Thread rule: WorkerServices is its worker's alone, but for the counters, which anyone
// may read. GatewayShared: immutable after start, or atomic, or internally synchronised, as each
// member says.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/ssl/context.hpp>

#include "backend/cluster.h"
#include "backend/health/health_prober.h"
#include "backend/session_variables.h"
#include "backend/xa/decisions.h"
#include "common/net/ticker.h"
#include "common/telemetry/counters.h"
#include "common/telemetry/digest_table.h"
#include "config/config.h"
#include "frontend/metadata_service.h"
#include "frontend/session_registry.h"
#include "frontend/sha2_cache.h"
#include "frontend/tls_context.h"
#include "frontend/user_directory.h"
#include "frontend/worker_report.h"
#include "router/plan_cache.h"

namespace sluice::frontend {

class AdminService;  // frontend/admin/admin_service.h

struct GatewayShared {
  // Immutable after start.
  config::ConfigSnapshot config;
  std::unique_ptr<UserDirectory> users;
  std::unique_ptr<wire::RsaKey> rsa_key;
  Clock::time_point started_at = Clock::now();
  std::vector<const Counters*> counters;  // one per worker
  std::vector<SessionOwner*> owners;      // the workers
  std::vector<Reporter*> reporters;       // the same

  // Synchronised or atomic.
  TlsCertificates tls;
  Sha2Cache sha2_cache;
  SessionRegistry sessions;
  MetadataService* metadata = nullptr;
  std::unique_ptr<backend::HealthView> health;   // of the servers of groups
  backend::DecisionLog* decision_log = nullptr;  // null: transactions are LOCAL
  AdminService* admin = nullptr;                 // null: there is no admin port
  std::atomic<std::uint32_t> next_connection_id{1};
  std::atomic<std::uint32_t> open_connections{0};
  std::atomic<std::uint32_t> logins{0};  // sessions that have not logged in yet
  std::atomic<bool> draining{false};     // no new clients are let in
};

struct WorkerServices {
  WorkerServices(GatewayShared& gateway, asio::io_context& io)
      : shared(gateway),
        config(*gateway.config),
        context(io),
        ticker(io),
        plans(gateway.config->global.sluice.plan_cache_bytes) {
    if (gateway.decision_log != nullptr) decisions.emplace(*gateway.decision_log, io);
  }

  GatewayShared& shared;
  const config::Config& config;
  asio::io_context& context;
  net::Ticker ticker;
  Counters counters;
  router::MetadataSnapshot metadata;  // replaced by a message to the worker; never null
  router::PlanCache plans;
  DigestTable digests;
  backend::VariableInterner variables;
  std::unique_ptr<backend::Cluster> cluster;
  std::unique_ptr<backend::HealthProber> prober;  // null: another worker's
  std::optional<backend::Decisions> decisions;    // of distributed transactions
};

}  // namespace sluice::frontend
