// SPDX-License-Identifier: Apache-2.0
#include "backend/cluster.h"

#include <algorithm>

namespace sluice::backend {
namespace {

PoolSize share_of(const config::DataSource& source, std::size_t workers) {
  const auto divide = [workers](std::uint32_t total) {
    return static_cast<std::uint32_t>((total + workers - 1) / workers);
  };
  return {.min = divide(source.min_pool_size), .max = std::max(1u, divide(source.max_pool_size))};
}

}  // namespace

Result<std::unique_ptr<Cluster>> Cluster::create(config::ConfigSnapshot config, std::size_t workers,
                                                 asio::io_context& context, net::Ticker& ticker,
                                                 Counters& counters) {
  auto cluster = std::make_unique<Cluster>();
  cluster->config_ = config;
  for (const config::Database& database : config->databases) {
    DatabasePools& pools = cluster->databases_[database.name];
    pools.database_ = &database;
    for (const config::DataSource& source : database.data_sources) {
      asio::ssl::context* tls = nullptr;
      if (source.tls != config::TlsMode::disabled) {
        Result<std::unique_ptr<asio::ssl::context>> made = make_tls_context(source);
        if (!made) return made.error();
        tls = pools.tls_.emplace_back(std::move(*made)).get();
      }
      for (const wire::Capabilities wanted :
           {wire::Capabilities{0}, wire::capability::kFoundRows}) {
        Target target{.source = &source, .database = database.name, .wanted = wanted, .tls = tls};
        pools.pools_.push_back(std::make_unique<Pool>(std::move(target), share_of(source, workers),
                                                      context, ticker, counters));
      }
    }
  }
  return cluster;
}

DatabasePools* Cluster::find(std::string_view database) {
  const auto found = databases_.find(database);
  return found == databases_.end() ? nullptr : &found->second;
}

void Cluster::housekeeping(Clock::time_point now) {
  for (auto& [name, database] : databases_) {
    for (const auto& pool : database.pools_) pool->housekeeping(now);
  }
}

void Cluster::stop() {
  for (auto& [name, database] : databases_) {
    for (const auto& pool : database.pools_) pool->stop();
  }
}

void Cluster::cancel_leased() {
  for (auto& [name, database] : databases_) {
    for (const auto& pool : database.pools_) pool->cancel_leased();
  }
}

std::vector<Connection*> Cluster::interrupt(std::uint32_t owner) {
  std::vector<Connection*> running;
  for (auto& [name, database] : databases_) {
    for (const auto& pool : database.pools_) pool->interrupt(owner, running);
  }
  return running;
}

void Cluster::cancel(const Target& target, std::uint32_t server_thread) {
  for (auto& [name, database] : databases_) {
    for (const auto& pool : database.pools_) {
      if (&pool->target() != &target) continue;
      if (Connection* connection = pool->find_leased(server_thread)) connection->stream().cancel();
    }
  }
}

}  // namespace sluice::backend
