// SPDX-License-Identifier: Apache-2.0
// The whole gateway: workers, metadata and signals, from start to drained end.
#pragma once

#include <memory>
#include <vector>

#include "config/config.h"
#include "frontend/admin/admin_service.h"
#include "frontend/admin/http_server.h"
#include "frontend/certificate_watch.h"
#include "frontend/metadata_service.h"
#include "frontend/worker.h"
#include "frontend/xa_service.h"

namespace sluice::frontend {

class Gateway {
 public:
  // Reads certificates and keys, compiles the rules, opens the port. Errors say what to mend.
  static Result<std::unique_ptr<Gateway>> create(config::ConfigSnapshot config);
  ~Gateway();

  // Starts the workers, loads the schema and lets clients in; returns then. Called once.
  void start();
  // Lets no new client in, waits at most `patience` for sessions to end, then ends them.
  void stop(std::chrono::milliseconds patience);
  // start(), then serves until SIGTERM or SIGINT and stops with sluice.drain-timeout.
  void run();

 private:
  explicit Gateway(config::ConfigSnapshot config);
  Result<void> open();
  Result<void> open_decision_log();
  Result<void> open_workers();
  Result<void> open_http();
  Result<void> open_admin();
  void on_hangup();
  void publish(const router::MetadataSnapshot& metadata);

  config::ConfigSnapshot config_;
  GatewayShared shared_;
  CertificateWatch certificate_watch_;
  std::unique_ptr<MetadataService> metadata_;
  std::unique_ptr<backend::DecisionLog> decision_log_;  // null: transactions are LOCAL
  std::unique_ptr<XaService> xa_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<AdminService> admin_;  // null: there is no admin port. Asks the workers
  std::unique_ptr<HttpServer> http_;     // null: disabled. Asks the workers, so it ends before them
};

}  // namespace sluice::frontend
