// SPDX-License-Identifier: Apache-2.0
// What is known of the servers of groups: whether reads may go to them. One view for all workers,
// written by the prober and by whoever fails to reach a server, read for each choice of a server.
//
// Ownership: keeps the configuration alive. Thread rule: any thread; the set of servers is
// immutable, their states are atomic.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "config/config.h"

namespace sluice::backend {

enum class ServerState : std::uint8_t {
  up,
  behind,  // a replica beyond sluice.max-replica-lag, or one that does not replicate
  down     // cannot be reached
};

class ServerHealth {
 public:
  ServerState state() const { return state_.load(std::memory_order_relaxed); }
  // The state before; each change has one caller who sees it.
  ServerState exchange(ServerState state) {
    return state_.exchange(state, std::memory_order_relaxed);
  }
  // How far a replica was behind when it was asked last; nothing: not asked, or it could not tell.
  std::optional<std::chrono::seconds> lag() const {
    const std::int64_t seconds = lag_.load(std::memory_order_relaxed);
    if (seconds < 0) return std::nullopt;
    return std::chrono::seconds(seconds);
  }
  void set_lag(std::optional<std::chrono::seconds> lag) {
    lag_.store(lag ? lag->count() : -1, std::memory_order_relaxed);
  }

 private:
  std::atomic<ServerState> state_{ServerState::up};
  std::atomic<std::int64_t> lag_{-1};  // seconds
};

class HealthView {
 public:
  explicit HealthView(config::ConfigSnapshot config) : config_(std::move(config)) {
    for (const config::Database& database : config_->databases) {
      for (const config::ServerGroup& group : database.groups) {
        for (const config::DataSource& server : group.servers) servers_[&server];
      }
    }
  }
  // Precondition: the server of a group of this configuration.
  ServerHealth& of(const config::DataSource& server) { return servers_.at(&server); }
  const ServerHealth& of(const config::DataSource& server) const { return servers_.at(&server); }

 private:
  config::ConfigSnapshot config_;
  std::map<const config::DataSource*, ServerHealth> servers_;
};

}  // namespace sluice::backend
