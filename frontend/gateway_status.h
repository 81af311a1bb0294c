// SPDX-License-Identifier: Apache-2.0
// The gateway's counters summed over its workers, as SHOW STATUS and COM_STATISTICS show them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/telemetry/counters.h"
#include "frontend/worker_services.h"

namespace sluice::frontend {

struct GatewayStatus {
  std::chrono::seconds uptime{0};
  std::uint64_t open_connections = 0;
  std::vector<std::uint64_t> totals;  // in the order of counter_infos()

  std::uint64_t total(Counter Counters::*member) const;
  // Name and value of every status variable, sorted by name.
  std::vector<std::pair<std::string, std::string>> variables() const;
};

GatewayStatus read_status(const GatewayShared& shared);

}  // namespace sluice::frontend
