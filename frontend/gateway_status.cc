// SPDX-License-Identifier: Apache-2.0
#include "frontend/gateway_status.h"

#include <algorithm>

namespace sluice::frontend {

std::uint64_t GatewayStatus::total(Counter Counters::*member) const {
  const auto infos = counter_infos();
  for (std::size_t i = 0; i < infos.size(); ++i) {
    if (infos[i].member == member) return totals[i];
  }
  return 0;
}

std::vector<std::pair<std::string, std::string>> GatewayStatus::variables() const {
  std::vector<std::pair<std::string, std::string>> variables;
  const auto infos = counter_infos();
  for (std::size_t i = 0; i < infos.size(); ++i) {
    variables.emplace_back(infos[i].name, std::to_string(totals[i]));
  }
  // The names that monitoring tools know from servers.
  variables.emplace_back("Bytes_received", std::to_string(total(&Counters::bytes_from_clients)));
  variables.emplace_back("Bytes_sent", std::to_string(total(&Counters::bytes_to_clients)));
  variables.emplace_back("Connections", std::to_string(total(&Counters::connections)));
  variables.emplace_back("Questions", std::to_string(total(&Counters::questions)));
  variables.emplace_back("Threads_connected", std::to_string(open_connections));
  variables.emplace_back("Uptime", std::to_string(uptime.count()));
  std::sort(variables.begin(), variables.end());
  return variables;
}

GatewayStatus read_status(const GatewayShared& shared) {
  GatewayStatus status;
  status.uptime =
      std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - shared.started_at);
  status.open_connections = shared.open_connections.load(std::memory_order_relaxed);
  for (const CounterInfo& info : counter_infos()) {
    std::uint64_t sum = 0;
    for (const Counters* counters : shared.counters) sum += (counters->*info.member).value();
    status.totals.push_back(sum);
  }
  return status;
}

}  // namespace sluice::frontend
