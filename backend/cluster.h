// SPDX-License-Identifier: Apache-2.0
// All pools of one worker: per logical database and data source one pool for each set of handshake
// flags that sessions may need (with and without CLIENT_FOUND_ROWS, which changes affected rows and
// can only be chosen when connecting).
//
// Ownership: owns pools and TLS contexts, keeps the configuration alive. Thread rule: its worker's
// thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include "backend/pool/pool.h"
#include "config/config.h"

namespace sluice::backend {

class DatabasePools {
 public:
  const std::string& name() const { return database_->name; }
  std::size_t data_sources() const { return database_->data_sources.size(); }
  const config::DataSource& source(std::size_t index) const {
    return database_->data_sources[index];
  }
  Pool& pool(std::size_t data_source, bool found_rows) {
    return *pools_[2 * data_source + (found_rows ? 1 : 0)];
  }

 private:
  friend class Cluster;
  const config::Database* database_ = nullptr;
  std::vector<std::unique_ptr<asio::ssl::context>> tls_;
  std::vector<std::unique_ptr<Pool>> pools_;
};

class Cluster {
 public:
  // `workers`: over how many workers maxPoolSize is divided. Errors: backend_tls_failed.
  static Result<std::unique_ptr<Cluster>> create(config::ConfigSnapshot config, std::size_t workers,
                                                 asio::io_context& context, net::Ticker& ticker,
                                                 Counters& counters);

  // Null if there is no such database.
  DatabasePools* find(std::string_view database);
  void housekeeping(Clock::time_point now);
  void stop();
  // Breaks the connections that are in use, so that whoever waits for a server stops waiting.
  void cancel_leased();
  // Pool::interrupt() on every pool.
  std::vector<Connection*> interrupt(std::uint32_t owner);
  // Breaks the connection to `target` that is this thread of the server, if it is on lease.
  void cancel(const Target& target, std::uint32_t server_thread);

 private:
  config::ConfigSnapshot config_;
  std::map<std::string, DatabasePools, std::less<>> databases_;
};

}  // namespace sluice::backend
