// SPDX-License-Identifier: Apache-2.0
// The whole gateway: workers, metadata and signals, from start to drained end.
#pragma once

#include <memory>
#include <vector>

#include "config/config.h"
#include "frontend/metadata_service.h"
#include "frontend/worker.h"

namespace sluice::frontend {

class Gateway {
 public:
  // Reads certificates and keys, compiles the rules, opens the port. Errors say what to mend.
  static Result<std::unique_ptr<Gateway>> create(config::ConfigSnapshot config);
  ~Gateway();

  // Serves until SIGTERM or SIGINT, then drains for at most sluice.drain-timeout. A second signal
  // ends the wait.
  void run();

 private:
  explicit Gateway(config::ConfigSnapshot config);
  Result<void> open();
  void publish(const router::MetadataSnapshot& metadata);
  void shut_down(std::chrono::milliseconds patience);

  config::ConfigSnapshot config_;
  GatewayShared shared_;
  std::unique_ptr<MetadataService> metadata_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace sluice::frontend
