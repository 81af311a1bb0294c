// SPDX-License-Identifier: Apache-2.0
// All pools of one worker: per logical database and server of a data source one pool for each set
// of handshake flags that sessions may need (with and without CLIENT_FOUND_ROWS, which changes
// affected rows and can only be chosen when connecting). A data source is one server, or a group of
// them: a primary, which does everything, and readers.
//
// Ownership: owns pools and TLS contexts, keeps the configuration alive. Thread rule: its worker's
// thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include "backend/balancer.h"
#include "backend/health/server_health.h"
#include "backend/pool/pool.h"
#include "config/config.h"

namespace sluice::backend {

// A server's pools, those of all handshake flags together.
struct ServerPools {
  const config::DataSource* server = nullptr;  // of the configuration
  std::string_view database;
  std::string_view data_source;
  bool in_group = false;
  bool primary = true;
  PoolState state;
};

class DatabasePools {
 public:
  const std::string& name() const { return database_->name; }
  std::size_t data_sources() const { return database_->data_sources.size(); }
  const config::DataSource& source(std::size_t index) const {
    return database_->data_sources[index];
  }
  // Of the data source's primary.
  Pool& pool(std::size_t data_source, bool found_rows) { return pool(data_source, 0, found_rows); }
  Pool& pool(std::size_t data_source, config::ServerIndex server, bool found_rows) {
    return *sources_[data_source].pools[2u * server + (found_rows ? 1u : 0u)];
  }
  bool has_groups() const { return !database_->groups.empty(); }
  // Null: the data source is one server.
  const config::ServerGroup* group(std::size_t data_source) const {
    return sources_[data_source].group;
  }
  // The name of one of its servers.
  const std::string& server_name(std::size_t data_source, config::ServerIndex server) const {
    return sources_[data_source].pools[2u * server]->target().source->name;
  }
  // The server that the next read goes to: one of the group's readers that are well, but not
  // `avoided` (0: any), or the primary if there is none.
  config::ServerIndex next_reader(std::size_t data_source, config::ServerIndex avoided = 0);
  // A server could not be reached: reads avoid it until the prober has.
  void note_unreachable(std::size_t data_source, config::ServerIndex server, const Error& error,
                        Counters& counters);

 private:
  friend class Cluster;
  struct Source {
    const config::ServerGroup* group = nullptr;
    std::optional<Balancer> balancer;          // of a group
    std::vector<std::unique_ptr<Pool>> pools;  // two per server
    std::vector<ServerHealth*> health;         // of a group's servers
    std::vector<bool> was_down;                // when this worker looked last
  };
  // Gives up the connections to replicas that have gone down.
  void abandon_lost_replicas();
  template <class Visit>
  void for_each_pool(Visit visit) {
    for (Source& source : sources_) {
      for (const auto& pool : source.pools) visit(*pool);
    }
  }

  const config::Database* database_ = nullptr;
  std::vector<std::unique_ptr<asio::ssl::context>> tls_;
  std::vector<Source> sources_;
};

class Cluster {
 public:
  // `workers`: over how many workers maxPoolSize is divided. Errors: backend_tls_failed.
  static Result<std::unique_ptr<Cluster>> create(config::ConfigSnapshot config, std::size_t workers,
                                                 HealthView& health, asio::io_context& context,
                                                 net::Ticker& ticker, Counters& counters);

  // Null if there is no such database.
  DatabasePools* find(std::string_view database);
  // Of every server, in the order of the configuration; the same on every worker.
  std::vector<ServerPools> pools() const;
  void housekeeping(Clock::time_point now);
  void stop();
  // Breaks the connections that are in use, so that whoever waits for a server stops waiting.
  void cancel_leased();
  // Pool::interrupt() on every pool.
  std::vector<Connection*> interrupt(std::uint32_t owner);
  // Breaks the connection to `target` that is this thread of the server, if it is on lease.
  void cancel(const Target& target, std::uint32_t server_thread);

 private:
  template <class Visit>
  void for_each_pool(Visit visit) {
    for (auto& [name, database] : databases_) database.for_each_pool(visit);
  }

  config::ConfigSnapshot config_;
  std::map<std::string, DatabasePools, std::less<>> databases_;
};

}  // namespace sluice::backend
